import type { organizationRoutes, Role } from '@millrace/core';
import { insertApiKey, roleOfPermissions } from '../../auth/api_keys.ts';
import { asOrgWithin } from '../../auth/auth_database.ts';
import { hashPassword } from '../../auth/password.ts';
import { findUserByEmail, insertMember, insertUser } from '../../auth/people.ts';
import { type AuditEntry, audit, type Origin, originOf } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { countLimit, decodeCursor, toPage } from '../page.ts';
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

/** Members and keys live in schema `auth`; each change is one transaction with its audit row. */
export function memberHandlers(
  deps: ServerDeps,
): Pick<Handlers, 'members' | 'addMember' | 'setMemberRole' | 'removeMember'> {
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

interface KeyRow {
  id: string;
  name: string | null;
  prefix: string | null;
  permissions: string | null;
  created_at: Date;
  last_used_at: Date | null;
}

export function apiKeyHandlers(
  deps: ServerDeps,
): Pick<Handlers, 'apiKeys' | 'createApiKey' | 'removeApiKey'> {
  return {
    apiKeys: async ({ query, actor }) => {
      const after = decodeCursor(query.cursor);
      const { rows } = await deps.auth.database.pool.query<KeyRow & { total: number }>(
        `select id, name, start as prefix, permissions, "createdAt" as created_at, "lastRequest" as last_used_at,
           (select count(*)::int from (select 1 from apikey where "referenceId" = $1 limit ${countLimit}) x) as total
         from apikey where "referenceId" = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
        [actor.org_id, after?.id ?? null, query.limit + 1],
      );
      return toPage(rows, {
        limit: query.limit,
        counted: rows[0]?.total ?? 0,
        cursorOf: (row) => ({ value: '', id: row.id }),
        present: ({ total: _total, permissions, ...row }) => ({
          ...row,
          name: row.name ?? 'API key',
          prefix: row.prefix ?? '',
          role: roleOfPermissions(permissions),
        }),
      });
    },
    createApiKey: async (call) => {
      const { body, actor } = call;
      requireReach(actor, body.role);
      return change(deps, originOf(call), async (tx) => {
        const key = await insertApiKey(tx, actor.org_id, body.name, body.role);
        return {
          result: { ...key, last_used_at: null },
          ...noted('api_key.create', 'api_key', key.id, { name: key.name, role: key.role }),
        };
      });
    },
    removeApiKey: async (call) => {
      const { params, actor } = call;
      return change(deps, originOf(call), async (tx) => {
        const { rows } = await tx.query<{ name: string; permissions: string | null }>(
          'select name, permissions from apikey where "referenceId" = $1 and id = $2 for update',
          [actor.org_id, params.id],
        );
        const [key] = rows;
        if (!key) throw new ApiError('not_found', { message: 'There is no such API key.' });
        requireReach(actor, roleOfPermissions(key.permissions));
        await tx.query('delete from apikey where id = $1', [params.id]);
        return { result: null, ...noted('api_key.remove', 'api_key', params.id, { name: key.name }) };
      });
    },
  };
}

function noted(
  action: string,
  object_type: string,
  object_id: string,
  details: Record<string, unknown>,
): { entry: AuditEntry } {
  return { entry: { action, object_type, object_id, details } };
}

/** Commits a change of people or keys with its audit row, then lets nobody in by what was remembered. */
async function change<T>(
  deps: ServerDeps,
  origin: Origin,
  work: (tx: Tx) => Promise<{ result: T; entry: AuditEntry }>,
): Promise<T> {
  try {
    return await deps.auth.database.transaction(async (tx) => {
      const { result, entry } = await work(tx);
      await asOrgWithin(tx, origin.actor.org_id, () => audit(tx, origin, entry));
      return result;
    });
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    // Two that add the same person at once: the second one finds it done.
    if (code === '23505' && (constraint === 'member_organization_user' || constraint === 'user_email_key'))
      throw new ApiError('already_member');
    throw error;
  } finally {
    deps.auth.memory.forget();
  }
}
