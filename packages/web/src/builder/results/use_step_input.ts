import type { Step } from '@millrace/core';
import { useMemo } from 'react';
import { isReading } from '../../steps/is_reading.ts';
import { valuesRead } from '../../steps/values_read.ts';
import { results } from '../../strings/results.ts';
import { useDocument } from '../document/context.tsx';
import { useResults } from './context.tsx';

const noSteps: readonly Step[] = [];

/** What went into a step: what was recorded, or the values that its expressions read. */
export function useStepInput(step: Step | undefined): { value: unknown; note?: string } {
  const nodes = useDocument((state) => state.draft.definition.nodes);
  const steps = useResults((state) => state.run?.steps ?? noSteps);
  return useMemo(() => {
    const read = step && isReading(step) ? valuesRead(nodes, steps, step) : null;
    return read ? { value: read, note: results.read } : { value: step?.input };
  }, [step, nodes, steps]);
}
