/** How a step is recorded. */
import type { Failure, Step, StepStatus } from '@millrace/core';
import type { Place } from './place.ts';

export interface Recorded
  extends Partial<Omit<Step, 'node_id' | 'key' | 'label' | 'subtype' | 'path' | 'status'>> {
  status: StepStatus;
}

export function record({ node, path }: Pick<Place, 'node' | 'path'>, fields: Recorded): Step {
  return {
    node_id: node.id,
    key: node.key,
    label: node.label,
    subtype: node.node.subtype,
    path,
    ...fields,
  };
}

/** Milliseconds with at most three decimals. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** The handle that a recorded step took; null: none. */
export function handleOf(step: Step): string | null {
  if (step.handle !== undefined) return step.handle;
  return step.status === 'success' || step.status === 'error' ? 'out' : null;
}

/** What a failed step gives to those after it, where the execution goes on. */
export function errorOutput(failure: Failure): { error: Record<string, unknown> } {
  const { message, code, status = null, node_id = null, details = null } = failure;
  return { error: { message, code, status, node_id, details } };
}
