import type pg from 'pg';

export interface Standing {
  execution_id: string;
  org_id: string;
  workflow_id: string;
  gate: string;
}

const statement = {
  name: 'stand_in_line',
  text: `
insert into execution_gates (execution_id, org_id, workflow_id, gate, state)
select x.execution_id, x.org_id, x.workflow_id, x.gate, 'line'
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) with ordinality as x(execution_id, org_id, workflow_id, gate, n)
 order by x.n`,
};

/** Puts new executions at the end of their lines, in this order, in the transaction that inserts them. */
export async function standInLine(tx: pg.ClientBase, rows: readonly Standing[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    ...statement,
    values: [
      rows.map((row) => row.execution_id),
      rows.map((row) => row.org_id),
      rows.map((row) => row.workflow_id),
      rows.map((row) => row.gate),
    ],
  });
}
