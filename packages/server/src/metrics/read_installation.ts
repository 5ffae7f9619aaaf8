import type pg from 'pg';

/** What waits in the whole installation. */
export interface InstallationState {
  /** Age in seconds of the oldest execution that could run now; 0 when none waits. */
  oldest_seconds: number;
  /** Steps that wait for a call, an event, a decision, a child or an answer. */
  waits_open: number;
}

const statement = {
  name: 'read_installation',
  text: `
select coalesce((select extract(epoch from clock_timestamp() - min(greatest(start_after, created_on)))
                   from pgboss.job where name = $1 and state < 'active' and start_after <= now()), 0)::float8 as oldest_seconds,
       (select count(*) from waits where state = 'open')::float8 as waits_open`,
};

export async function readInstallation(engine: pg.Pool, queue_name: string): Promise<InstallationState> {
  const { rows } = await engine.query<InstallationState>({ ...statement, values: [queue_name] });
  return rows[0]!;
}
