import type { Approval } from '@millrace/core';
import type { Actor } from '../../auth/actor.ts';
import { isRole } from '../../auth/roles.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { defaultApprovers, isApprover } from './policy.ts';
import type { ApprovalRow } from './queries.ts';

export type Presented = Omit<Approval, 'expires_at' | 'created_at' | 'decided_at'> & {
  expires_at: Date | null;
  created_at: Date;
  decided_at: Date | null;
};

/** Approvals as the caller sees them: with names, and whether it is the caller's turn. */
export async function presentApprovals(
  deps: Pick<ServerDeps, 'auth' | 'runtime'>,
  actor: Actor,
  rows: readonly ApprovalRow[],
): Promise<Presented[]> {
  const members = await membersOf(
    deps,
    actor,
    rows.flatMap((row) => row.approvers),
  );
  return rows.map(({ org_id, approvers, decisions, ...row }) => {
    const decided = decisions.some((decision) => decision.decided_by_id === actor.id);
    const can_decide = row.status === 'pending' && !decided && isApprover(approvers, actor, members.own_id);
    const named = approvers.length === 0 ? defaultApprovers : approvers;
    return {
      ...row,
      approvers: named.map((id) => ({ id, name: members.names.get(id) ?? id })),
      decisions: decisions.map(({ decided_by_id: _id, ...decision }) => decision),
      can_decide,
      // Of several approvals somebody who gave one could give a second with it.
      link:
        can_decide && row.required === 1
          ? deps.runtime.signals.resumeUrl({ id: row.execution_id, org_id }, row.path, 'approval')
          : null,
    };
  });
}

/** The names of members, and the membership of the caller: null for an API key. */
export async function membersOf(
  deps: Pick<ServerDeps, 'auth'>,
  actor: Actor,
  approvers: readonly string[],
): Promise<{ own_id: string | null; names: ReadonlyMap<string, string> }> {
  const ids = [...new Set(approvers.filter((approver) => !isRole(approver)))];
  if (ids.length === 0) return { own_id: null, names: new Map() };
  const { rows } = await deps.auth.database.pool.query<{ id: string; name: string; user_id: string }>(
    `select m.id, u.name, u.id as user_id from member m join "user" u on u.id = m."userId"
     where m."organizationId" = $1 and m.id = any($2)`,
    [actor.org_id, ids],
  );
  return {
    own_id: rows.find((row) => row.user_id === actor.id)?.id ?? null,
    names: new Map(rows.map((row) => [row.id, row.name])),
  };
}
