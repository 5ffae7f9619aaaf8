import type { Execution, ExecutionSummary, Step } from '@millrace/core';
import type { Tx } from '../../db/client.ts';
import { type Cursor, containing, countLimit } from '../page.ts';

export type SummaryRow = Omit<ExecutionSummary, 'created_at' | 'started_at' | 'finished_at'> & {
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

const columns = `
  e.id, e.number::float8 as number, e.workflow_id, w.name as workflow_name, e.version, e.status, e.trigger_type, e.triggered_by, e.retry_of,
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

export type ExecutionRow = SummaryRow & {
  trigger: unknown;
  output: unknown;
  steps: Step[];
  workflow_definition: Execution['workflow_definition'] | null;
};

/** One execution with the definition it ran on. While it runs, its steps are those that the journal holds already. */
export async function findExecution(tx: Tx, id: string): Promise<ExecutionRow | undefined> {
  const { rows } = await tx.query<ExecutionRow>(
    `select ${columns}, e.trigger, e.output, e.steps, v.workflow_definition
     from ${tables} left join workflow_versions v on v.workflow_id = e.workflow_id and v.version = e.version
     where e.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row || row.finished_at !== null) return row;
  return { ...row, steps: mergeSteps(row.steps, await journaledSteps(tx, id)) };
}

async function journaledSteps(tx: Tx, id: string): Promise<Step[]> {
  const { rows } = await tx.query<{ step: Step | null }>(
    `select entry -> 'step' as step from execution_journal where execution_id = $1 and kind = 'settled' order by created_at, path`,
    [id],
  );
  return rows.flatMap(({ step }) => (step === null ? [] : [step]));
}

function mergeSteps(stored: readonly Step[], journaled: readonly Step[]): Step[] {
  const byPath = new Map(stored.map((step) => [step.path, step]));
  for (const step of journaled) byPath.set(step.path, step);
  return [...byPath.values()];
}
