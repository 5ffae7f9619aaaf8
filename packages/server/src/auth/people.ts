import type { Role } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../db/client.ts';

export interface NewPerson {
  name: string;
  email: string;
  /** As `hashPassword` makes it: before the transaction, because it takes a while. */
  password_hash: string;
}

/** Inserts a person; `tx` is of the auth database. Returns the id. */
export async function insertUser(tx: Tx, person: NewPerson): Promise<string> {
  const id = uuidv7();
  // The library looks e-mail addresses up in lower case.
  await tx.query(`insert into "user" (id, name, email, "emailVerified") values ($1, $2, $3, false)`, [
    id,
    person.name.trim(),
    person.email.trim().toLowerCase(),
  ]);
  await tx.query(
    `insert into account (id, "accountId", "providerId", "userId", password, "updatedAt") values ($1, $2, 'credential', $2, $3, now())`,
    [uuidv7(), id, person.password_hash],
  );
  return id;
}

export async function findUserByEmail(
  tx: Tx,
  email: string,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    'select id, name from "user" where email = $1',
    [email.trim().toLowerCase()],
  );
  return rows[0];
}

/** Inserts a membership. Returns its id. */
export async function insertMember(
  tx: Tx,
  member: { org_id: string; user_id: string; role: Role },
): Promise<string> {
  const id = uuidv7();
  await tx.query(
    'insert into member (id, "organizationId", "userId", role, "createdAt") values ($1, $2, $3, $4, now())',
    [id, member.org_id, member.user_id, member.role],
  );
  return id;
}

interface SetPasswordOptions {
  /** Only while this is the present hash. */
  instead_of?: string | null;
  /** The token of a session that stays. */
  keep?: string;
}

/** Sets the password of a person and ends their sessions. `tx` is of the auth database. False: nothing was changed. */
export async function setPassword(
  tx: Tx,
  user_id: string,
  password_hash: string,
  { instead_of = null, keep = '' }: SetPasswordOptions = {},
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update account set password = $2, "updatedAt" = now()
     where "userId" = $1 and "providerId" = 'credential' and ($3::text is null or password = $3)`,
    [user_id, password_hash, instead_of],
  );
  if (rowCount === 0) return false;
  await tx.query('delete from session where "userId" = $1 and token <> $2', [user_id, keep]);
  return true;
}
