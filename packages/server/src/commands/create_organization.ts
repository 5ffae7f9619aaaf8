import { v7 as uuidv7 } from 'uuid';
import type { Auth } from '../auth/auth.ts';
import { asOrgWithin } from '../auth/auth_database.ts';
import { hashPassword } from '../auth/password.ts';
import { insertMember, insertUser } from '../auth/people.ts';
import type { Tx } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { audit } from './audit.ts';

export interface FirstOwner {
  name: string;
  email: string;
  password: string;
  /** Name of the organization. */
  organization: string;
}

/** Any number that nobody else locks. */
const SETUP_LOCK = 6_455_772_002;

/** Whether nobody can sign in yet. */
export async function isSetupNeeded(auth: Auth): Promise<boolean> {
  const { rows } = await auth.database.pool.query('select 1 from "user" limit 1');
  return rows.length === 0;
}

/**
 * Makes the first person, as owner of the first organization; of two at once one wins.
 * @throws ApiError `setup_done`
 */
export async function createFirstOwner(
  auth: Auth,
  owner: FirstOwner,
  origin: { request_id: string; address: string } = { request_id: 'start', address: '' },
): Promise<{ user_id: string; org_id: string }> {
  // Cheap for whoever asks after the set-up: a hash is made only while one is needed.
  if (!(await isSetupNeeded(auth))) throw new ApiError('setup_done');
  const password_hash = await hashPassword(owner.password);
  return auth.database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [SETUP_LOCK]);
    const { rows } = await tx.query('select 1 from "user" limit 1');
    if (rows.length > 0) throw new ApiError('setup_done');
    const user_id = await insertUser(tx, { ...owner, password_hash });
    const org_id = await insertOrganization(tx, owner.organization);
    await insertMember(tx, { org_id, user_id, role: 'owner' });
    await asOrgWithin(tx, org_id, async () => {
      await tx.query('insert into organization_settings (org_id) values ($1)', [org_id]);
      const actor = { kind: 'user', id: user_id, name: owner.name, email: owner.email, org_id } as const;
      await audit(
        tx,
        { actor, ...origin },
        { action: 'organization.create', object_type: 'organization', object_id: org_id },
      );
    });
    return { user_id, org_id };
  });
}

/** For MILLRACE_ADMIN_*: makes the first owner unless somebody is there already. True when it was made now. */
export async function ensureFirstOwner(
  auth: Auth,
  admin: { email: string; password: string; org: string },
): Promise<boolean> {
  if (!(await isSetupNeeded(auth))) return false;
  const name = admin.email.split('@', 1)[0]!;
  try {
    await createFirstOwner(auth, {
      name,
      email: admin.email,
      password: admin.password,
      organization: admin.org,
    });
    return true;
  } catch (error) {
    // Another process of the same start was first.
    if (error instanceof ApiError && error.code === 'setup_done') return false;
    throw error;
  }
}

/** Inserts an organization whose slug is made from its name. `tx` is of the auth database. Returns its id. */
export async function insertOrganization(tx: Tx, name: string): Promise<string> {
  const id = uuidv7();
  const base = slugOf(name);
  const { rows } = await tx.query('select 1 from organization where slug = $1', [base]);
  const slug = rows.length === 0 ? base : `${base}-${id.slice(-6)}`;
  await tx.query('insert into organization (id, name, slug, "createdAt") values ($1, $2, $3, now())', [
    id,
    name.trim(),
    slug,
  ]);
  return id;
}

/** The part of an address that names the organization: `Grün & Söhne` → `grun-sohne`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return slug === '' ? 'org' : slug;
}
