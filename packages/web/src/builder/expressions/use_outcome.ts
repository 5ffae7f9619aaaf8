import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { type Outcome, type OutcomeInput, outcomeWithin, type Reading } from './evaluate.ts';
import { type SlowOutcomes, slowOutcomes, startWorker } from './slow_outcome.ts';
import type { Wanted } from './wanted.ts';

/** A frame is 16 ms, and typing needs some of it for itself. */
const longest = 8;

const working: Outcome = { kind: 'working' };

/** What a field's text gives on the sample data of the node being edited. */
export function useOutcome(value: string, reading: Reading, wanted?: Wanted): Outcome {
  const { scope, shapes, timezone } = useNodeForm();
  const settled = useDeferredValue(value);
  const input = useMemo<OutcomeInput>(
    () => ({ text: settled, reading, scope, shapes, timezone, ...(wanted && { wanted }) }),
    [settled, reading, scope, shapes, timezone, wanted],
  );
  const quick = useMemo(() => outcomeWithin(input, longest), [input]);
  const slow = useSlowOutcome(quick === null ? input : null);
  return quick ?? slow ?? working;
}

/** From the worker; null until it has answered for this very input. */
function useSlowOutcome(input: OutcomeInput | null): Outcome | null {
  const evaluator = useRef<SlowOutcomes>(null);
  const [answer, setAnswer] = useState<{ input: OutcomeInput; outcome: Outcome } | null>(null);
  useEffect(() => {
    if (!input) return;
    evaluator.current ??= slowOutcomes(startWorker);
    evaluator.current.ask(input, (outcome) => setAnswer({ input, outcome }));
  }, [input]);
  useEffect(
    () => () => {
      evaluator.current?.close();
      evaluator.current = null;
    },
    [],
  );
  return input && answer?.input === input ? answer.outcome : null;
}
