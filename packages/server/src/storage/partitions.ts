/** Monthly partitions of executions and their large values, by the time inside a UUIDv7; the default partition is only a net. */
import type pg from 'pg';

export interface MonthPartition {
  name: string;
  from: string;
  to: string;
}

/** Tables that are partitioned by the id of an execution. */
const tables = ['workflow_executions', 'execution_blobs'] as const;
type PartitionedTable = (typeof tables)[number];

/** Partitions of the month of `now` and the `ahead` months after it. */
export function monthPartitions(
  now: Date,
  ahead: number,
  table: PartitionedTable = 'workflow_executions',
): MonthPartition[] {
  return Array.from({ length: ahead + 1 }, (_, index) => {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + index, 1));
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + index + 1, 1));
    const name = `${table}_${from.getUTCFullYear()}_${String(from.getUTCMonth() + 1).padStart(2, '0')}`;
    return { name, from: firstIdAt(from), to: firstIdAt(to) };
  });
}

/** The smallest UUIDv7 of a moment. */
export function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const lockKey = 6_455_772_002;

/**
 * Creates missing partitions; several processes may do it at once. A month whose rows are in the default partition already is
 * left there, because moving them would lock the table; returns the names that were skipped for it.
 * @param month of which, and of those after it; by the clock of the database when absent
 */
export async function createPartitions(owner: pg.Pool, month?: Date, ahead = 2): Promise<string[]> {
  const client = await owner.connect();
  const skipped: string[] = [];
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    const now = month ?? (await client.query<{ now: Date }>('select clock_timestamp() as now')).rows[0]!.now;
    for (const table of tables)
      skipped.push(...(await create(client, table, monthPartitions(now, ahead, table))));
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => undefined);
    client.release();
  }
  return skipped;
}

async function create(
  client: pg.ClientBase,
  table: PartitionedTable,
  partitions: readonly MonthPartition[],
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'millrace.${table}'::regclass`,
  );
  const there = new Set(rows.map(({ name }) => name));
  const skipped: string[] = [];
  for (const { name, from, to } of partitions) {
    if (there.has(name)) continue;
    try {
      await client.query(`
        create table millrace.${name} partition of millrace.${table} for values from ('${from}') to ('${to}');
        alter table millrace.${name} enable row level security;
        alter table millrace.${name} force row level security`);
    } catch (error) {
      if ((error as { code?: string }).code !== '23514') throw error;
      skipped.push(name);
    }
  }
  return skipped;
}
