import type pg from 'pg';

/** A gate that may have room now. */
export interface GateRef {
  gate: string;
  workflow_id: string;
}

const statement = {
  name: 'leave_gates',
  text: 'delete from execution_gates where execution_id = any($1::uuid[]) returning gate, workflow_id',
};

/** Frees the places of executions that are over, in the transaction of their end; look at these gates after the commit. */
export async function leaveGates(tx: pg.ClientBase, ids: readonly string[]): Promise<GateRef[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<GateRef>({ ...statement, values: [ids] });
  return rows;
}
