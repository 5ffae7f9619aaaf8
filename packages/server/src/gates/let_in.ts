import type pg from 'pg';

/** A gate and how many it lets in; at most as many as an integer of the database can say. */
export interface OpenGate {
  gate: string;
  limit: number;
}

export interface LetIn {
  execution_id: string;
  fence: number;
  org_id: string;
  workflow_id: string;
  gate: string;
}

/** The first of each line, as many as there is room for. A place in a line that its execution left meanwhile is not there. */
const statement = {
  name: 'let_in',
  text: `
with asked as (
  select x.gate, x."limit" - (select count(*) from execution_gates g where g.gate = x.gate and g.state = 'in') as room
    from unnest($1::text[], $2::integer[]) as x(gate, "limit")
), first as (
  select l.execution_id from asked a cross join lateral (
    select execution_id from execution_gates g where g.gate = a.gate and g.state = 'line'
     order by g.position limit greatest(a.room, 0)) l
), moved as (
  update execution_gates g set state = 'in' from first f where g.execution_id = f.execution_id and g.state = 'line'
  returning g.execution_id, g.gate, g.position
)
select e.id as execution_id, e.fence, e.org_id, e.workflow_id, m.gate
  from moved m join workflow_executions e on e.id = m.execution_id
 where e.status = 'queued' and e.owner is null order by m.position`,
};

const endless = 2_147_483_647;

/** Lets in whom there is room for; the caller holds the gates and queues who comes back, in the same transaction. */
export async function letIn(tx: pg.ClientBase, gates: readonly OpenGate[]): Promise<LetIn[]> {
  if (gates.length === 0) return [];
  const { rows } = await tx.query<LetIn>({
    ...statement,
    values: [gates.map(({ gate }) => gate), gates.map(({ limit }) => Math.min(limit, endless))],
  });
  return rows;
}
