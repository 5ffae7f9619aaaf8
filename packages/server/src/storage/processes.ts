/**
 * The row by which a process says that it lives; executions name it as their owner. All times are the database's, and each
 * answer says what it is there, in milliseconds since 1970.
 */
import type pg from 'pg';

export interface ProcessInfo {
  id: string;
  role: string;
  host: string;
  pid: number;
}

const time = 'extract(epoch from clock_timestamp())::float8 * 1000 as time_ms';

export async function registerProcess(db: pg.ClientBase, info: ProcessInfo): Promise<number> {
  const { rows } = await db.query<{ time_ms: number }>(
    `insert into millrace.processes (id, role, host, pid) values ($1, $2, $3, $4) returning ${time}`,
    [info.id, info.role, info.host, info.pid],
  );
  return rows[0]!.time_ms;
}

/** Null when the row is gone: another process declared this one dead and took its executions. */
export async function beat(db: pg.ClientBase, id: string): Promise<number | null> {
  const { rows } = await db.query<{ time_ms: number }>(
    `update millrace.processes set heartbeat_at = clock_timestamp() where id = $1 returning ${time}`,
    [id],
  );
  return rows[0]?.time_ms ?? null;
}

/** What the clock of the database shows. */
export async function readTime(db: pg.ClientBase): Promise<number> {
  const { rows } = await db.query<{ time_ms: number }>(`select ${time}`);
  return rows[0]!.time_ms;
}

export async function removeProcess(db: pg.ClientBase, id: string): Promise<void> {
  await db.query('delete from millrace.processes where id = $1', [id]);
}
