/**
 * Addresses that end a wait or decide an approval: whoever has one may.
 *  1. Who may only look is shown none, however it stands there: in an address that was encoded, in a mail, or alone.
 *  2. That of an approval is shown to nobody here. Who may decide it has it from the approval; others, whatever their role, could
 *     decide with it what they were not asked for.
 */
import type { Role } from '@millrace/core';
import { atLeast } from '../../auth/roles.ts';

/**
 * A token begins with the id of its execution, a UUID of version 7 of the years 2004 to 2074: that is told by its characters,
 * also where a preview has cut off its end. Longer than the id alone, because the rest is what must not be known.
 */
const token = 'A[Q-Za-v][\\w-]{6}[c-f][\\w-][CGKOSWaeimquy26-][\\w-]{11,}';
const slash = '(?:/|%(?:25)*2[Ff])';
/** Base64 of `/approve/` and `/resume/` at each of the three places where they can begin; mails are sent like that. */
const approvalEncoded = /(L2FwcHJvdmUv|9hcHByb3ZlL|vYXBwcm92ZS)[\w+/-]{22,}/g;
const callbackEncoded = /(L3Jlc3VtZS|9yZXN1bWUv|vcmVzdW1lL)[\w+/-]{22,}/g;
const approval = new RegExp(`(approve${slash})${token}`, 'g');
const any = new RegExp(token, 'g');

/** Whether addresses that end a wait are shown to this role. */
export function seesAddresses(role: Role): boolean {
  return atLeast(role, 'editor');
}

/** JSON text as this role may see it. It stays JSON, because an address has no character that JSON escapes. */
export function hideAddresses(json: string, role: Role): string {
  const text = json.replace(approval, '$1***').replace(approvalEncoded, '$1***');
  return seesAddresses(role) ? text : text.replace(any, '***').replace(callbackEncoded, '$1***');
}
