import { type Role, roles } from '@millrace/core';

/** Whether a role may do what at least `least` may do: owner > admin > editor > viewer. */
export function atLeast(role: Role, least: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(least);
}

export function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value);
}
