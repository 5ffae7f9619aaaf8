/** What people and other systems may do to executions that wait, as routes call it (`runtime.signals`). */
import type { ExecutionStatus } from '@millrace/core';
import type { Tx } from '../db/client.ts';
import type { Decider } from './decide.ts';

/** A wait that a signed address stands for, and that can still be ended. */
export interface FoundWait {
  kind: 'callback' | 'approval';
  org_id: string;
  execution_id: string;
  path: string;
  /** Null while the step has not come to its wait yet. */
  expires_at: Date | null;
  /** The execution has ended; only of an approval, which may have been decided before. */
  over: boolean;
}

export interface SignalAnswer {
  execution_id: string;
  status: ExecutionStatus;
}

export interface DecideRequest {
  org_id: string;
  approval_id: string;
  decision: 'approved' | 'rejected';
  comment: string | null;
  /** An id counts once in an approval. */
  decider: Decider;
  /** In the transaction of the decision, after it: the audit row. */
  within?: (tx: Tx) => Promise<void>;
}

export interface AnswerRequest {
  org_id: string;
  execution_id: string;
  path: string;
  answer: 'repeat' | 'done' | 'stop';
  /** Of `done`: what the step gives. */
  output: unknown;
  within?: (tx: Tx) => Promise<void>;
}

export interface Signals {
  /**
   * The wait behind an address; null for one that was forged, and in the same time for an execution that is not there.
   * A callback that was not asked for yet is found too: its call is kept until the step comes.
   * An approval is found whatever became of it: who opens it late is told what was decided.
   * @throws ApiError 410, of a callback: `already_used`, `expired`, `execution_over`
   */
  findWait(token: string, kind: FoundWait['kind']): Promise<FoundWait | null>;
  /** Ends a callback wait with its output. @throws ApiError 410: `already_used`, `expired`, `execution_over` */
  resume(wait: FoundWait, output: unknown): Promise<SignalAnswer>;
  /**
   * Notes a decision, and ends the wait when it decides. The row is locked: of two at once one comes second.
   * @throws ApiError `not_found`; 409 `already_decided` (also by the same person); 410 `expired`, `execution_over`
   */
  decide(request: DecideRequest): Promise<void>;
  /** @throws ApiError `not_found`; 409 `already_finished`, `not_waiting` */
  answer(request: AnswerRequest): Promise<SignalAnswer>;
  /** The signed address of a wait; always the same. */
  resumeUrl(execution: { id: string; org_id: string }, path: string, kind: FoundWait['kind']): string;
}
