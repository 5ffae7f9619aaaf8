/**
 * Drops months that hold nothing any more. Row-level security is in force for the owner too, and a partition by itself shows its
 * rows to nobody: only the engine role, through the table, can tell that a month is empty.
 */
import type pg from 'pg';
import type { Database } from '../db/client.ts';
import { firstIdAt } from '../storage/partitions.ts';

/** A month is left alone until it has been over for this long: nothing is written into it any more. */
const SETTLED_MS = 31 * 86_400_000;
/** Others wait behind us while we wait for the table, so we do not wait long; the next time is soon. */
const LOCK_TIMEOUT = '1s';
const lockNotAvailable = '55P03';

const tables = ['workflow_executions', 'execution_blobs'];

interface Month {
  name: string;
  from: Date;
  to: Date;
}

const partitions = `
select c.relname as name
  from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
  join pg_namespace n on n.oid = p.relnamespace
 where n.nspname = 'millrace' and p.relname = any($1::text[]) and c.relname ~ '_[0-9]{4}_[0-9]{2}$' order by c.relname`;

/** Returns the names of those that are gone. */
export async function dropEmptyPartitions(
  { owner, engine }: Pick<Database, 'owner' | 'engine'>,
  now: Date,
): Promise<string[]> {
  const { rows } = await owner.query<Pick<Month, 'name'>>(partitions, [tables]);
  const dropped: string[] = [];
  for (const month of rows.map(monthOf)) {
    if (month.to.getTime() > now.getTime() - SETTLED_MS) continue;
    if (!(await isEmpty(engine, month))) continue;
    if (await drop(owner, month)) dropped.push(month.name);
  }
  return dropped;
}

function monthOf({ name }: Pick<Month, 'name'>): Month {
  const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name)!;
  const at = (months: number): Date => new Date(Date.UTC(Number(year), Number(month) - 1 + months, 1));
  return { name, from: at(0), to: at(1) };
}

/**
 * Whether no execution of that month is left; asked as the engine role. Of large values too: one without its execution was stored
 * by a process that died before it came to the row, and belongs to nobody.
 */
async function isEmpty(db: pg.Pool | pg.ClientBase, { from, to }: Month): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from millrace.workflow_executions where id >= $1::uuid and id < $2::uuid limit 1',
    [firstIdAt(from), firstIdAt(to)],
  );
  return rowCount === 0;
}

/** Looks again when nobody else can write; false when there is something, or the table was in use. */
async function drop(owner: pg.Pool, month: Month): Promise<boolean> {
  const client = await owner.connect();
  try {
    await client.query(`begin; set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query(`lock table millrace.${month.name} in access exclusive mode`);
    await client.query('set local role millrace_engine');
    const empty = await isEmpty(client, month);
    await client.query('reset role');
    if (empty) await client.query(`drop table millrace.${month.name}`);
    await client.query('commit');
    return empty;
  } catch (error) {
    await client.query('rollback');
    if ((error as { code?: string }).code === lockNotAvailable) return false;
    throw error;
  } finally {
    client.release();
  }
}
