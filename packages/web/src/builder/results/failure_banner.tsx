import type { Step } from '@millrace/core';
import { CircleAlert } from 'lucide-react';
import { sentences } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { isFailure } from '../../steps/step_tree.ts';
import { testing } from '../../strings/tests.ts';
import { useResults } from './context.tsx';
import type { ShownRun } from './store.ts';

const words = testing.results;

/** Why a test or run failed and what to do about it, with the way to the step; nothing beside that step itself. */
export function FailureBanner({ run, onSelect }: { run: ShownRun; onSelect: (path: string) => void }) {
  const selected = useResults((state) => state.selectedStep);
  if (!run.error || !['error', 'timed_out', 'cancelled'].includes(run.status)) return null;
  const step = failedStep(run);
  if (step && step.path === selected) return null;
  return (
    <div
      role="alert"
      className="mb-3 flex flex-wrap items-start gap-2 rounded-md border border-danger-line bg-danger-soft px-3 py-2 text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="font-medium text-danger">{step ? words.failed_at(step.label) : words.failed}</p>
        <p className="break-words">{sentences(run.error.message, run.error.hint)}</p>
      </div>
      {step && (
        <Button size="sm" onClick={() => onSelect(step.path)}>
          {words.show_step}
        </Button>
      )}
    </div>
  );
}

/** The step that ended it: the one that the error names, else the first that failed without a way on. */
function failedStep({ error, steps }: ShownRun): Step | undefined {
  return (
    steps.find((step) => step.status === 'error' && step.node_id === error?.node_id) ?? steps.find(isFailure)
  );
}
