import { ApiError } from '../errors.ts';
import { findVersion, findWorkflow, setStatus } from '../routes/workflows/queries.ts';
import type { WorkflowRow } from '../routes/workflows/row.ts';
import type { ServerDeps } from '../server_deps.ts';
import { armTrigger, disarmTrigger } from '../triggers/arm.ts';
import { audit, type Origin } from './audit.ts';

/** Disarms the trigger; what runs goes on. Pausing twice is no error. @throws ApiError `not_found`, `not_deployed` */
export function pauseWorkflow(deps: ServerDeps, origin: Origin, id: string): Promise<WorkflowRow> {
  const { org_id, id: by } = origin.actor;
  return deps.db.asOrg(org_id, async (tx) => {
    const row = await findWorkflow(tx, id, true);
    if (!row) throw new ApiError('not_found');
    if (row.version === 0) throw new ApiError('not_deployed');
    await setStatus(tx, id, 'paused', by);
    await disarmTrigger(tx, id);
    await audit(tx, origin, {
      action: 'workflow.pause',
      object_type: 'workflow',
      object_id: id,
      details: { name: row.name },
    });
    return (await findWorkflow(tx, id))!;
  });
}

/** Arms the trigger of the deployed version, not of the draft. @throws ApiError `not_found`, `not_deployed` */
export function resumeWorkflow(
  deps: ServerDeps,
  origin: Origin & { org_slug: string },
  id: string,
): Promise<WorkflowRow> {
  const { org_id, id: by } = origin.actor;
  return deps.db.asOrg(org_id, async (tx) => {
    const row = await findWorkflow(tx, id, true);
    if (!row) throw new ApiError('not_found');
    const definition = row.version === 0 ? undefined : await findVersion(tx, id, row.version);
    if (!definition) throw new ApiError('not_deployed');
    await setStatus(tx, id, 'active', by);
    await armTrigger(tx, {
      org_id,
      org_slug: origin.org_slug,
      workflow_id: id,
      definition,
      settings: definition.config,
    });
    await audit(tx, origin, {
      action: 'workflow.resume',
      object_type: 'workflow',
      object_id: id,
      details: { name: row.name },
    });
    return (await findWorkflow(tx, id))!;
  });
}
