import type { Failure } from '@millrace/core';
import type pg from 'pg';
import { lockFamily } from '../signals/lock_family.ts';
import type { EndedExecution, Ends } from './end_hooks.ts';
import { endUnowned } from './end_unowned.ts';
import { lockCounters } from './lock_counters.ts';

/** Told to every process with the id of an execution; the one that runs it stops it. */
export const cancelChannel = 'millrace_cancel';

export interface Cancelled {
  /** Somebody runs them, and is told to stop. */
  running: string[];
  /** Nobody ran them: they are over. */
  ended: EndedExecution[];
}

const mark = {
  name: 'mark_cancelled',
  text: `
with target as (
  select e.id from workflow_executions e
   where e.id = any($1::uuid[]) and e.status = 'running' order by e.id for no key update of e
)
update workflow_executions e set cancel_requested = true from target t where e.id = t.id returning e.id`,
};

/** Those that an execution called and waits for. */
const called = {
  name: 'called_by',
  text: `select child_id from waits
          where execution_id = any($1::uuid[]) and kind = 'execution' and attached and state = 'open' order by child_id`,
};

/**
 * Stops unfinished executions in the caller's transaction, and with them those that they called and wait for. The mark in the row
 * and the notification are one transaction; the owner also looks for the mark by itself. What somebody runs stops by itself and
 * ends then; what it called is stopped here too, for its process may be dead and found so only after a while.
 * @param reason of those that nobody runs
 */
export async function cancelExecutions(
  tx: pg.ClientBase,
  ends: Ends,
  ids: readonly string[],
  reason: Failure = { message: 'The execution was cancelled', code: 'cancelled' },
): Promise<Cancelled> {
  if (ids.length === 0) return { running: [], ended: [] };
  await lockCounters(tx, await lockFamily(tx, ids));
  const marked = await tx.query<{ id: string }>({ ...mark, values: [ids] });
  const running = marked.rows.map(({ id }) => id);
  if (running.length > 0) {
    await tx.query('select pg_notify($1, id) from unnest($2::text[]) id', [cancelChannel, running]);
    const { rows } = await tx.query<{ child_id: string }>({ ...called, values: [running] });
    await cancelExecutions(
      tx,
      ends,
      rows.map(({ child_id }) => child_id),
      reason,
    );
  }
  const told = new Set(running);
  const ended = await endUnowned(
    tx,
    ids.filter((id) => !told.has(id)),
    reason,
  );
  if (ended.length > 0) await ends.run(tx, ended);
  return { running, ended };
}
