import type { Tx } from '../db/client.ts';

/**
 * The rows of executions, of those that called them, and of those that they called and wait for, in the order of their ids: the
 * order of every batch, so that a child that ends and a parent that ends do not wait for each other in a circle.
 */
const statement = {
  name: 'lock_family',
  text: `
with recursive family as (
  select id from unnest($1::uuid[]) as own(id)
  union
  select w.child_id from waits w join family f on w.execution_id = f.id where w.kind = 'execution' and w.attached and w.state = 'open'
), parents as (
  select parent_execution_id as id from workflow_executions where id = any($1::uuid[]) and parent_execution_id is not null
)
select e.workflow_id from workflow_executions e
 where e.id = any(array(select id from family union select id from parents)) order by e.id for no key update of e`,
};

/** Returns their workflows: whoever ends them counts there. */
export async function lockFamily(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<{ workflow_id: string }>({ ...statement, values: [ids] });
  return [...new Set(rows.map(({ workflow_id }) => workflow_id))];
}

/** The rows of executions, in the order of their ids, until the end of the transaction. */
export async function lockExecutions(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.query({
    name: 'lock_executions',
    text: 'select id from workflow_executions where id = any($1::uuid[]) order by id for no key update',
    values: [ids],
  });
}
