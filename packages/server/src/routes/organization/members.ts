import type { organizationRoutes, Role } from '@millrace/core';
import { hashPassword } from '../../auth/password.ts';
import { findUserByEmail, insertMember, insertUser, setPassword } from '../../auth/people.ts';
import { forgetFailures } from '../../auth/sign_in_limit.ts';
import { originOf } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { decodeCursor, toPage } from '../page.ts';
import { change, noted } from './change.ts';
import { requireReach } from './policy.ts';

type Handlers = { [K in keyof typeof organizationRoutes]: Handler<(typeof organizationRoutes)[K]> };

interface MemberRow {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: Role;
  created_at: Date;
}

const memberColumns = `m.id, u.id as user_id, u.name, u.email, m.role, m."createdAt" as created_at`;
const memberTables = 'member m join "user" u on u.id = m."userId"';

/** Members live in schema `auth`; each change is one transaction with its audit row. */
export function memberHandlers(
  deps: ServerDeps,
): Pick<Handlers, 'members' | 'addMember' | 'setMemberRole' | 'setMemberPassword' | 'removeMember'> {
  return {
    members: async ({ query, actor }) => {
      const after = decodeCursor(query.cursor);
      const { rows } = await deps.auth.database.pool.query<MemberRow & { total: number }>(
        `select ${memberColumns}, (select count(*)::int from member where "organizationId" = $1) as total from ${memberTables}
         where m."organizationId" = $1 and ($2::text is null or m.id > $2) order by m.id limit $3`,
        [actor.org_id, after?.id ?? null, query.limit + 1],
      );
      return toPage(rows, {
        limit: query.limit,
        counted: rows[0]?.total ?? 0,
        cursorOf: (row) => ({ value: '', id: row.id }),
        present: ({ total: _total, ...row }) => row,
      });
    },
    addMember: async (call) => {
      const { body, actor } = call;
      requireReach(actor, body.role);
      return change(deps, originOf(call), async (tx) => {
        const user_id =
          (await findUserByEmail(tx, body.email))?.id ?? (await insertUser(tx, await withHash(body)));
        const taken = await tx.query('select 1 from member where "organizationId" = $1 and "userId" = $2', [
          actor.org_id,
          user_id,
        ]);
        if (taken.rows.length > 0) throw new ApiError('already_member');
        const id = await insertMember(tx, { org_id: actor.org_id, user_id, role: body.role });
        return {
          result: await requireMember(tx, actor.org_id, id),
          ...noted('member.add', 'member', id, { role: body.role }),
        };
      });
    },
    setMemberRole: async (call) => {
      const { params, body, actor } = call;
      return change(deps, originOf(call), async (tx) => {
        await lockMembers(tx, actor.org_id);
        const member = await requireMember(tx, actor.org_id, params.id);
        requireReach(actor, member.role, body.role);
        if (member.role === 'owner' && body.role !== 'owner')
          await requireAnotherOwner(tx, actor.org_id, member.id);
        await tx.query('update member set role = $2 where id = $1', [member.id, body.role]);
        return {
          result: { ...member, role: body.role },
          ...noted('member.set_role', 'member', member.id, { before: member.role, after: body.role }),
        };
      });
    },
    setMemberPassword: async (call) => {
      const { params, body, actor } = call;
      // Before the transaction, because it takes a while.
      const password_hash = await hashPassword(body.password);
      return change(deps, originOf(call), async (tx) => {
        await lockMembers(tx, actor.org_id);
        const member = await requireMember(tx, actor.org_id, params.id);
        requireReach(actor, member.role);
        if (member.user_id === actor.id)
          throw new ApiError('forbidden', {
            message: 'Change your own password in the menu under your name: it asks for the current one.',
          });
        await requireOnlyHere(tx, actor.org_id, member.user_id);
        if (!(await setPassword(tx, member.user_id, password_hash)))
          throw new Error(`Person ${member.user_id} has no account with a password`);
        await forgetFailures(tx, member.email);
        return {
          result: null,
          ...noted('member.set_password', 'member', member.id, { email: member.email }),
        };
      });
    },
    removeMember: async (call) => {
      const { params, actor } = call;
      return change(deps, originOf(call), async (tx) => {
        await lockMembers(tx, actor.org_id);
        const member = await requireMember(tx, actor.org_id, params.id);
        requireReach(actor, member.role);
        if (member.role === 'owner') await requireAnotherOwner(tx, actor.org_id, member.id);
        await tx.query('delete from member where id = $1', [member.id]);
        return { result: null, ...noted('member.remove', 'member', member.id, { role: member.role }) };
      });
    },
  };
}

async function withHash(body: { name: string; email: string; password?: string | undefined }) {
  if (body.password === undefined)
    throw invalid([
      { path: 'password', message: 'This person has no account here yet: give a first password' },
    ]);
  return { name: body.name, email: body.email, password_hash: await hashPassword(body.password) };
}

async function requireMember(tx: Tx, org_id: string, id: string): Promise<MemberRow> {
  const { rows } = await tx.query<MemberRow>(
    `select ${memberColumns} from ${memberTables} where m."organizationId" = $1 and m.id = $2`,
    [org_id, id],
  );
  if (!rows[0]) throw new ApiError('not_found', { message: 'There is no such member.' });
  return rows[0];
}

/** Whoever sets the password of an account can use it, and so in every organization that it belongs to. */
async function requireOnlyHere(tx: Tx, org_id: string, user_id: string): Promise<void> {
  // Nobody adds the person elsewhere until this is committed: a membership locks its user too.
  await tx.query('select 1 from "user" where id = $1 for update', [user_id]);
  const { rows } = await tx.query(
    'select 1 from member where "userId" = $1 and "organizationId" <> $2 limit 1',
    [user_id, org_id],
  );
  if (rows.length > 0) throw new ApiError('member_elsewhere');
}

/** Two owners who demote each other at once would leave none. */
async function lockMembers(tx: Tx, org_id: string): Promise<void> {
  await tx.query('select 1 from organization where id = $1 for update', [org_id]);
}

async function requireAnotherOwner(tx: Tx, org_id: string, except: string): Promise<void> {
  const { rows } = await tx.query(
    `select 1 from member where "organizationId" = $1 and role = 'owner' and id <> $2 limit 1`,
    [org_id, except],
  );
  if (rows.length === 0) throw new ApiError('last_owner');
}
