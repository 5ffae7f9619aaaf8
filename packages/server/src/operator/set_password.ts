import { passwordSchema } from '@millrace/core';
import { type AuthDatabase, asOrgWithin, openAuthDatabase } from '../auth/auth_database.ts';
import { hashPassword } from '../auth/password.ts';
import { findUserByEmail, setPassword } from '../auth/people.ts';
import { forgetFailures } from '../auth/sign_in_limit.ts';
import { audit } from '../commands/audit.ts';
import type { Tx } from '../db/client.ts';
import type { Env } from '../env.ts';
import { CommandError } from './command_error.ts';
import { reachDatabase } from './reach_database.ts';
import { readSecret } from './read_secret.ts';

/**
 * `millrace set-password <e-mail>`: for whoever runs the server, when nobody else can give a new password. Ends the sessions
 * of the person. Returns the line to print.
 * @throws CommandError with one line.
 */
export async function runSetPassword(
  email: string,
  settings: Pick<Env, 'database_url' | 'data_dir'>,
): Promise<string> {
  // Before the database is started: it must not be left running when somebody gives up at the question.
  const parsed = passwordSchema.safeParse(await readSecret(`New password of ${email}: `));
  if (!parsed.success)
    throw new CommandError(`${parsed.error.issues[0]!.message} for a password. Nothing was changed.`);
  const reached = await reachDatabase(settings);
  const database = openAuthDatabase(reached.url);
  try {
    await replacePassword(database, email, parsed.data);
  } finally {
    await database.close();
    await reached.close();
  }
  return `The password of ${email} was changed and their sessions were ended.`;
}

async function replacePassword(database: AuthDatabase, email: string, password: string): Promise<void> {
  const password_hash = await hashPassword(password);
  await database.transaction(async (tx) => {
    const user = await findUserByEmail(tx, email);
    if (!user || !(await setPassword(tx, user.id, password_hash)))
      throw new CommandError(`Nobody here signs in as ${email}. Nothing was changed.`);
    await forgetFailures(tx, email);
    const { rows } = await tx.query<{ org_id: string }>(
      'select "organizationId" as org_id from member where "userId" = $1',
      [user.id],
    );
    for (const { org_id } of rows) await note(tx, org_id, user.id);
  });
}

/** Every organization of the person sees in its audit log that it was the operator. */
async function note(tx: Tx, org_id: string, user_id: string): Promise<void> {
  const actor = {
    kind: 'operator',
    id: 'operator',
    name: 'Operator of this server',
    email: '',
    org_id,
  } as const;
  await asOrgWithin(tx, org_id, () =>
    audit(
      tx,
      { actor, request_id: 'set-password', address: '' },
      { action: 'password.set', object_type: 'user', object_id: user_id },
    ),
  );
}
