import type { Actor } from '../../auth/actor.ts';
import { ApiError } from '../../errors.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { findWorkflow } from './queries.ts';
import type { WorkflowRow } from './row.ts';

/** @throws ApiError `not_found` */
export async function loadWorkflow(deps: ServerDeps, actor: Actor, id: string): Promise<WorkflowRow> {
  const row = await deps.db.asOrg(actor.org_id, (tx) => findWorkflow(tx, id), { read_only: true });
  if (!row) throw new ApiError('not_found', { message: 'There is no such workflow.' });
  return row;
}
