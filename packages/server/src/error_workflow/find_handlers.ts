import type { TriggerInput, WorkflowSettings } from '@millrace/core';
import type pg from 'pg';

/** A workflow that is deployed and active, to handle failures. */
export interface Handler {
  id: string;
  org_id: string;
  name: string;
  version: number;
  settings: WorkflowSettings | null;
}

const handlers = {
  name: 'error_workflows',
  text: `
select w.id, w.org_id, w.name, w.version, v.workflow_definition -> 'config' as settings
  from integration_workflows w join workflow_versions v on v.workflow_id = w.id and v.version = w.version
 where w.id = any($1::uuid[]) and w.enabled and w.status = 'active' and w.deleted_at is null`,
};

export async function findHandlers(tx: pg.ClientBase, ids: readonly string[]): Promise<Map<string, Handler>> {
  const { rows } = await tx.query<Handler>({ ...handlers, values: [ids] });
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the row of a failed execution says that its end does not. */
export interface FailedRow {
  id: string;
  number: string;
  workflow_name: string | null;
  started_at: Date | null;
  trigger: TriggerInput;
  settings: WorkflowSettings | null;
}

const failed = {
  name: 'failed_executions',
  text: `
select e.id, e.number, w.name as workflow_name, e.started_at, e.trigger, v.workflow_definition -> 'config' as settings
  from workflow_executions e
  left join integration_workflows w on w.id = e.workflow_id
  left join workflow_versions v on v.workflow_id = e.workflow_id and v.version = e.version
 where e.id = any($1::uuid[])`,
};

/** The rows of executions that have ended in this transaction. */
export async function findFailed(tx: pg.ClientBase, ids: readonly string[]): Promise<Map<string, FailedRow>> {
  const { rows } = await tx.query<FailedRow>({ ...failed, values: [ids] });
  return new Map(rows.map((row) => [row.id, row]));
}
