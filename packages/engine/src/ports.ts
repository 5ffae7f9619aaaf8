/**
 * What the engine asks of the outside, and what it is promised. Storage is the only durable thing; the engine owes it a
 * write only before something becomes visible outside (`docs/architecture.md`, "local first, commit once").
 *
 * Promises of a Storage:
 *  S1. A resolved promise means committed. A rejected one means nothing is known; the engine stops and lets recovery decide.
 *  S2. Every write carries `owner` and `fence`; a write of an owner that lost the execution touches no row and rejects with
 *      {@link OwnershipLost}.
 *  S3. `append` is keyed (execution_id, path, attempt): writing the same entry twice changes nothing.
 */
import type {
  Definition,
  ExecutionStatus,
  Failure,
  FinalStatus,
  Step,
  TriggerInput,
  TriggerType,
  WorkflowNode,
} from '@millrace/core';
import type { Action, HttpRequest } from '@millrace/sdk';

/** An execution that is to run: everything that the walk needs, and nothing that it may change. */
export interface ExecutionStart {
  id: string;
  org_id: string;
  workflow_id: string;
  workflow_name: string;
  /** 0 for a draft in test mode. */
  version: number;
  definition: Definition;
  trigger_type: TriggerType;
  trigger: TriggerInput;
  /** Id of the user or key that started it. */
  triggered_by: string | null;
  retry_of: string | null;
  variables: Readonly<Record<string, unknown>>;
  created_at: Date;
  /** Of an owner that took it over; 0 for the first. */
  fence: number;
  /** The execution that called it as a sub-workflow, or whose failure it handles. */
  parent: { execution_id: string; path: string } | null;
  /** How many executions called each other to get here; 0 for one that nobody called. */
  depth: number;
}

/**
 * What a step waits for. Times are ISO 8601 UTC by the engine's clock, which is the database's. An external wait (every kind
 * but `time`) is registered with the storage by its `waiting` entry, in force from that commit on, and ended by a
 * {@link Signal} or by its `expires_at`, whichever the storage saw first.
 */
export type Wait =
  | { kind: 'time'; until: string }
  | { kind: 'callback'; expires_at: string }
  | {
      kind: 'event';
      event_type: string;
      match: { path: string; value: unknown }[];
      expires_at: string;
    }
  | {
      kind: 'approval';
      approval_id: string;
      title: string;
      message: string;
      approvers: string[];
      required: number;
      expires_at: string;
    }
  /** The storage starts this execution with the registration; `attached`: its end is the signal, else its start is. */
  | { kind: 'execution'; execution_id: string; workflow_id: string; input: unknown; attached: boolean }
  /** A person has to say how to go on: "Did it happen?", or an account that has to be reconnected (`failure.code`). */
  | { kind: 'question'; failure: Failure };

/** How a wait ended. */
export type WaitResult =
  /** Body of the call, data of the event, decision of the approval, output of the child, or what a person says came out. */
  | { outcome: 'done'; output: unknown }
  /** The child failed, or could not be started. */
  | { outcome: 'failed'; failure: Failure }
  /** Of a question: run the step again, or end the execution. */
  | { outcome: 'repeat' }
  | { outcome: 'stop' };

/** The end of the wait of one step; told once, and again in the journal of whoever takes the execution over. */
export interface Signal {
  path: string;
  /** Of the `waiting` entry. */
  attempt: number;
  result: WaitResult;
}

/**
 * A fact about a step that was made durable. `path` is the node id, or `loop[3]/node` inside a loop. What a loop has decided and
 * could not decide again is a `settled` entry too, under `loop[items]` (its list) or `loop[3]` (whether round 3 was begun).
 */
export type JournalEntry =
  /** Written before an effect that is not `read`: after a crash this step was in flight. */
  | { kind: 'started'; path: string; attempt: number; at: string }
  /** An attempt failed and will be repeated not before `retry_at`. */
  | { kind: 'failed'; path: string; attempt: number; error: Failure; retry_at: string }
  /** It waits; written before anybody can learn of it. */
  | { kind: 'waiting'; path: string; attempt: number; at: string; wait: Wait }
  /** Its wait has ended. Only the storage makes these, from what reached it while nobody ran the execution. */
  | { kind: 'signalled'; path: string; attempt: number; result: WaitResult }
  /** The step is over; it is never run again. `cut_off`: by the end of its round, so that nothing follows from it. */
  | { kind: 'settled'; path: string; attempt: number; step: Step; cut_off?: true };

