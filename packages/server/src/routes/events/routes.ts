import { eventRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { audit, originOf } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { invalid } from '../../errors.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { eventPolicy } from './policy.ts';

interface EventType {
  name: string;
  description?: string | null | undefined;
  sample?: unknown;
}

/** Event types that the editor offers, and publishing. */
export function registerEvents(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    eventRoutes,
    eventPolicy,
    {
      types: async ({ actor }) => {
        const { rows } = await deps.db.asOrg(
          actor.org_id,
          (tx) => tx.query<EventType>('select name, description, sample from event_types order by name'),
          { read_only: true },
        );
        return { data: rows };
      },
      setTypes: async (call) => {
        const { data } = call.body;
        const names = data.map((type) => type.name);
        const double = names.findIndex((name, index) => names.indexOf(name) !== index);
        if (double !== -1)
          throw invalid([{ path: `data[${double}].name`, message: `${names[double]} is there twice` }]);
        await deps.db.asOrg(call.actor.org_id, async (tx) => {
          await replaceTypes(tx, call.actor.org_id, data);
          await audit(tx, originOf(call), {
            action: 'event_types.replace',
            object_type: 'event_types',
            object_id: null,
            details: { names },
          });
        });
        return { data };
      },
      publish: async (call) => {
        const { body, actor } = call;
        const id = body.id ?? headerId(call.request.headers['idempotency-key']);
        const answer = await deps.runtime.publishEvent({
          org_id: actor.org_id,
          type: body.type,
          data: body.data ?? null,
          ...(id === undefined ? {} : { id }),
          triggered_by: actor.id,
        });
        await deps.db.asOrg(actor.org_id, (tx) =>
          audit(tx, originOf(call), {
            action: 'event.publish',
            object_type: 'event',
            object_id: answer.event_id,
            details: { type: body.type, matched: answer.matched },
          }),
        );
        return answer;
      },
    },
    deps,
  );
}

/** `Idempotency-Key` says what `id` says in the body. */
function headerId(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || header.trim() === '' || header.length > 200)
    throw invalid([{ path: 'Idempotency-Key', message: 'has 1 to 200 characters' }]);
  return header;
}

async function replaceTypes(tx: Tx, org_id: string, types: readonly EventType[]): Promise<void> {
  await tx.query('delete from event_types where name <> all($1)', [types.map((type) => type.name)]);
  await tx.query(
    `insert into event_types (org_id, name, description, sample)
     select $1, name, description, sample from unnest($2::text[], $3::text[], $4::text[]::json[]) as t(name, description, sample)
     on conflict (org_id, name) do update set description = excluded.description, sample = excluded.sample`,
    [
      org_id,
      types.map((type) => type.name),
      types.map((type) => type.description ?? null),
      types.map((type) => (type.sample === undefined ? null : JSON.stringify(type.sample))),
    ],
  );
}
