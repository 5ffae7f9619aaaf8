import type pg from 'pg';

/** What is dropped by age, in batches small enough not to be noticed. Keys go when their time is over. */
const statements = [
  `delete from execution_keys where ctid = any(array(
     select ctid from execution_keys where expires_at < now() limit $1))`,
  // Of nodes that were deleted long enough ago that nobody undoes it.
  `delete from workflow_samples where ctid = any(array(
     select ctid from workflow_samples where orphaned_at < now() - interval '1 day' limit $1))`,
  // Calls that a test address caught go after an hour, the address when nobody has listened there for a month.
  `update webhook_catches set call = null, caught_at = null where ctid = any(array(
     select ctid from webhook_catches where caught_at < now() - interval '1 hour' limit $1))`,
  `delete from webhook_catches where ctid = any(array(
     select ctid from webhook_catches where listened_at < now() - interval '30 days' limit $1))`,
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

const overtaken = `
delete from pgboss.job where name = $1 and id = any(array(
  select j.id from pgboss.job j
   where j.name = $1 and j.state = 'created' and j.start_after > now() and not exists (
     select from workflow_executions e where e.id = (j.data ->> 'execution_id')::uuid
        and e.fence = (j.data ->> 'fence')::integer and e.status in ('queued', 'waiting')) limit $2))`;

/** A wait that was ended leaves the job of its time-out, which claims nothing, and may be due only in a year. */
export async function pruneJobs(
  engine: pg.Pool,
  queue: string,
  signal: AbortSignal,
  batch = 1_000,
): Promise<number> {
  let total = 0;
  for (let deleted = batch; deleted === batch && !signal.aborted; ) {
    deleted = (await engine.query(overtaken, [queue, batch])).rowCount ?? 0;
    total += deleted;
  }
  return total;
}
