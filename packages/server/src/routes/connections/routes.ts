/** Connections: made, tested and used by whoever builds workflows. Their secrets come in here and never go out. */
import { type Connection, connectionLimits, connectionRoutes, type NewConnection } from '@millrace/core';
import type { AuthKind } from '@millrace/sdk';
import type { FastifyInstance } from 'fastify';
import { namesOf } from '../../auth/names.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { connectionPlace } from '../../connections/open_connections.ts';
import { presentFields, readFields, type StoredConnection } from '../../connections/stored_fields.ts';
import { tryConnection } from '../../connections/try_connection.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import { newId } from '../../new_id.ts';
import { type Answer, type Handler, registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { decodeCursor, toPage } from '../page.ts';
import { connectionPolicy } from './policy.ts';
import {
  type ConnectionRow,
  countConnections,
  countUses,
  deleteConnection,
  findConnection,
  insertConnection,
  listConnections,
  listUses,
  noteTest,
  updateConnection,
} from './queries.ts';

type Handlers = { [K in keyof typeof connectionRoutes]: Handler<(typeof connectionRoutes)[K]> };

export function registerConnections(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    connectionRoutes,
    connectionPolicy,
    { ...readHandlers(deps), ...writeHandlers(deps), ...trialHandlers(deps) },
    deps,
  );
}

function readHandlers(deps: ServerDeps): Pick<Handlers, 'list' | 'get'> {
  return {
    list: async ({ query, actor }) => {
      const { limit, search, app, status } = query;
      const found = await deps.db.asOrg(
        actor.org_id,
        async (tx) => {
          const { rows, counted } = await listConnections(tx, {
            search,
            app,
            status,
            limit,
            after: decodeCursor(query.cursor),
          });
          return {
            rows,
            counted,
            uses: await countUses(
              tx,
              rows.slice(0, limit).map(({ id }) => id),
            ),
          };
        },
        { read_only: true },
      );
      const present = await presenter(deps, found.rows);
      return toPage(found.rows, {
        limit,
        counted: found.counted,
        cursorOf: (row) => ({ value: row.name.toLowerCase(), id: row.id }),
        present: (row) => present(row, found.uses.get(row.id) ?? 0),
      });
    },
    get: async ({ params, actor }) => {
      const { row, workflows } = await deps.db.asOrg(
        actor.org_id,
        async (tx) => ({
          row: await load(tx, params.id),
          workflows: await listUses(tx, params.id.toLowerCase()),
        }),
        { read_only: true },
      );
      const present = await presenter(deps, [row]);
      return { ...present(row, workflows.length), workflows };
    },
  };
}

function writeHandlers(deps: ServerDeps): Pick<Handlers, 'create' | 'update' | 'remove'> {
  return {
    create: async (call) => {
      const { body, actor } = call;
      const { org_id } = actor;
      const kind = kindOf(deps, body);
      const fields = readFields(kind, body.fields, body.hosts, null);
      checkTestUrl(body.test_url);
      const id = newId();
      const sealed = await deps.secrets.encrypt(org_id, connectionPlace(id), JSON.stringify(fields.secrets));
      const row = await deps.db.asOrg(org_id, async (tx) => {
        if ((await countConnections(tx)) >= connectionLimits.per_organization)
          throw invalid([
            {
              path: '',
              message: `At most ${connectionLimits.per_organization.toLocaleString('en')} connections`,
            },
          ]);
        const { name, app, auth, hosts, test_url } = body;
        const written = { id, org_id, name, app, auth, hosts, test_url, sealed, by: actor.id };
        const inserted = await insertConnection(tx, { ...written, fields: JSON.stringify(fields.shown) });
        if (!inserted) throw taken();
        await audit(tx, originOf(call), about('create', inserted, { hosts }));
        return inserted;
      });
      return (await presenter(deps, [row]))(row, 0);
    },

    update: async (call) => {
      const { params, body, actor } = call;
      const { org_id } = actor;
      if (body.test_url !== undefined) checkTestUrl(body.test_url);
      const { row, uses } = await deps.db.asOrg(org_id, async (tx) => {
        const before = await load(tx, params.id, true);
        const kind = kindOf(deps, before);
        const stored = await open(deps, org_id, before);
        const hosts = body.hosts ?? before.hosts;
        const given = body.fields ?? presentFields(kind, before.fields);
        const fields = readFields(kind, given, hosts, stored);
        const shown = JSON.stringify(fields.shown);
        const secrets = JSON.stringify(fields.secrets);
        const isSame = secrets === JSON.stringify(stored.secrets) && shown === JSON.stringify(before.fields);
        const changed = {
          id: before.id,
          name: body.name ?? before.name,
          hosts,
          test_url: body.test_url === undefined ? before.test_url : body.test_url,
          fields: shown,
          sealed: isSame
            ? before.sealed
            : await deps.secrets.encrypt(org_id, connectionPlace(before.id), secrets),
          by: actor.id,
          retest: !isSame,
        };
        const row = await updateConnection(tx, changed).catch(refuseTaken);
        await audit(tx, originOf(call), about('update', row!, { changed: Object.keys(body), hosts }));
        return { row: row!, uses: await countUses(tx, [row!.id]) };
      });
      return (await presenter(deps, [row]))(row, uses.get(row.id) ?? 0);
    },

    remove: async (call) => {
      const { params, query, actor } = call;
      await deps.db.asOrg(actor.org_id, async (tx) => {
        const row = await load(tx, params.id, true);
        const workflows = await listUses(tx, row.id);
        if (workflows.length > 0 && query.force !== 'true')
          throw new ApiError('connection_in_use', {
            message: inUse(row.name, workflows),
            extra: { workflows },
          });
        await deleteConnection(tx, row.id);
        await audit(tx, originOf(call), about('delete', row, { used_by: workflows.map(({ id }) => id) }));
      });
      return null;
    },
  };
}

