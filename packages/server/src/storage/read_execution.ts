import type { ExecutionStatus, Failure, Step, TriggerInput, TriggerType } from '@millrace/core';
import type pg from 'pg';
import type { BlobRef } from './blobs.ts';
import { Whole } from './large_values.ts';

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

type Row = StoredExecution & { trigger_blob: BlobRef | null; output_blob: BlobRef | null };

/** Null when there is none in this organization. Its output is whole; of what is large in trigger and steps only the beginning. */
export async function readExecution(
  db: pg.Pool | pg.ClientBase,
  org_id: string,
  id: string,
): Promise<StoredExecution | null> {
  return read(db, org_id, id, wholeOutput);
}

/** The same with every large value whole. */
export async function readWholeExecution(
  db: pg.Pool | pg.ClientBase,
  org_id: string,
  id: string,
): Promise<StoredExecution | null> {
  return read(db, org_id, id, (row, whole) => {
    wholeOutput(row, whole);
    whole.trigger(row.id, row.trigger, row.trigger_blob);
    whole.steps(row.id, row.steps);
  });
}

function wholeOutput(row: Row, whole: Whole): void {
  whole.value(row.id, row.output_blob, (value) => {
    row.output = value;
  });
}

async function read(
  db: pg.Pool | pg.ClientBase,
  org_id: string,
  id: string,
  choose: (row: Row, whole: Whole) => void,
): Promise<StoredExecution | null> {
  const { rows } = await db.query<Row>({
    name: 'read_execution',
    text: `
select id, org_id, workflow_id, version, status, trigger_type, triggered_by, trigger, output, error, steps, retry_of, fence,
       created_at, started_at, finished_at, duration_ms, trigger_blob, output_blob
  from workflow_executions where id = $1 and org_id = $2`,
    values: [id, org_id],
  });
  const [row] = rows;
  if (!row) return null;
  const whole = new Whole();
  choose(row, whole);
  await whole.bringBack(db);
  return row;
}

/** Null when there is none in this organization. */
export async function readStatus(
  db: pg.Pool | pg.ClientBase,
  org_id: string,
  id: string,
): Promise<ExecutionStatus | null> {
  const { rows } = await db.query<{ status: ExecutionStatus }>({
    name: 'read_status',
    text: 'select status from workflow_executions where id = $1 and org_id = $2',
    values: [id, org_id],
  });
  return rows[0]?.status ?? null;
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
