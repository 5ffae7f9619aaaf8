/**
 * A person changes their own password. The library's route is not used: it changes the password, ends the sessions and
 * (with us) writes the audit log one after the other, and forgets the active organization. Here they are one transaction.
 */
import { changePasswordSchema } from '@millrace/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { audit, type Origin, originOf } from '../commands/audit.ts';
import type { Database } from '../db/client.ts';
import { ApiError, invalid } from '../errors.ts';
import { issuesOf } from '../plugins/route.ts';
import { type Actor, resolveActor } from './actor.ts';
import type { Auth } from './auth.ts';
import { asOrgWithin } from './auth_database.ts';
import { hashPassword } from './password.ts';
import { setPassword } from './people.ts';
import { countSignIn } from './sign_in_limit.ts';
import { startSession } from './start_session.ts';

/**
 * Ends every session of the person, also a copy of this one's cookie; the answer carries the cookie of a new one.
 * @throws ApiError `rate_limited` as a sign-in does: this too is a place to guess a password.
 */
export async function changePassword(
  { auth, db }: { auth: Auth; db: Database },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ ok: true }> {
  const actor = await requirePerson(auth, request);
  const { currentPassword, newPassword } = parse(request.body);
  const origin = originOf({ actor, request });
  const attempt = await countSignIn(auth.database, actor.email, request.ip);
  const hash = await hashOf(auth, actor);
  // Begun with the old password, so that no request of the page in between finds the door closed.
  const session = await startSession(auth, request, { email: actor.email, password: currentPassword });
  if (!session) {
    await db.asOrg(actor.org_id, (tx) => audit(tx, origin, entry(actor, 'password.change_failed')));
    throw wrongPassword();
  }
  await attempt.succeeded();
  await replace(auth, origin, session.token, { hash, next: await hashPassword(newPassword) });
  for (const cookie of session.cookies) reply.header('set-cookie', cookie);
  return { ok: true };
}

async function requirePerson(auth: Auth, request: FastifyRequest): Promise<Actor> {
  const actor = await resolveActor(auth, request);
  if (!actor) throw new ApiError('unauthenticated');
  if (actor.kind !== 'user')
    throw new ApiError('forbidden', { message: 'An API key has no password. Sign in to change yours.' });
  return actor;
}

function parse(body: unknown): { currentPassword: string; newPassword: string } {
  const result = changePasswordSchema.safeParse(body);
  if (!result.success) throw invalid(issuesOf(result.error));
  const { currentPassword, newPassword } = result.data;
  if (currentPassword.normalize('NFKC') === newPassword.normalize('NFKC'))
    throw invalid([{ path: 'newPassword', message: 'This is the same password: choose another' }]);
  return { currentPassword, newPassword };
}

async function hashOf(auth: Auth, actor: Actor): Promise<string | null> {
  const { rows } = await auth.database.pool.query<{ password: string | null }>(
    `select password from account where "userId" = $1 and "providerId" = 'credential'`,
    [actor.id],
  );
  return rows[0]?.password ?? null;
}

async function replace(
  auth: Auth,
  origin: Origin,
  token: string,
  { hash, next }: { hash: string | null; next: string },
): Promise<void> {
  const { actor } = origin;
  try {
    await auth.database.transaction(async (tx) => {
      // Of two changes at once the second one no longer knows the current password.
      if (!(await setPassword(tx, actor.id, next, { instead_of: hash, keep: token }))) throw wrongPassword();
      await tx.query('update session set "activeOrganizationId" = $2 where token = $1', [
        token,
        actor.org_id,
      ]);
      await asOrgWithin(tx, actor.org_id, () => audit(tx, origin, entry(actor, 'password.change')));
    });
  } catch (error) {
    await auth.database.pool.query('delete from session where token = $1', [token]);
    throw error;
  } finally {
    auth.memory.forget();
  }
}

function entry(actor: { id: string }, action: string) {
  return { action, object_type: 'user', object_id: actor.id };
}

function wrongPassword(): ApiError {
  return invalid([{ path: 'currentPassword', message: 'This is not your current password' }]);
}
