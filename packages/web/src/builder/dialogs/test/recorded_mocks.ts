/** Answers of steps as an execution recorded them. Pure. */
import { errorMock, type Step } from '@millrace/core';

/**
 * What each node of an execution gave, as a mock: its output, or how it failed. Of a node in a loop the first round that went
 * well counts. Large values, of which only the beginning is in the record, and steps that did not run are left out.
 */
export function recordedMocks(steps: readonly Step[]): Map<string, unknown> {
  const outputs = new Map<string, unknown>();
  const failures = new Map<string, unknown>();
  for (const step of steps) {
    if (step.status === 'success' && !step.output_blob && step.output !== undefined) {
      if (!outputs.has(step.node_id)) outputs.set(step.node_id, step.output);
    } else if (step.status === 'error' && step.error && !failures.has(step.node_id)) {
      const { message, code, status } = step.error;
      failures.set(step.node_id, errorMock({ message, code, ...(status !== undefined && { status }) }));
    }
  }
  return new Map([...failures, ...outputs]);
}
