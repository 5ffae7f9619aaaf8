import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../db/client.ts';
import { isRole } from './roles.ts';

export const apiKeyPrefix = 'mr_';
const SHOWN_CHARACTERS = 8;

/** As the API-key plugin hashes: SHA-256, base64url. The keys are random, so a slow hash would protect nothing. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

export interface NewApiKey {
  id: string;
  name: string;
  role: Role;
  /** The first characters, to tell keys apart. */
  prefix: string;
  created_at: Date;
  key: string;
}

/** Inserts a key of an organization; only its hash is stored. `tx` is of the auth database. */
export async function insertApiKey(tx: Tx, org_id: string, name: string, role: Role): Promise<NewApiKey> {
  const key = apiKeyPrefix + randomBytes(32).toString('base64url');
  const created = {
    id: uuidv7(),
    name,
    role,
    prefix: key.slice(0, SHOWN_CHARACTERS),
    created_at: new Date(),
    key,
  };
  await tx.query(
    `insert into apikey (id, "configId", name, start, prefix, "referenceId", key, enabled, "rateLimitEnabled", "requestCount", permissions, "createdAt", "updatedAt")
     values ($1, 'default', $2, $3, $4, $5, $6, true, false, 0, $7, $8, $8)`,
    [
      created.id,
      name,
      created.prefix,
      apiKeyPrefix,
      org_id,
      hashApiKey(key),
      JSON.stringify({ role: [role] }),
      created.created_at,
    ],
  );
  return created;
}

/** The role inside the plugin's `permissions` column; a key without a readable one may only look. */
export function roleOfPermissions(permissions: string | null): Role {
  if (permissions === null) return 'viewer';
  const role: unknown = (JSON.parse(permissions) as { role?: unknown[] }).role?.[0];
  return isRole(role) ? role : 'viewer';
}
