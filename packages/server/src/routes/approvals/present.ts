import type { Approval } from '@millrace/core';
import type { Actor } from '../../auth/actor.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { hideAddresses } from '../executions/capabilities.ts';
import { approverNames, deciderOf } from './deciders.ts';
import { defaultApprovers, mayDecide } from './policy.ts';
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
  const everybody = rows.flatMap((row) => row.approvers);
  const name = await approverNames(deps, actor.org_id, everybody);
  const decider = await deciderOf(deps, actor);
  return rows.map(({ org_id, approvers, decisions, ...row }) => {
    const named = approvers.length === 0 ? defaultApprovers : approvers;
    const has_decided = decisions.some((decision) => decision.decided_by_id === decider.id);
    const can_decide = row.status === 'pending' && !has_decided && mayDecide(approvers, decider);
    const execution = { id: row.execution_id, org_id };
    return {
      ...row,
      title: hideAddresses(row.title, actor.role),
      message: hideAddresses(row.message, actor.role),
      approvers: named.map((id) => ({ id, name: name(id) })),
      decisions: decisions.map(({ decided_by_id: _id, ...decision }) => decision),
      can_decide,
      has_decided,
      // Of several approvals somebody who gave one could give a second with it.
      link:
        can_decide && row.required === 1
          ? deps.runtime.signals.resumeUrl(execution, row.path, 'approval')
          : null,
    };
  });
}
