import type { approvalRoutes } from '@millrace/core';
import type { Actor } from '../../auth/actor.ts';
import { atLeast, isRole } from '../../auth/roles.ts';
import type { Policy } from '../../plugins/route.ts';

/** Everybody sees what waits; who may decide is a matter of the approval and not of the route. */
export const approvalPolicy = {
  list: 'viewer',
  get: 'viewer',
  decide: 'viewer',
} as const satisfies Policy<typeof approvalRoutes>;

/** Who decides where nobody is named. */
export const defaultApprovers: readonly string[] = ['editor'];

/** Whether the actor is among the approvers: by at least a role, or as this member. */
export function isApprover(
  approvers: readonly string[],
  actor: Pick<Actor, 'role'>,
  member_id: string | null,
): boolean {
  const named = approvers.length === 0 ? defaultApprovers : approvers;
  return named.some((approver) =>
    isRole(approver) ? atLeast(actor.role, approver) : approver === member_id,
  );
}
