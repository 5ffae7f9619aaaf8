/** The row by which a process says that it lives; executions name it as their owner. All times are the database's. */
import type pg from 'pg';

export interface ProcessInfo {
  id: string;
  role: string;
  host: string;
  pid: number;
}

export async function registerProcess(db: pg.ClientBase, info: ProcessInfo): Promise<void> {
  await db.query('insert into millrace.processes (id, role, host, pid) values ($1, $2, $3, $4)', [
    info.id,
    info.role,
    info.host,
    info.pid,
  ]);
}

/** False when the row is gone: another process declared this one dead and took its executions. */
export async function beat(db: pg.ClientBase, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update millrace.processes set heartbeat_at = clock_timestamp() where id = $1',
    [id],
  );
  return rowCount === 1;
}

export async function removeProcess(db: pg.ClientBase, id: string): Promise<void> {
  await db.query('delete from millrace.processes where id = $1', [id]);
}
