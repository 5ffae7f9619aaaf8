import type { Definition } from '@millrace/core';
import type { Known } from './changing_values.ts';

interface Given {
  input?: unknown;
  request?: unknown;
  mocks: unknown;
  at?: string | null;
}

/** What a run that was just made could not have made up. */
export function knownOf({ input, request, mocks, at }: Given, definition: Definition): Known {
  return {
    given: JSON.stringify([input, request, mocks, definition]),
    at: Date.now(),
    fixed: at !== null && at !== undefined,
  };
}
