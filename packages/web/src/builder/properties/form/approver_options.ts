/** Whom an approval can name: roles, which mean everybody with at least that role, and members. Pure. */
import { type Role, roles } from '@millrace/core';
import { text } from '../../../strings/builder.ts';
import { strings } from '../../../strings/en.ts';

const words = text.fields.approvers;

export interface ApproverOption {
  /** A role, or the id of a member. */
  value: string;
  label: string;
  description: string;
}

interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
}

/** Roles first, then members by name. */
export function approverOptions(members: readonly Member[]): ApproverOption[] {
  const people = members.map(({ id, name, email }) => ({ value: id, label: name, description: email }));
  return [...roles.map(roleOption), ...people.toSorted((a, b) => a.label.localeCompare(b.label))];
}

function roleOption(role: Role): ApproverOption {
  const { name, can } = strings.roles[role];
  return { value: role, label: role === 'owner' ? words.owners : words.role(name), description: can };
}

/** The name of who is chosen; while the members are on their way, and for one who left, something else has to do. */
export function approverName(value: string, options: readonly ApproverOption[], loading: boolean): string {
  const known = options.find((option) => option.value === value);
  if (known) return known.label;
  if (value.includes('{{')) return value;
  return loading ? '…' : words.unknown(value);
}
