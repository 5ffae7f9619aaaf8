import type { ExecutionStatus, Failure, Step, TriggerInput, TriggerType } from '@millrace/core';
import type pg from 'pg';

export interface StoredExecution {
  id: string;
  org_id: string;
  workflow_id: string;
  version: number;
  status: ExecutionStatus;
  trigger_type: TriggerType;
  triggered_by: string | null;
  trigger: TriggerInput;
  output: unknown;
  error: Failure | null;
  steps: Step[];
  retry_of: string | null;
  fence: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  duration_ms: number | null;
}

export async function readExecution(
  db: pg.Pool | pg.ClientBase,
  org_id: string,
  id: string,
): Promise<StoredExecution | null> {
  const { rows } = await db.query<StoredExecution>({
    name: 'read_execution',
    text: `
select id, org_id, workflow_id, version, status, trigger_type, triggered_by, trigger, output, error, steps, retry_of, fence,
       created_at, started_at, finished_at, duration_ms
  from workflow_executions where id = $1 and org_id = $2`,
    values: [id, org_id],
  });
  return rows[0] ?? null;
}

/** Which of these are over. */
export async function findFinished(db: pg.Pool, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'find_finished',
    text: `select id from workflow_executions where id = any($1::uuid[]) and status not in ('queued', 'running', 'waiting')`,
    values: [ids],
  });
  return rows.map(({ id }) => id);
}
