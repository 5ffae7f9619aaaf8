import type pg from 'pg';
import type { OpenGate } from './let_in.ts';

export interface Overlapping {
  execution_id: string;
  gate: string;
}

/** At most this many are ended in one transaction; the caller comes again while it gets as many. */
export const mostAtOnce = 200;

/** Those in line for whom there is no room: they are not made to wait. */
const skipped = `
select g.execution_id, g.gate
  from unnest($1::text[], $2::integer[]) as x(gate, "limit")
 cross join lateral (
   select execution_id, gate from execution_gates l where l.gate = x.gate and l.state = 'line' order by l.position
   offset greatest(x."limit" - (select count(*) from execution_gates i where i.gate = x.gate and i.state = 'in'), 0)) g
 limit ${mostAtOnce}`;

/** All but the newest: those that run, and those that came and went while they did. Whoever was told to stop is not told again. */
const outrun = `
select g.execution_id, g.gate
  from unnest($1::text[], $2::integer[]) as x(gate, "limit")
 cross join lateral (
   select execution_id, gate, position from execution_gates l where l.gate = x.gate order by l.position desc
   offset x."limit") g
  join workflow_executions e on e.id = g.execution_id
 where e.status in ('queued', 'running', 'waiting') and not e.cancel_requested
 order by g.execution_id limit ${mostAtOnce}`;

/** Which executions may not stay before (or behind) these gates. The caller holds the gates. */
export async function findOverlapping(
  tx: pg.ClientBase,
  on_overlap: 'skip' | 'cancel_oldest',
  gates: readonly OpenGate[],
): Promise<Overlapping[]> {
  if (gates.length === 0) return [];
  const { rows } = await tx.query<Overlapping>(on_overlap === 'skip' ? skipped : outrun, [
    gates.map(({ gate }) => gate),
    gates.map(({ limit }) => limit),
  ]);
  return rows;
}
