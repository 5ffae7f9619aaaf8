import type { Failure, Step } from '@millrace/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { text } from '../../strings/builder.ts';
import { usePanelsStore } from '../panels.tsx';
import { ValueView } from './value_view.tsx';

/** Input, output and error of one step. */
export function StepData({ step }: { step: Step }) {
  if (step.status === 'skipped') return <p className="text-muted text-sm">{text.results.skipped}</p>;
  if (step.status === 'running') return <p className="text-muted text-sm">{text.results.running}</p>;
  return (
    <div className="@container flex flex-col gap-3">
      {step.error && <StepError error={step.error} nodeId={step.node_id} />}
      {step.warnings?.map((warning) => (
        <p
          key={warning}
          className="flex items-start gap-1.5 rounded-md border border-warning-line bg-warning-soft px-3 py-2 text-sm text-warning"
        >
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {warning}
        </p>
      ))}
      <StepFacts step={step} />
      <div className="grid gap-4 @2xl:grid-cols-2">
        <ValueView
          className="order-2 @2xl:order-none"
          title={text.results.input}
          value={step.input}
          maxHeight={260}
        />
        <ValueView
          title={text.results.output}
          value={step.output}
          root={step.subtype && step.key}
          maxHeight={260}
        />
      </div>
    </div>
  );
}

function StepFacts({ step }: { step: Step }) {
  const facts = [
    step.handle && step.handle !== 'out' ? text.results.taken(step.handle) : null,
    (step.attempts ?? 1) > 1 ? text.results.attempts(step.attempts!) : null,
  ].filter((fact) => fact !== null);
  if (facts.length === 0) return null;
  return <p className="text-muted text-xs">{facts.join(' · ')}</p>;
}

/** What happened, where, and what to do; the field can be opened. */
function StepError({ error, nodeId }: { error: Failure; nodeId: string }) {
  const panels = usePanelsStore();
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-md border border-danger-line bg-danger-soft px-3 py-2 text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="break-words text-danger">{error.message}</p>
        {error.hint && <p className="mt-0.5 break-words text-fg">{error.hint}</p>}
      </div>
      <Button size="sm" onClick={() => panels.getState().focus(nodeId, error.field ?? null)}>
        {text.results.fix}
      </Button>
    </div>
  );
}
