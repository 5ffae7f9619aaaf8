/** What a node that steers the flow is given and gives; one file per kind beside this one. */
import type { Failure } from '@millrace/core';

/** An output that reached this node over an edge that was taken. */
export interface Arrival {
  key: string;
  output: unknown;
  /** It is the item of the loop around this node. */
  isLoop?: boolean;
}

export interface ControlCall {
  scope: Readonly<Record<string, unknown>>;
  timezone: string;
  now: () => Date;
  /** In the order of the edges into the node. */
  arrivals: () => Arrival[];
  /** It is in the body of a loop. */
  in_loop: boolean;
}

export interface ControlResult {
  output: unknown;
  /** The source handle to take; null takes none. */
  handle: string | null;
  /** The configuration as it was resolved, where it differs from what the author wrote. */
  input?: unknown;
  /** Ends the whole execution. */
  end?: { status: 'success' | 'error'; error: Failure | null };
}

export interface Control {
  run(call: ControlCall): ControlResult;
  /** The result depends on what came first, so it has to be remembered. */
  timed?: boolean;
  /** It ends the execution. */
  ends?: boolean;
  /** It ends its round of the loop around it; a break also the loop. */
  ends_round?: 'break' | 'continue';
}
