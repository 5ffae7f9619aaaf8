import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useNodeForm } from '../properties/form/node_form_context.tsx';
import { type Outcome, type OutcomeInput, outcomeWithin, type Reading } from './evaluate.ts';
import { untestedOf } from './not_known.ts';
import { type SlowOutcomes, slowOutcomes, startWorker } from './slow_outcome.ts';
import type { Wanted } from './wanted.ts';

/** A frame is 16 ms, and typing needs some of it for itself; two frames are felt. */
const longest = 8;
const frame = 32;

/** Whether the expressions of a field are worked out beside the page for now. */
interface Pace {
  isSlow: boolean;
}

const working: Outcome = { kind: 'working' };

/** What a field's text gives on the sample data of the node being edited. */
export function useOutcome(value: string, reading: Reading, wanted?: Wanted): Outcome {
  const { scope, shapes, timezone, sources } = useNodeForm();
  const untested = useMemo(() => untestedOf(sources), [sources]);
  const settled = useDeferredValue(value);
  const input = useMemo<OutcomeInput>(
    () => ({ text: settled, reading, scope, shapes, timezone, untested, ...(wanted && { wanted }) }),
    [settled, reading, scope, shapes, timezone, untested, wanted],
  );
  // One native step (a sum of thousands, a large text) cannot be stopped halfway: what took long once is not tried here again.
  const [pace] = useState(() => ({ isSlow: false }));
  const quick = useMemo(() => {
    if (pace.isSlow) return null;
    const begun = performance.now();
    const outcome = outcomeWithin(input, longest);
    pace.isSlow = performance.now() - begun > frame;
    return outcome;
  }, [input, pace]);
  const slow = useSlowOutcome(quick === null ? input : null, pace);
  return quick ?? slow ?? working;
}

/** From the worker; null until it has answered for this very input. */
function useSlowOutcome(input: OutcomeInput | null, pace: Pace): Outcome | null {
  const evaluator = useRef<SlowOutcomes>(null);
  const [answer, setAnswer] = useState<{ input: OutcomeInput; outcome: Outcome } | null>(null);
  useEffect(() => {
    if (!input) return;
    evaluator.current ??= slowOutcomes(startWorker);
    const asked = performance.now();
    evaluator.current.ask(input, (outcome) => {
      pace.isSlow = performance.now() - asked > frame;
      setAnswer({ input, outcome });
    });
  }, [input, pace]);
  useEffect(
    () => () => {
      evaluator.current?.close();
      evaluator.current = null;
    },
    [],
  );
  return input && answer?.input === input ? answer.outcome : null;
}
