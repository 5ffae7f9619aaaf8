/** Addresses that end a wait or decide an approval: whoever has one may, so those who may only look are not shown any. */
import type { Role } from '@millrace/core';
import { atLeast } from '../../auth/roles.ts';

/** Wherever they stand: a step may have sent one by mail, and its input says so. */
const address = /\/(resume|approve)\/[A-Za-z0-9_-]{43,}/g;

export function seesAddresses(role: Role): boolean {
  return atLeast(role, 'editor');
}

/** JSON text with every such address cut short; it stays JSON, because an address has no character that JSON escapes. */
export function hideAddresses(json: string): string {
  return json.replace(address, '/$1/***');
}
