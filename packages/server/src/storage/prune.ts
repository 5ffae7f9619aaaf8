import type pg from 'pg';

/** What is dropped by age, in batches small enough not to be noticed. Keys go when their time is over. */
const statements = [
  `delete from execution_keys where ctid = any(array(
     select ctid from execution_keys where expires_at < now() limit $1))`,
  `delete from schedule_firings where ctid = any(array(
     select ctid from schedule_firings where due_at < now() - interval '7 days' limit $1))`,
  // Calls that came for steps which then never waited; of all others the end of the execution took care.
  `delete from waits where ctid = any(array(
     select w.ctid from waits w where w.created_at < now() - interval '1 hour' and not exists (
       select from workflow_executions e where e.id = w.execution_id and e.status in ('queued', 'running', 'waiting')) limit $1))`,
] as const;

/** Deletes what is too old; returns how many rows went. Stops early when `signal` aborts. */
export async function prune(engine: pg.Pool, signal: AbortSignal, batch = 1_000): Promise<number> {
  let total = 0;
  for (const statement of statements) {
    for (let deleted = batch; deleted === batch && !signal.aborted; ) {
      deleted = (await engine.query(statement, [batch])).rowCount ?? 0;
      total += deleted;
    }
  }
  return total;
}
