/** Executions that wait, put into the database as the engine leaves them. */
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../db/client.ts';

export interface WaitingExecution {
  org_id: string;
  execution_id: string;
}

let number = 100_000;

/** An execution of a deployed workflow, without steps. */
export async function insertExecution(
  db: Database,
  of: { org_id: string; workflow_id: string },
  status: 'waiting' | 'error' = 'waiting',
): Promise<WaitingExecution> {
  const id = uuidv7();
  number += 1;
  await db.asEngine((tx) =>
    tx.query(
      `insert into workflow_executions (id, org_id, workflow_id, version, number, status, trigger_type, trigger, created_at, started_at, finished_at)
       values ($1, $2, $3, 1, $4, $5, 'manual', '{"data":{}}', now(), now(), case when $5 = 'error' then now() end)`,
      [id, of.org_id, of.workflow_id, number, status],
    ),
  );
  return { org_id: of.org_id, execution_id: id };
}

export interface WaitOptions {
  kind: 'callback' | 'approval' | 'question';
  path: string;
  /** Seconds from now; negative: its time is over. */
  expires_in?: number;
}

export async function insertWait(
  db: Database,
  { org_id, execution_id }: WaitingExecution,
  { kind, path, expires_in = 3_600 }: WaitOptions,
): Promise<void> {
  await db.asEngine((tx) =>
    tx.query(
      `insert into waits (execution_id, path, org_id, attempt, kind, expires_at)
       values ($1, $2, $3, 1, $4, case when $4 <> 'question' then now() + make_interval(secs => $5) end)`,
      [execution_id, path, org_id, kind, expires_in],
    ),
  );
}

export interface ApprovalOptions {
  title?: string;
  message?: string;
  approvers?: string[];
  required?: number;
  path?: string;
  expires_in?: number;
}

/** A wait for an approval with its row. Returns the id of the approval. */
export async function insertApproval(
  db: Database,
  of: WaitingExecution & { workflow_id: string },
  options: ApprovalOptions = {},
): Promise<string> {
  const {
    title = 'Pay?',
    message = '',
    approvers = [],
    required = 1,
    path = 'ask',
    expires_in = 3_600,
  } = options;
  const id = uuidv7();
  await insertWait(db, of, { kind: 'approval', path, expires_in });
  await db.asEngine((tx) =>
    tx.query(
      `insert into approvals (id, org_id, execution_id, workflow_id, path, node_id, title, message, approvers, required, expires_at)
       values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, now() + make_interval(secs => $10))`,
      [id, of.org_id, of.execution_id, of.workflow_id, path, title, message, approvers, required, expires_in],
    ),
  );
  return id;
}
