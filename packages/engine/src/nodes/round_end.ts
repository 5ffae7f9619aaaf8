import { StepError } from '@millrace/sdk';
import type { Control } from './control.ts';

const roundEnd = (ends_round: 'break' | 'continue') => (): Control => ({
  ends_round,
  run: ({ in_loop }) => {
    if (in_loop) return { output: {}, handle: null };
    throw new StepError(`There is no loop to ${ends_round === 'break' ? 'end' : 'go on with'} here`, {
      code: 'not_in_loop',
      hint: 'Put this node between a loop and the end of its body.',
    });
  },
});

/** Ends its round; rounds after it are not begun, and cut off where they have begun. */
export const breakControl = roundEnd('break');
/** Ends its round. */
export const continueControl = roundEnd('continue');
