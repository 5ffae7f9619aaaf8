import type { Execution, ExecutionSummary, Step } from '@millrace/core';
import type { JournalEntry } from '@millrace/engine';
import type { Tx } from '../../db/client.ts';
import { type Cursor, containing, countLimit } from '../page.ts';

export type SummaryRow = Omit<ExecutionSummary, 'created_at' | 'started_at' | 'finished_at'> & {
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

const columns = `
  e.id, e.number::float8 as number, e.workflow_id, w.name as workflow_name, e.version, e.status, e.trigger_type, e.triggered_by, e.retry_of, e.parent_execution_id,
  e.created_at, e.started_at, e.finished_at, e.duration_ms, e.error`;
const tables = 'workflow_executions e join integration_workflows w on w.id = e.workflow_id';

export interface ExecutionFilter {
  workflow_id?: string | undefined;
  status?: string | undefined;
  trigger_type?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  search?: string | undefined;
  limit: number;
  after: Cursor | null;
}

const where = `
  ($1::uuid is null or e.workflow_id = $1) and ($2::text is null or e.status = $2) and ($3::text is null or e.trigger_type = $3)
  and ($4::timestamptz is null or e.created_at >= $4) and ($5::timestamptz is null or e.created_at <= $5)
  and ($6::text is null or e.number::text = $7 or e.id::text like $7 || '%' or w.name ilike $6 or e.error ->> 'message' ilike $6)`;

/** Newest first, one row more than the limit, and how many there are in all (at most {@link countLimit}). */
export async function listExecutions(
  tx: Tx,
  filter: ExecutionFilter,
): Promise<{ rows: SummaryRow[]; counted: number }> {
  const { workflow_id, status, trigger_type, from, to, search } = filter;
  const given = [
    workflow_id ?? null,
    status ?? null,
    trigger_type ?? null,
    from ?? null,
    to ?? null,
    search ? containing(search) : null,
    search
      ?.trim()
      .replace(/^#/, '')
      .replace(/[\\%_]/g, '\\$&') ?? null,
  ];
  const { rows } = await tx.query<SummaryRow>(
    `select ${columns} from ${tables} where ${where} and ($8::uuid is null or e.id < $8) order by e.id desc limit $9`,
    [...given, filter.after?.id ?? null, filter.limit + 1],
  );
  const total = await tx.query<{ counted: number }>(
    `select count(*)::int as counted from (select 1 from ${tables} where ${where} limit ${countLimit}) x`,
    given,
  );
  return { rows, counted: total.rows[0]!.counted };
}

/** A step that waits, as the journal has it. */
export type Waiting = Extract<JournalEntry, { kind: 'waiting' }>;

export type ExecutionRow = SummaryRow & {
  org_id: string;
  trigger: unknown;
  output: unknown;
  trigger_blob: Execution['trigger_blob'];
  output_blob: Execution['output_blob'];
  resume_at: Date | null;
  steps: Step[];
  children: Execution['children'];
  workflow_definition: Execution['workflow_definition'] | null;
  /** While a process runs it: what its steps wait for meanwhile. */
  waiting: Waiting[];
};

/** Children and steps under way that are shown: a page is for people. */
const most = { children: 1_000, journaled: 10_000 };

/** One execution with the definition it ran on. While it runs, its steps are those that the journal holds already. */
export async function findExecution(tx: Tx, id: string): Promise<ExecutionRow | undefined> {
  const { rows } = await tx.query<Omit<ExecutionRow, 'children' | 'waiting'>>(
    `select ${columns}, e.org_id, e.trigger, e.output, e.trigger_blob, e.output_blob, e.steps, v.workflow_definition,
       case when e.status = 'waiting' then e.resume_at end as resume_at
     from ${tables} left join workflow_versions v on v.workflow_id = e.workflow_id and v.version = e.version
     where e.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const children = await childrenOf(tx, id);
  if (row.finished_at !== null) return { ...row, children, waiting: [] };
  const { steps, waiting } = await journaled(tx, id);
  return { ...row, children, waiting, steps: mergeSteps(row.steps, steps) };
}

async function childrenOf(tx: Tx, id: string): Promise<Execution['children']> {
  const { rows } = await tx.query<Execution['children'][number]>(
    `select e.id, e.workflow_id, w.name as workflow_name, coalesce(e.parent_path, '') as path, e.status
     from ${tables} where e.parent_execution_id = $1 order by e.id limit ${most.children}`,
    [id],
  );
  return rows;
}

async function journaled(tx: Tx, id: string): Promise<{ steps: Step[]; waiting: Waiting[] }> {
  const { rows } = await tx.query<{ entry: JournalEntry }>(
    `select entry from (
       select entry, created_at, path from execution_journal
       where execution_id = $1 and kind in ('settled', 'waiting')
       order by created_at desc, path desc limit ${most.journaled}) recent
     order by created_at, path`,
    [id],
  );
  const entries = rows.map(({ entry }) => entry);
  return {
    steps: entries.flatMap((entry) => (entry.kind === 'settled' ? [entry.step] : [])),
    waiting: entries.filter((entry) => entry.kind === 'waiting'),
  };
}

function mergeSteps(stored: readonly Step[], journaled: readonly Step[]): Step[] {
  const byPath = new Map(stored.map((step) => [step.path, step]));
  for (const step of journaled) byPath.set(step.path, step);
  return [...byPath.values()];
}
