import type pg from 'pg';

/**
 * The counters of workflows, in the order in which every statement locks them. A transaction that counts more than once takes them
 * first, after its executions; otherwise it would wait in a circle with a batch that counts the same ones in one statement.
 */
const statement = {
  name: 'lock_counters',
  text: `select from workflow_counters where workflow_id = any($1::uuid[]) order by workflow_id for no key update`,
};

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** @param workflow_ids what a definition names too, so it may be no id at all */
export async function lockCounters(tx: pg.ClientBase, workflow_ids: Iterable<string>): Promise<void> {
  const ids = [...new Set(workflow_ids)].filter((id) => uuid.test(id));
  // One alone is locked by the statement that counts it.
  if (ids.length > 1) await tx.query({ ...statement, values: [ids] });
}
