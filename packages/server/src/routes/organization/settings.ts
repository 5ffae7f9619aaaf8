import type { organizationRoutes } from '@millrace/core';
import { z } from 'zod';
import { audit, originOf } from '../../commands/audit.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { notifyChanged } from '../../triggers/arm.ts';
import { serverVersion } from '../../version.ts';
import { countLimit, decodeCursor, toPage } from '../page.ts';
import { readSettings } from './organization_settings.ts';
import { readStats } from './stats.ts';

type Handlers = { [K in keyof typeof organizationRoutes]: Handler<(typeof organizationRoutes)[K]> };

interface AuditRow {
  id: string;
  at: Date;
  actor: string;
  action: string;
  object_type: string;
  object_id: string | null;
  details: unknown;
}

export function settingsHandlers(
  deps: ServerDeps,
): Pick<Handlers, 'session' | 'variables' | 'setVariables' | 'auditLog' | 'stats'> {
  return {
    session: async ({ actor }) => {
      const { timezone } = await deps.db.asOrg(actor.org_id, readSettings, { read_only: true });
      return {
        user: { id: actor.id, name: actor.name, email: actor.email },
        organization: {
          id: actor.org_id,
          name: actor.org_name,
          slug: actor.org_slug,
          timezone,
        },
        role: actor.role,
        server: { version: serverVersion, public_url: deps.env.public_url },
      };
    },
    variables: async ({ actor }) => {
      const { rows } = await deps.db.asOrg(
        actor.org_id,
        (tx) => tx.query<{ name: string; value: unknown }>('select name, value from variables order by name'),
        { read_only: true },
      );
      return { data: rows };
    },
    setVariables: async (call) => {
      const { body, actor } = call;
      const names = body.data.map((variable) => variable.name);
      refuseDoubles(names);
      await deps.db.asOrg(actor.org_id, async (tx) => {
        await tx.query('delete from variables where name <> all($1)', [names]);
        await tx.query(
          `insert into variables (org_id, name, value)
           select $1, name, value from unnest($2::text[], $3::text[]::json[]) as v(name, value)
           on conflict (org_id, name) do update set value = excluded.value, updated_at = now()`,
          [actor.org_id, names, body.data.map((variable) => JSON.stringify(variable.value ?? null))],
        );
        await audit(tx, originOf(call), {
          action: 'variables.replace',
          object_type: 'variables',
          object_id: null,
          details: { names },
        });
        await notifyChanged(tx, `variables:${actor.org_id}`);
      });
      deps.runtime.changed();
      return { data: body.data.map(({ name, value }) => ({ name, value: value ?? null })) };
    },
    auditLog: async ({ query, actor }) => {
      const after = decodeCursor(query.cursor);
      if (after !== null && !z.uuid().safeParse(after.id).success)
        throw new ApiError('validation_failed', {
          issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
        });
      const { rows, counted } = await deps.db.asOrg(
        actor.org_id,
        async (tx) => {
          const found = await tx.query<AuditRow>(
            `select id, at, actor, action, object_type, object_id, details from audit_log
             where $1::uuid is null or id < $1 order by id desc limit $2`,
            [after?.id ?? null, query.limit + 1],
          );
          const total = await tx.query<{ counted: number }>(
            `select count(*)::int as counted from (select 1 from audit_log limit ${countLimit}) x`,
          );
          return { rows: found.rows, counted: total.rows[0]!.counted };
        },
        { read_only: true },
      );
      return toPage(rows, {
        limit: query.limit,
        counted,
        cursorOf: (row) => ({ value: '', id: row.id }),
        present: (row) => row,
      });
    },
    stats: async ({ query, actor }) =>
      deps.db.asOrg(actor.org_id, (tx) => readStats(tx, query.days), { read_only: true }),
  };
}

function refuseDoubles(names: readonly string[]): void {
  const doubles = names
    .map((name, index) => ({ name, index }))
    .filter(({ name, index }) => names.indexOf(name) !== index);
  if (doubles.length > 0)
    throw invalid(
      doubles.map(({ name, index }) => ({ path: `data[${index}].name`, message: `${name} is there twice` })),
    );
}
