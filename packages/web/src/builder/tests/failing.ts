import type { WorkflowTest } from '@millrace/core';

/** Whether a saved test was run on the draft as it is, and failed. */
export function isFailing({ last_result }: Pick<WorkflowTest, 'last_result'>): boolean {
  return last_result?.current === true && !last_result.passed;
}
