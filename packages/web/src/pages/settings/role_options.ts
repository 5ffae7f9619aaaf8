import { type Role, roles } from '@millrace/core';
import { allows } from '../../api/session.ts';
import { strings } from '../../strings/en.ts';

/** The roles that somebody of role `own` may give: never more than their own. */
export function roleOptions(own: Role): { value: Role; label: string; description: string }[] {
  return roles
    .filter((role) => allows(own, role))
    .map((role) => ({ value: role, label: strings.roles[role].name, description: strings.roles[role].can }));
}
