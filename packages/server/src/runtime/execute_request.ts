/** What it takes to start an execution, from outside and inside a transaction. */
import type { TriggerInput, TriggerType } from '@millrace/core';
import type { ExecutionStart } from '@millrace/engine';
import type { DeployedWorkflow } from './workflows.ts';

export interface ExecuteRequest {
  org_id: string;
  workflow_id: string;
  trigger_type: TriggerType;
  trigger: TriggerInput;
  /** Id of the person or key; null for a trigger that fired by itself. */
  triggered_by: string | null;
  /** Null: answer once it is accepted. `response`: also when a Respond node answered. */
  wait?: 'finished' | 'response' | null;
  wait_ms?: number;
  idempotency?: IdempotencyKey;
}

export interface IdempotencyKey {
  /** Keeps the keys of different things apart: `execute:<workflow_id>`. */
  scope: string;
  key: string;
  /** Of the body; the same key with another one is refused. Absent: the key alone decides. */
  request_hash?: string;
  /** How long it is remembered (24 hours when absent). */
  window_seconds?: number;
}

/** An execution that is to be started in a transaction of the caller. */
export interface NewStart {
  workflow: DeployedWorkflow;
  trigger_type: TriggerType;
  trigger: TriggerInput;
  triggered_by: string | null;
  id?: string;
  /** Given where the transaction may wait for a lock: looking them up would need a second connection of the same pool. */
  variables?: ExecutionStart['variables'];
}

/** What was inserted; call one of them when the fate of the transaction is known. */
export interface Prepared {
  launch(): void;
  abandon(): void;
}
