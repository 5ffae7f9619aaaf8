/** What performing a step reads and changes of the execution that it belongs to. */
import type { Effect, Step } from '@millrace/core';
import type { Action, ActionContext, HttpClient, Log } from '@millrace/sdk';
import { type Past, type Tried, untried } from './journal.ts';
import type { Ledger } from './ledger.ts';
import type { PlannedNode } from './plan.ts';
import type { Clock, Observer } from './ports.ts';
import type { Walk } from './walk.ts';

/** What an execution is given to work with. */
export interface Means {
  clock: Clock;
  http: HttpClient;
  log: Log;
  observer: Observer | undefined;
  /** In a test: the output to take instead of performing an action, or null to perform it. */
  mock: ((call: StepCall) => { output: unknown } | null) | null;
  /** Failed attempts are tried again. */
  retries: boolean;
}

/** One attempt of one action. */
export interface StepCall {
  readonly node: PlannedNode;
  readonly action: Action;
  readonly context: ActionContext;
  /** `local` where it only computes. */
  readonly effect: Effect | 'local';
  /** Counts from 1, over restarts. */
  readonly attempt: number;
  readonly before: Tried;
  /** The input with its secrets masked, as it is recorded. */
  readonly shown: unknown;
  /** Replaces the step's secrets in what came back. */
  readonly erase: <T>(value: T) => T;
  started_at: string;
  /** Of the monotonic clock, in milliseconds. */
  began: number;
  /** Of an action that only computes and did not finish at once. */
  pending: PromiseLike<unknown> | null;
  abort(reason: Error): void;
}

export interface Turn {
  readonly walk: Walk;
  readonly ledger: Ledger;
  readonly means: Means;
  /** What is known of each path from earlier attempts, here or in another process. */
  readonly past: Map<string, Past>;
  /** Steps that wait for their time, in milliseconds since 1970. */
  readonly delayed: Map<PlannedNode, number>;
  /** Steps that wait for a person. */
  readonly held: Set<PlannedNode>;
  /** Calls that are prepared and not yet begun. */
  readonly calls: StepCall[];
}

export function triedBefore(turn: Turn, node: PlannedNode): Tried {
  const past = turn.past.get(node.path);
  return past?.kind === 'tried' ? past : untried;
}

/**
 * How a record is kept before the execution ends: not at all, because it is computed again; with the next commit; or at
 * once, where the execution is accepted.
 */
export type Keep = 'no' | 'with_next' | 'at_once';

/** Records the end of a step. */
export function settleStep(turn: Turn, node: PlannedNode, step: Step, keep: Keep): void {
  const kept = keep === 'no' && !node.repeatable ? 'at_once' : keep;
  if (kept !== 'no') {
    const { path } = node;
    turn.ledger.note({ kind: 'settled', path, attempt: step.attempts ?? 1, step }, kept === 'at_once');
  }
  turn.walk.settle(node, step);
}
