import type { Actor } from '../../auth/actor.ts';
import { namesOf } from '../../auth/names.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { findExecution } from './queries.ts';

/** One execution as its page shows it, or null where there is none in this organization. */
export async function presentExecution(deps: ServerDeps, actor: Actor, id: string) {
  const row = await deps.db.asOrg(actor.org_id, (tx) => findExecution(tx, id), { read_only: true });
  if (!row) return null;
  const name = await namesOf(deps.auth, [row.triggered_by]);
  return {
    ...row,
    triggered_by: name(row.triggered_by),
    workflow_definition: deps.secrets.present(row.workflow_definition ?? {}),
  };
}
