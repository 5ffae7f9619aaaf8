import type { Tx } from '../../db/client.ts';
import { type Cursor, containing, countLimit } from '../page.ts';
import type { SummaryRow, WorkflowRow } from './row.ts';

const columns = `
  w.id, w.org_id, w.name, w.description, w.workflow_definition, w.trigger_type, w.trigger_config, w.status, w.enabled, w.is_template,
  w.version, w.deployed_hash, w.created_at, w.created_by, w.updated_at, w.updated_by,
  coalesce(c.execution_count, 0)::float8 as execution_count, coalesce(c.success_count, 0)::float8 as success_count,
  coalesce(c.error_count, 0)::float8 as error_count, c.last_executed_at, c.last_status, h.token as webhook_token`;

const tables = `
  integration_workflows w
  left join workflow_counters c on c.workflow_id = w.id
  left join webhook_endpoints h on h.workflow_id = w.id`;

/** One workflow that is not deleted; `lock` until the end of the transaction. */
export async function findWorkflow(tx: Tx, id: string, lock = false): Promise<WorkflowRow | undefined> {
  const { rows } = await tx.query<WorkflowRow>(
    `select ${columns}, w.field_mappings from ${tables} where w.id = $1 and w.deleted_at is null ${lock ? 'for no key update of w' : ''}`,
    [id],
  );
  return rows[0];
}

const sorts = {
  // Six digits of seconds: a cursor of milliseconds would repeat or skip rows.
  updated_at: {
    value: `to_char(w.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`,
    order: 'desc',
  },
  name: { value: 'lower(w.name)', order: 'asc' },
  last_executed_at: {
    value: `coalesce(to_char(c.last_executed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')`,
    order: 'desc',
  },
} as const;

export interface WorkflowFilter {
  search?: string | undefined;
  status?: string | undefined;
  trigger_type?: string | undefined;
  sort: keyof typeof sorts;
  limit: number;
  after: Cursor | null;
}

/** One row more than the limit, and how many there are in all (at most {@link countLimit}). */
export async function listWorkflows(
  tx: Tx,
  filter: WorkflowFilter,
): Promise<{ rows: SummaryRow[]; counted: number }> {
  const { value, order } = sorts[filter.sort];
  const where = `w.deleted_at is null
    and ($1::text is null or w.name ilike $1 or w.description ilike $1)
    and ($2::text is null or w.status = $2)
    and ($3::text is null or w.trigger_type = $3)`;
  const given = [
    filter.search ? containing(filter.search) : null,
    filter.status ?? null,
    filter.trigger_type ?? null,
  ];
  const { rows } = await tx.query<SummaryRow>(
    `select ${columns}, ${value} as sort_value from ${tables}
     where ${where} and ($4::text is null or (${value} collate "C", w.id::text) ${order === 'asc' ? '>' : '<'} ($4 collate "C", $5))
     order by ${value} collate "C" ${order}, w.id::text ${order} limit $6`,
    [...given, filter.after?.value ?? null, filter.after?.id ?? null, filter.limit + 1],
  );
  const total = await tx.query<{ counted: number }>(
    `select count(*)::int as counted from (select 1 from integration_workflows w where ${where} limit ${countLimit}) x`,
    given,
  );
  return { rows, counted: total.rows[0]!.counted };
}

export interface NewWorkflow {
  id: string;
  org_id: string;
  name: string;
  description: string | null;
  workflow_definition: unknown;
  field_mappings: unknown;
  trigger_type: string | null;
  trigger_config: unknown;
  by: string;
}

export async function insertWorkflow(tx: Tx, row: NewWorkflow): Promise<void> {
  await tx.query(
    `insert into integration_workflows (id, org_id, name, description, workflow_definition, field_mappings, trigger_type, trigger_config,
       created_at, created_by, updated_at, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, date_trunc('milliseconds', now()), $9, date_trunc('milliseconds', now()), $9)`,
    [
      row.id,
      row.org_id,
      row.name,
      row.description,
      JSON.stringify(row.workflow_definition),
      JSON.stringify(row.field_mappings),
      row.trigger_type,
      row.trigger_config === null ? null : JSON.stringify(row.trigger_config),
      row.by,
    ],
  );
}

export type WorkflowChange = Omit<NewWorkflow, 'org_id'>;

// Whole milliseconds, and always later than before: clients hand `updated_at` back as the version they saw.
const nextUpdate = `greatest(date_trunc('milliseconds', clock_timestamp()), updated_at + interval '1 millisecond')`;

