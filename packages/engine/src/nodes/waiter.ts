/** What a node that waits is given and gives when it is reached; one file per kind beside this one. */
import type { Wait } from '../ports.ts';

export interface WaitCall {
  scope: Readonly<Record<string, unknown>>;
  timezone: string;
  now: () => Date;
  /** How many executions called each other to get here. */
  depth: number;
  newId: () => string;
  /** Random bytes for its expressions, where they must be the same every time. */
  random?: (count: number) => Uint8Array;
}

export interface Begun {
  wait: Wait;
  /** It is over already; what should be known about that. */
  over?: string | null;
}

export interface Waiter {
  /** @throws StepError what is wrong with its configuration */
  begin(call: WaitCall): Begun;
  /** An address ends it, or leads to where it is decided. */
  called: 'callback' | 'approval' | null;
}
