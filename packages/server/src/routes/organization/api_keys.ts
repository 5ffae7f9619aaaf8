import type { organizationRoutes } from '@millrace/core';
import { insertApiKey, roleOfPermissions } from '../../auth/api_keys.ts';
import { originOf } from '../../commands/audit.ts';
import { ApiError } from '../../errors.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { countLimit, decodeCursor, toPage } from '../page.ts';
import { change, noted } from './change.ts';
import { requireReach } from './policy.ts';

type Handlers = { [K in keyof typeof organizationRoutes]: Handler<(typeof organizationRoutes)[K]> };

interface KeyRow {
  id: string;
  name: string | null;
  prefix: string | null;
  permissions: string | null;
  created_at: Date;
  last_used_at: Date | null;
}

/** Keys live in schema `auth`; each change is one transaction with its audit row. */
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
