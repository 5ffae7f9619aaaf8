/** Which workflows of an organization call a workflow, as far as their definitions tell. */
import { calledBy, type Definition, type WorkflowCaller } from '@millrace/core';
import type { Tx } from '../../db/client.ts';

/**
 * Those that call it in a step or after a failure, in their draft or in the version that is deployed, by name; the workflow
 * itself and deleted ones are left out. An address that is computed when it runs is not seen.
 */
export async function findCallers(tx: Tx, id: string): Promise<WorkflowCaller[]> {
  const { rows } = await tx.query<{
    id: string;
    name: string;
    draft: Definition;
    deployed: Definition | null;
  }>(
    `select w.id, w.name, w.workflow_definition as draft, v.workflow_definition as deployed
     from integration_workflows w left join workflow_versions v on v.workflow_id = w.id and v.version = w.version
     where w.deleted_at is null and w.id <> $1::uuid
       and (w.workflow_definition::text ilike $2 or v.workflow_definition::text ilike $2)
     order by lower(w.name), w.id`,
    [id, `%${id}%`],
  );
  return rows.flatMap(({ id: caller, name, draft, deployed }) => {
    const definitions = deployed === null ? [draft] : [draft, deployed];
    const in_step = definitions.some((one) => one.nodes.some((node) => isSame(calledBy(node), id)));
    const after_failure = definitions.some((one) => isSame(one.config.error_workflow_id, id));
    return in_step || after_failure ? [{ id: caller, name, in_step, after_failure }] : [];
  });
}

/** Ids are written in either case. */
function isSame(called: string | null | undefined, id: string): boolean {
  return called?.toLowerCase() === id.toLowerCase();
}
