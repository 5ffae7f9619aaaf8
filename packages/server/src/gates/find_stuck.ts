import type pg from 'pg';
import type { GateRef } from './leave_gates.ts';

/** Places of executions that are over or gone: the end that should have freed them did not get that far. */
const free = `
with gone as (
  delete from execution_gates g
   where not exists (select from workflow_executions e where e.id = g.execution_id and e.status in ('queued', 'running', 'waiting'))
  returning gate, workflow_id
)
select distinct gate, workflow_id from gone`;

export async function freeAbandoned(db: pg.Pool | pg.ClientBase): Promise<GateRef[]> {
  const { rows } = await db.query<GateRef>(free);
  return rows;
}

const lines = `select distinct workflow_id from execution_gates where state = 'line'`;

/** Workflows of which executions stand in line. */
export async function findLines(db: pg.Pool | pg.ClientBase): Promise<string[]> {
  const { rows } = await db.query<{ workflow_id: string }>(lines);
  return rows.map(({ workflow_id }) => workflow_id);
}

/** Gates with a line and room, or a line that is not one to wait in (`impatient`). */
const waiting = `
select l.gate, l.workflow_id
  from (select distinct g.gate, g.workflow_id from execution_gates g where g.state = 'line' and g.workflow_id = any($1::uuid[])) l
  join unnest($1::uuid[], $2::integer[], $3::boolean[]) as x(workflow_id, "limit", impatient) on x.workflow_id = l.workflow_id
 where x.impatient or (select count(*) from execution_gates i where i.gate = l.gate and i.state = 'in') < x."limit"
 limit 1000`;

export async function findWaiting(
  db: pg.Pool | pg.ClientBase,
  rules: readonly { workflow_id: string; limit: number; impatient: boolean }[],
): Promise<GateRef[]> {
  if (rules.length === 0) return [];
  const { rows } = await db.query<GateRef>(waiting, [
    rules.map(({ workflow_id }) => workflow_id),
    rules.map(({ limit }) => limit),
    rules.map(({ impatient }) => impatient),
  ]);
  return rows;
}
