import type { Actor } from '../../auth/actor.ts';
import { isRole } from '../../auth/roles.ts';
import type { ServerDeps } from '../../server_deps.ts';
import type { Approver } from './policy.ts';

/** The caller as an approver: a person by the membership, which approvals name; a key by itself, with its role. */
export async function deciderOf({ auth }: Pick<ServerDeps, 'auth'>, actor: Actor): Promise<Approver> {
  const { id, name, role, kind, org_id } = actor;
  if (kind === 'api_key') return { id, name, role };
  const { rows } = await auth.database.pool.query<{ id: string }>(
    'select id from member where "organizationId" = $1 and "userId" = $2',
    [org_id, id],
  );
  return { id: rows[0]?.id ?? id, name, role };
}

/** Names of the members among approvers; roles and members who are gone keep what they were named by. */
export async function approverNames(
  { auth }: Pick<ServerDeps, 'auth'>,
  org_id: string,
  approvers: readonly string[],
): Promise<(approver: string) => string> {
  const ids = [...new Set(approvers.filter((approver) => !isRole(approver)))];
  if (ids.length === 0) return (approver) => approver;
  const { rows } = await auth.database.pool.query<{ id: string; name: string }>(
    'select m.id, u.name from member m join "user" u on u.id = m."userId" where m."organizationId" = $1 and m.id = any($2)',
    [org_id, ids],
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return (approver) => names.get(approver) ?? approver;
}