function trialHandlers(deps: ServerDeps): Pick<Handlers, 'try' | 'test'> {
  return {
    try: async (call) => {
      const { body, actor } = call;
      const kind = kindOf(deps, body);
      const id = body.connection_id;
      const stored =
        id === undefined
          ? null
          : await deps.db.asOrg(actor.org_id, async (tx) => {
              const row = await load(tx, id);
              if (row.app !== body.app || row.auth !== body.auth) throw new ApiError('not_found');
              return open(deps, actor.org_id, row);
            });
      const { shown, secrets } = readFields(kind, body.fields, body.hosts, stored);
      checkTestUrl(body.test_url);
      await deps.db.asOrg(actor.org_id, (tx) =>
        audit(tx, originOf(call), {
          action: 'connection.try',
          object_type: 'connection',
          object_id: id ?? null,
          details: { app: body.app, auth: body.auth, hosts: body.hosts },
        }),
      );
      const name = body.name?.trim() || 'that is being made';
      return tryConnection(deps.runtime.http, {
        kind,
        name,
        hosts: body.hosts,
        test_url: addressToTest(body.test_url),
        fields: { ...shown, ...secrets },
        secrets,
      });
    },

    test: async (call) => {
      const { params, actor } = call;
      const { org_id } = actor;
      const { row, secrets } = await deps.db.asOrg(org_id, async (tx) => {
        const row = await load(tx, params.id);
        return { row, ...(await open(deps, org_id, row)) };
      });
      const outcome = await tryConnection(deps.runtime.http, {
        kind: kindOf(deps, row),
        name: row.name,
        hosts: row.hosts,
        test_url: addressToTest(row.test_url),
        fields: { ...row.fields, ...secrets },
        secrets,
      });
      await deps.db.asOrg(org_id, async (tx) => {
        await noteTest(tx, row.id, { status: outcome.status, message: outcome.ok ? null : outcome.message });
        await audit(tx, originOf(call), about('test', row, { ok: outcome.ok }));
      });
      return outcome;
    },
  };
}

async function load(tx: Tx, id: string, lock = false): Promise<ConnectionRow> {
  const row = await findConnection(tx, id, lock);
  if (!row) throw new ApiError('not_found', { message: 'There is no such connection here.' });
  return row;
}

async function open(
  deps: ServerDeps,
  org_id: string,
  { id, hosts, sealed }: ConnectionRow,
): Promise<StoredConnection> {
  const secrets = JSON.parse(await deps.secrets.decrypt(org_id, connectionPlace(id), sealed)) as Record<
    string,
    unknown
  >;
  return { hosts, secrets };
}

/** @throws ApiError 422 for a way to authenticate that the app does not have */
function kindOf(deps: ServerDeps, { app, auth }: Pick<NewConnection, 'app' | 'auth'>): AuthKind {
  const kind = deps.runtime.apps.auth(app, auth);
  if (kind) return kind;
  const known = deps.runtime.manifests.find(({ id }) => id === app)?.auth?.map(({ id }) => id);
  throw known
    ? invalid([{ path: 'auth', message: `must be one of ${known.join(', ')}` }])
    : invalid([{ path: 'app', message: `There is no app "${app}" that connections can be made for` }]);
}

function checkTestUrl(test_url: string | null): void {
  if (test_url === null || test_url === '') return;
  const protocol = URL.parse(test_url)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:')
    throw invalid([
      { path: 'test_url', message: 'is not a web address; it begins with https:// or http://' },
    ]);
}

function addressToTest(test_url: string | null): string {
  if (test_url) return test_url;
  throw invalid([
    {
      path: 'test_url',
      message: 'Give a test address first: it is asked whether it accepts the credentials',
    },
  ]);
}

async function presenter(deps: ServerDeps, rows: readonly ConnectionRow[]) {
  const name = await namesOf(
    deps.auth,
    rows.flatMap((row) => [row.created_by, row.updated_by]),
  );
  return (
    row: ConnectionRow,
    used_by: number,
  ): Answer<typeof connectionRoutes.create> & Pick<Connection, 'id'> => {
    const { sealed: _sealed, ...rest } = row;
    return {
      ...rest,
      fields: presentFields(deps.runtime.apps.auth(row.app, row.auth), row.fields),
      used_by,
      created_by: name(row.created_by),
      updated_by: name(row.updated_by),
    };
  };
}

function about(what: string, row: ConnectionRow, details: Record<string, unknown>) {
  const { id, name, app, auth } = row;
  return {
    action: `connection.${what}`,
    object_type: 'connection',
    object_id: id,
    details: { name, app, auth, ...details },
  };
}

function inUse(name: string, workflows: readonly { name: string }[]): string {
  const names = workflows.slice(0, 3).map((one) => one.name);
  const more = workflows.length - names.length;
  const list = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
  return `${name} is used by ${list}. Their steps fail without it.`;
}

const taken = () => new ApiError('name_taken', { message: 'There is already a connection with this name.' });

function refuseTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23505' && constraint === 'connections_name') throw taken();
  throw error;
}
