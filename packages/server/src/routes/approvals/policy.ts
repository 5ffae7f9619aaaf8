import type { approvalRoutes, Role } from '@millrace/core';
import { atLeast, isRole } from '../../auth/roles.ts';
import type { Policy } from '../../plugins/route.ts';

/** Everybody sees what waits; who may decide is a matter of the approval (`mayDecide`) and not of the route. */
export const approvalPolicy = {
  list: 'viewer',
  get: 'viewer',
  decide: 'viewer',
} as const satisfies Policy<typeof approvalRoutes>;

/** Who decides where nobody is named. */
export const defaultApprovers: readonly string[] = ['editor'];

/** Whoever has the signed address: nobody knows who it is, and all together count once. */
export const byAddress = { id: 'link', name: 'Signed link' } as const;

/** Somebody who would decide: a person by the membership, which approvals name; a key by itself. */
export interface Approver {
  id: string;
  name: string;
  role: Role;
}

/** Whether this one is among the approvers: by at least a role, or as this member. */
export function mayDecide(
  approvers: readonly string[],
  { id, role }: Pick<Approver, 'id' | 'role'>,
): boolean {
  const named = approvers.length === 0 ? defaultApprovers : approvers;
  return named.some((approver) => (isRole(approver) ? atLeast(role, approver) : approver === id));
}
