import type { NodeStep } from '../../steps/node_steps.ts';
import { testing } from '../../strings/tests.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from './context.tsx';

/** Why a step failed, in one line below its card, which covers nothing that stands there; it leads to what to do about it. */
export function CardError({ step }: { step: NodeStep | undefined }) {
  const results = useResultsStore();
  const panels = usePanelsStore();
  if (step?.status !== 'error' || !step.error) return null;
  const { message, hint } = step.error;
  return (
    <button
      type="button"
      // The step list has it for the keyboard.
      tabIndex={-1}
      title={hint ? `${message}\n${hint}` : message}
      className="nodrag nopan absolute top-full left-0 mt-0.5 block w-full truncate rounded-sm border border-danger-line bg-danger-soft px-2 py-0.5 text-left text-danger text-xs"
      onClick={(event) => {
        event.stopPropagation();
        results.getState().selectStep(step.path);
        panels.getState().openDrawer('steps');
      }}
    >
      {message}
      <span className="sr-only"> {testing.results.open_error(step.label)}</span>
    </button>
  );
}
