import type { Failure } from '@millrace/core';
import { adviceBeside } from '../../components/format.ts';
import type { NodeStep } from '../../steps/node_steps.ts';
import { testing } from '../../strings/tests.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from './context.tsx';

interface CardErrorProps {
  step: NodeStep;
  error: Failure;
}

/** Why a step failed, on its card in the place of what it does: it covers nothing, and nothing covers it. Leads to what to do about it. */
export function CardError({ step, error }: CardErrorProps) {
  const { message } = error;
  const advice = adviceBeside(error);
  const results = useResultsStore();
  const panels = usePanelsStore();
  return (
    <button
      type="button"
      // The step list has it for the keyboard.
      tabIndex={-1}
      title={advice ? `${message}\n${advice}` : message}
      // Taller to hit than to see.
      className="nodrag nopan -my-1 block w-full truncate py-1 text-left text-danger text-xs hover:underline"
      // It is a click on the card as well, which selects the node.
      onClick={() => {
        results.getState().selectStep(step.path);
        panels.getState().openDrawer('steps');
      }}
    >
      {message}
      <span className="sr-only"> {testing.results.open_error(step.label)}</span>
    </button>
  );
}
