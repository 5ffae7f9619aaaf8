import type pg from 'pg';

/** Removes every large value of executions whose data are not kept. */
export async function eraseBlobs(tx: pg.ClientBase, execution_ids: readonly string[]): Promise<void> {
  if (execution_ids.length === 0) return;
  await tx.query('delete from execution_blobs where execution_id = any($1::uuid[])', [execution_ids]);
}
