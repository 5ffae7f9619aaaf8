/**
 * The signed addresses of waits: `<execution id, 16 bytes><signature, 16 bytes><path>` in base64url. Invariants:
 *  1. An address is a function of key, kind, organization, execution and path: it is the same whenever it is asked for.
 *  2. It says nothing of the organization; a signature made for another one, another kind or another path does not fit.
 *  3. Signatures are compared in a time that does not depend on them.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';

export type AddressKind = 'callback' | 'approval';

const idLength = 16;
const signatureLength = 16;
/** Nodes and rounds of loops in loops; longer is no path of ours. */
const longestToken = 4_096;
const canonical = /^[A-Za-z0-9_-]+$/;

export interface Address {
  execution_id: string;
  path: string;
  signature: Buffer;
}

/** The key of addresses: whoever learns it learns nothing of the key that seals secrets. */
export function addressKey(master: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', master, 'millrace', 'addresses of waits', 32));
}

export function makeToken(
  key: Uint8Array,
  kind: AddressKind,
  { org_id, execution_id, path }: { org_id: string; execution_id: string; path: string },
): string {
  const signature = sign(key, kind, org_id, execution_id, path);
  return Buffer.concat([parse(execution_id), signature, Buffer.from(path)]).toString('base64url');
}

/** What a token says, whoever made it; null when it is none. */
export function readToken(token: string): Address | null {
  if (token.length > longestToken || !canonical.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  // Other spellings of the same bytes are other addresses: there is one for each wait.
  if (bytes.length <= idLength + signatureLength || bytes.toString('base64url') !== token) return null;
  const path = bytes.subarray(idLength + signatureLength).toString();
  try {
    return {
      execution_id: stringify(bytes.subarray(0, idLength)),
      path,
      signature: bytes.subarray(idLength, idLength + signatureLength),
    };
  } catch {
    return null;
  }
}

/** Whether it was made by us, of this kind, for an execution of this organization. */
export function isSigned(
  key: Uint8Array,
  kind: AddressKind,
  org_id: string,
  { execution_id, path, signature }: Address,
): boolean {
  return timingSafeEqual(signature, sign(key, kind, org_id, execution_id, path));
}

function sign(
  key: Uint8Array,
  kind: AddressKind,
  org_id: string,
  execution_id: string,
  path: string,
): Buffer {
  // Nul is in none of the parts, so no two lists of parts read the same.
  const text = [kind, org_id.toLowerCase(), execution_id.toLowerCase(), path].join('\0');
  return createHmac('sha256', key).update(text).digest().subarray(0, signatureLength);
}
