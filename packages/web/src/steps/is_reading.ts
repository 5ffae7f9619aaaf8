import type { Step } from '@millrace/core';

/** Steps that record how they are set up, and not what they read. */
const computing: ReadonlySet<string> = new Set(['data_transform', 'if', 'switch', 'loop', 'code']);

/** Whether its recorded input says less than what it read. */
export function isReading({ input, input_blob, subtype, status }: Step): boolean {
  if (input_blob !== undefined || subtype === '') return false;
  return computing.has(subtype) || (input === undefined && status === 'error');
}
