/**
 * Fires schedules. Invariants:
 *  1. A schedule fires once per due time whatever the number of processes: the row of `schedule_firings` decides.
 *  2. The firing, the execution and the next due time are one transaction, by the database's clock.
 *  3. Only what is armed fires: pausing and deploying set the due time anew, so nothing is left from before.
 */

import type { Tx } from '../db/client.ts';
import { newId } from '../new_id.ts';
import type { Ingest, NewStart } from '../runtime/ingest.ts';
import type { RuntimeLog } from '../runtime/log.ts';
import type { DeployedWorkflow, Workflows } from '../runtime/workflows.ts';
import { type DueSchedule, dueTimes } from './due_times.ts';

interface DueRow extends DueSchedule {
  workflow_id: string;
  org_id: string;
  now: Date;
}

const MOST_AT_ONCE = 20;
/** The longest pause between two looks, in milliseconds: a schedule that is armed in between is found in time. */
const LOOK_MS = 1_000;

const dueSql = {
  name: 'due_schedules',
  text: `
select workflow_id, org_id, config, timezone, next_due_at, missed, clock_timestamp() as now
  from schedules where enabled and next_due_at <= clock_timestamp()
 order by next_due_at limit ${MOST_AT_ONCE} for update skip locked`,
};
const fireSql = {
  name: 'fire_schedule',
  text: `
insert into schedule_firings (workflow_id, due_at, org_id, execution_id)
select $1, x.due_at, $2, x.execution_id from unnest($3::timestamptz[], $4::uuid[]) as x(due_at, execution_id)
on conflict do nothing
returning due_at, execution_id`,
};
const nextSql = {
  name: 'next_due',
  text: `update schedules set next_due_at = $2 where workflow_id = $1`,
};
const pauseSql = {
  name: 'until_due',
  text: `select extract(epoch from min(next_due_at) - clock_timestamp())::float8 * 1000 as ms from schedules where enabled and next_due_at is not null`,
};

export interface SchedulerParts {
  ingest: Ingest;
  workflows: Workflows;
  log: RuntimeLog;
}

/** Fires what is due; returns the milliseconds until it should look again. */
export async function fireSchedules({ ingest, workflows, log }: SchedulerParts): Promise<number> {
  return ingest.transact(async (tx, prepare) => {
    const { rows } = await tx.query<DueRow>(dueSql);
    const starts: NewStart[] = [];
    for (const row of rows)
      starts.push(...(await fire(tx, row, await workflows.deployed(row.workflow_id), log)));
    if (starts.length > 0) await prepare(starts);
    return rows.length === MOST_AT_ONCE ? 0 : untilDue(tx);
  });
}

async function fire(
  tx: Tx,
  row: DueRow,
  workflow: DeployedWorkflow | null,
  log: RuntimeLog,
): Promise<NewStart[]> {
  const { fire: times, next } = firingOf(row, log);
  await tx.query({ ...nextSql, values: [row.workflow_id, next] });
  if (!workflow?.enabled || times.length === 0) return [];
  const fired = await tx.query<{ due_at: Date; execution_id: string }>({
    ...fireSql,
    values: [row.workflow_id, row.org_id, times, times.map(() => newId())],
  });
  return fired.rows
    .toSorted((a, b) => a.due_at.getTime() - b.due_at.getTime())
    .map(({ due_at, execution_id }) => ({
      id: execution_id,
      workflow,
      trigger_type: 'schedule',
      trigger: { data: { scheduled_at: due_at.toISOString(), timezone: row.timezone } },
      triggered_by: null,
    }));
}

/** A schedule that can no longer be read must not keep the others from firing. */
function firingOf(row: DueRow, log: RuntimeLog): ReturnType<typeof dueTimes> {
  try {
    return dueTimes(row, row.now);
  } catch (error) {
    log.error(
      { workflow_id: row.workflow_id, error: String(error) },
      'A schedule cannot be read and will not fire again',
    );
    return { fire: [], next: null };
  }
}

async function untilDue(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ ms: number | null }>(pauseSql);
  return Math.min(LOOK_MS, Math.max(0, Math.ceil(rows[0]?.ms ?? LOOK_MS)));
}
