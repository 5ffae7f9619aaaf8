import type pg from 'pg';

/** Which executions of this owner somebody asked to stop: the net under the notification. */
export async function findCancelRequests(db: pg.Pool, owner: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'find_cancel_requests',
    text: `select id from workflow_executions where owner = $1 and status = 'running' and cancel_requested`,
    values: [owner],
  });
  return rows.map(({ id }) => id);
}