export async function updateWorkflow(tx: Tx, row: WorkflowChange): Promise<void> {
  await tx.query(
    `update integration_workflows set name = $2, description = $3, workflow_definition = $4, field_mappings = $5, trigger_type = $6,
       trigger_config = $7, updated_by = $8, updated_at = ${nextUpdate} where id = $1`,
    [
      row.id,
      row.name,
      row.description,
      JSON.stringify(row.workflow_definition),
      JSON.stringify(row.field_mappings),
      row.trigger_type,
      row.trigger_config === null ? null : JSON.stringify(row.trigger_config),
      row.by,
    ],
  );
}

/** Answers when it was. */
export async function markDeleted(tx: Tx, id: string, by: string): Promise<Date> {
  const { rows } = await tx.query<Pick<WorkflowRow, 'updated_at'>>(
    `update integration_workflows set deleted_at = now(), enabled = false, status = 'draft', updated_by = $2, updated_at = ${nextUpdate}
     where id = $1 returning updated_at`,
    [id, by],
  );
  return rows[0]!.updated_at;
}

export async function setStatus(tx: Tx, id: string, status: 'active' | 'paused', by: string): Promise<void> {
  await tx.query(
    `update integration_workflows set status = $2, enabled = $3, updated_by = $4, updated_at = ${nextUpdate} where id = $1`,
    [id, status, status === 'active', by],
  );
}

export async function markDeployed(
  tx: Tx,
  id: string,
  version: number,
  hash: string,
  by: string,
): Promise<void> {
  await tx.query(
    `update integration_workflows set status = 'active', enabled = true, version = $2, deployed_hash = $3, updated_by = $4,
       updated_at = ${nextUpdate} where id = $1`,
    [id, version, hash, by],
  );
}

export async function insertVersion(
  tx: Tx,
  version: { workflow_id: string; org_id: string; version: number; definition: unknown; by: string },
) {
  await tx.query(
    `insert into workflow_versions (workflow_id, version, org_id, workflow_definition, created_by) values ($1, $2, $3, $4, $5)`,
    [version.workflow_id, version.version, version.org_id, JSON.stringify(version.definition), version.by],
  );
}

export async function findVersion(tx: Tx, workflow_id: string, version: number) {
  const { rows } = await tx.query<{ workflow_definition: WorkflowRow['workflow_definition'] }>(
    'select workflow_definition from workflow_versions where workflow_id = $1 and version = $2',
    [workflow_id, version],
  );
  return rows[0]?.workflow_definition;
}

export interface VersionRow {
  version: number;
  created_at: Date;
  created_by: string | null;
}

/** A version with who deployed it and when. */
export async function findDeployedVersion(tx: Tx, workflow_id: string, version: number) {
  const { rows } = await tx.query<VersionRow & Pick<WorkflowRow, 'workflow_definition'>>(
    `select version, created_at, created_by, workflow_definition from workflow_versions
     where workflow_id = $1 and version = $2`,
    [workflow_id, version],
  );
  return rows[0];
}

export async function listVersions(tx: Tx, workflow_id: string, before: number | null, limit: number) {
  const { rows } = await tx.query<VersionRow>(
    `select version, created_at, created_by from workflow_versions
     where workflow_id = $1 and ($2::int is null or version < $2) order by version desc limit $3`,
    [workflow_id, before, limit + 1],
  );
  const total = await tx.query<{ counted: number }>(
    `select count(*)::int as counted from (select 1 from workflow_versions where workflow_id = $1 limit ${countLimit}) x`,
    [workflow_id],
  );
  return { rows, counted: total.rows[0]!.counted };
}

/** Which of these names are taken, in lower case. */
export async function takenNames(tx: Tx, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ name: string }>(
    'select lower(name) as name from integration_workflows where deleted_at is null and lower(name) = any($1)',
    [names.map((name) => name.toLowerCase())],
  );
  return new Set(rows.map((row) => row.name));
}

/** Makes the address of a workflow's webhook, once: it stays the same for ever after. It answers nothing until a deploy. */
export async function ensureWebhookToken(
  tx: Tx,
  row: { token: string; org_id: string; workflow_id: string },
): Promise<void> {
  await tx.query(
    `insert into webhook_endpoints (token, org_id, workflow_id) values ($1, $2, $3) on conflict (workflow_id) do nothing`,
    [row.token, row.org_id, row.workflow_id],
  );
}