export class OwnershipLost extends Error {
  constructor(execution_id: string) {
    super(`Execution ${execution_id} belongs to another process now`);
    this.name = 'OwnershipLost';
  }
}

export interface FinishedExecution {
  start: ExecutionStart;
  /** Whether `accept` was called: then the row exists and is updated, else it is inserted, complete. */
  accepted: boolean;
  status: FinalStatus;
  output: unknown;
  error: Failure | null;
  steps: Step[];
  started_at: Date;
  finished_at: Date;
  /** Active time in milliseconds; waiting does not count. */
  duration_ms: number;
}

export interface ParkedExecution {
  start: ExecutionStart;
  accepted: boolean;
  status: Extract<ExecutionStatus, 'waiting' | 'queued'>;
  /** Steps so far, for whoever looks at it meanwhile. */
  steps: Step[];
  /** Journal entries that are not yet written. */
  journal: JournalEntry[];
  /** When a runner should go on; null: only a person or an outside event does. */
  resume_at: Date | null;
  /** Active time so far, in milliseconds. */
  duration_ms: number;
}

export interface Storage {
  /** Commits the row `running` with owner and input. */
  accept(start: ExecutionStart, started_at: Date): Promise<void>;
  /**
   * Resolves with the signals that were there already for the waits among the entries (a child that could not be started). May be
   * called while `accept` is under way: then the entries are committed with it or after it, never without it.
   */
  append(start: ExecutionStart, entries: JournalEntry[]): Promise<readonly Signal[]>;
  /** Commits status, output and steps, drops the journal rows, counts. */
  finish(finished: FinishedExecution): Promise<void>;
  /**
   * Commits journal and status and hands the execution to the queue for `resume_at`; at once when one of its waits has a signal
   * that neither a `settled` entry nor an entry of a later attempt answers.
   */
  park(parked: ParkedExecution): Promise<void>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds that only go forward; for durations and time-outs. */
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `act` once after `ms`, unless the function that is returned was called before. Dearer than this is a sleep. */
  after(ms: number, act: () => void): () => void;
}

/** What the engine cannot make itself. */
export interface Makers {
  /** A new id (UUIDv7), of an approval or a child execution. */
  newId(): string;
  /** The signed address that ends the `callback` wait at this path, or on which its approval is decided. Always the same. */
  resumeUrl(start: ExecutionStart, path: string, kind: 'callback' | 'approval'): string;
}

/** Finds the operation behind a node; the engine does not know the apps. */
export interface Registry {
  action(node: WorkflowNode): Action | undefined;
}

/** The credentials of a node, for one attempt. */
export interface OpenConnection {
  /** The request with the credentials in it. @throws StepError where they may not be sent to its address */
  sign(request: HttpRequest): HttpRequest;
  /** What must appear in no record. */
  secrets: readonly string[];
  /** What the other side answered: 401 is that it does not accept them. */
  answered(status: number): void;
}

/** Opens what nodes name with `connection_id`: only when a call goes out, so that nothing of it gets into what is recorded. */
export interface Connections {
  /** @throws StepError where the organization has no such connection of this app */
  open(org_id: string, connection_id: string, app: string): Promise<OpenConnection>;
}

/** Facts for whoever watches. Called synchronously, must not throw, and is cheap when nobody watches. */
export interface Observer {
  /** Each time that a process begins to run it: again after a wait or a take-over. */
  executionStarted?(start: ExecutionStart): void;
  stepStarted?(start: ExecutionStart, step: { node_id: string; label: string; path: string }): void;
  /** It waits, and whoever looks at what is stored finds that. Told again when another process has looked at it in vain. */
  stepWaiting?(start: ExecutionStart, step: Pick<Step, 'node_id' | 'path'>): void;
  stepSettled?(start: ExecutionStart, step: Step): void;
  executionFinished?(finished: FinishedExecution): void;
}
