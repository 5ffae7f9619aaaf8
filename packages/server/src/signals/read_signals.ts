import type { Signal, WaitResult } from '@millrace/engine';
import type pg from 'pg';
import { Whole } from '../storage/large_values.ts';

/** A wait of an execution that runs, or was just taken, has ended; its payload is the execution's id. */
export const signalChannel = 'millrace_signal';

/** What came before its step did (attempt 0) is no signal yet. */
const statement = {
  name: 'read_signals',
  text: `select execution_id, path, attempt, result from waits
          where execution_id = any($1::uuid[]) and state = 'signalled' and attempt > 0 order by signalled_at, path`,
};

/** The ends of waits that their steps have not taken yet, by execution; an execution without any is not there. */
export async function readSignals(
  db: pg.Pool | pg.ClientBase,
  execution_ids: readonly string[],
): Promise<Map<string, Signal[]>> {
  if (execution_ids.length === 0) return new Map();
  const { rows } = await db.query<{
    execution_id: string;
    path: string;
    attempt: number;
    result: WaitResult;
  }>({
    ...statement,
    values: [[...new Set(execution_ids)]],
  });
  const whole = new Whole();
  for (const { execution_id, result } of rows) whole.result(execution_id, result);
  await whole.bringBack(db);
  const signals = new Map<string, Signal[]>();
  for (const { execution_id, ...signal } of rows) {
    const of = signals.get(execution_id);
    if (of) of.push(signal);
    else signals.set(execution_id, [signal]);
  }
  return signals;
}

/** Executions that this owner runs and for which there is a signal: the net under the notification. */
export async function findSignalled(db: pg.Pool, owner: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>({
    name: 'find_signalled',
    text: `select distinct e.id from workflow_executions e join waits w on w.execution_id = e.id
            where e.owner = $1 and e.status = 'running' and w.state = 'signalled' and w.attempt > 0`,
    values: [owner],
  });
  return rows.map(({ id }) => id);
}
