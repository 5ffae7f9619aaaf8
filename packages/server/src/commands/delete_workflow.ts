import { ApiError } from '../errors.ts';
import { deleteSamples } from '../routes/samples/queries.ts';
import { deleteCatches } from '../routes/test_address/queries.ts';
import { deleteTests } from '../routes/workflow_tests/queries.ts';
import { findWorkflow, markDeleted } from '../routes/workflows/queries.ts';
import type { WorkflowRow } from '../routes/workflows/row.ts';
import type { ServerDeps } from '../server_deps.ts';
import { disarmTrigger } from '../triggers/arm.ts';
import { audit, type Origin } from './audit.ts';

/**
 * Takes a workflow out of sight and disarms it; its executions and versions stay as evidence, its pinned samples, tests and
 * caught calls go. Resolves to what it was, with when and by whom it was deleted. @throws ApiError `not_found`
 */
export function deleteWorkflow(deps: ServerDeps, origin: Origin, id: string): Promise<WorkflowRow> {
  return deps.db.asOrg(origin.actor.org_id, async (tx) => {
    const row = await findWorkflow(tx, id, true);
    if (!row) throw new ApiError('not_found');
    const updated_by = origin.actor.id;
    const updated_at = await markDeleted(tx, id, updated_by);
    await disarmTrigger(tx, id);
    await deleteSamples(tx, id);
    await deleteTests(tx, id);
    await deleteCatches(tx, id);
    await audit(tx, origin, {
      action: 'workflow.delete',
      object_type: 'workflow',
      object_id: id,
      details: { name: row.name },
    });
    return { ...row, updated_at, updated_by };
  });
}
