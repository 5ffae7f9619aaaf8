import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { text } from '../../strings/builder.ts';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { inline, type Outcome, outcomeOf, type Reading } from './evaluate.ts';

/** What a field's text gives on the sample data of the node being edited. */
export function useOutcome(value: string, reading: Reading): Outcome {
  const { scope, shapes, timezone } = useNodeForm();
  const settled = useDeferredValue(value);
  return useMemo(
    () => outcomeOf({ text: settled, reading, scope, shapes, timezone }),
    [settled, reading, scope, shapes, timezone],
  );
}

/** The line below an expression: its result on sample data, or what is wrong in words. */
export function ResultLine({ id, outcome }: { id: string; outcome: Outcome }) {
  if (outcome.kind === 'none') return null;
  const bad = outcome.kind === 'problem';
  return (
    <div id={id} className="flex flex-col gap-0.5 text-xs">
      {outcome.kind !== 'value' && (
        <p className={bad ? 'flex items-start gap-1 text-danger' : 'flex items-start gap-1 text-warning'}>
          {bad ? (
            <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          ) : (
            <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          )}
          <span className="min-w-0 break-words">{outcome.message}</span>
        </p>
      )}
      {!bad && (
        <p className="flex min-w-0 gap-1.5 text-muted" title={inline(outcome.value, 2_000)}>
          <span className="sr-only">{text.expression.result}</span>
          <span aria-hidden>=</span>
          <code className="min-w-0 truncate font-mono">{inline(outcome.value)}</code>
        </p>
      )}
    </div>
  );
}
