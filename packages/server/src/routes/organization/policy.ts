import type { organizationRoutes, Role } from '@millrace/core';
import { atLeast } from '../../auth/roles.ts';
import { ApiError } from '../../errors.ts';
import type { Policy } from '../../plugins/route.ts';

export const organizationPolicy = {
  setupState: 'public',
  setup: 'public',
  session: 'viewer',
  members: 'viewer',
  addMember: 'admin',
  setMemberRole: 'admin',
  setMemberPassword: 'admin',
  removeMember: 'admin',
  apiKeys: 'admin',
  createApiKey: 'admin',
  removeApiKey: 'admin',
  variables: 'viewer',
  setVariables: 'admin',
  settings: 'viewer',
  setSettings: 'admin',
  auditLog: 'admin',
  stats: 'viewer',
} as const satisfies Policy<typeof organizationRoutes>;

/** Nobody gives or takes more than they have: an admin makes admins, only an owner makes or unmakes an owner. */
export function requireReach(actor: { role: Role }, ...roles: readonly Role[]): void {
  if (!roles.every((role) => atLeast(actor.role, role)))
    throw new ApiError('forbidden', {
      message: `Your role is ${actor.role}: it cannot give or take a higher one.`,
    });
}
