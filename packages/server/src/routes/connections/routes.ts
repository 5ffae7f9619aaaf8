/** Connections: made, tested and used by whoever builds workflows. Their secrets come in here and never go out. */
import { type Connection, connectionLimits, connectionRoutes, type NewConnection } from '@millrace/core';
import type { AuthKind } from '@millrace/sdk';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { namesOf } from '../../auth/names.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { connectionPlace } from '../../connections/open_connections.ts';
import { presentFields, readFields, type StoredConnection } from '../../connections/stored_fields.ts';
import { tryConnection } from '../../connections/try_connection.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import { newId } from '../../new_id.ts';
import type { OrgSlots } from '../../org_slots.ts';
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

type ConnectionUpdate = z.infer<typeof connectionRoutes.update.body>;
/** Others may change a connection between its reading and the writing; then it is done again with what they made. */
const MOST_UPDATES = 3;

type Handlers = { [K in keyof typeof connectionRoutes]: Handler<(typeof connectionRoutes)[K]> };

export function registerConnections(app: FastifyInstance, deps: ServerDeps, slots: OrgSlots): void {
  registerResource(
    app,
    connectionRoutes,
    connectionPolicy,
    { ...readHandlers(deps), ...writeHandlers(deps), ...trialHandlers(deps, slots) },
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
      for (let time = 0; time < MOST_UPDATES; time++) {
        const before = await deps.db.asOrg(org_id, (tx) => load(tx, params.id), { read_only: true });
        const changed = { ...(await changedConnection(deps, org_id, before, body)), by: actor.id };
        const written = await deps.db.asOrg(org_id, async (tx) => {
          const current = await load(tx, params.id, true);
          if (!isUnchanged(current, before)) return null;
          const row = (await updateConnection(tx, changed).catch(refuseTaken))!;
          const details = { changed: Object.keys(body), hosts: changed.hosts };
          await audit(tx, originOf(call), about('update', row, details));
          return { row, uses: await countUses(tx, [row.id]) };
        });
        if (written)
          return (await presenter(deps, [written.row]))(
            written.row,
            written.uses.get(params.id.toLowerCase()) ?? 0,
          );
      }
      throw new ApiError('stale', {
        message: 'Others are changing this connection right now. Look at it again, then save.',
      });
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

function trialHandlers(deps: ServerDeps, slots: OrgSlots): Pick<Handlers, 'try' | 'test'> {
  return {
    try: async (call) => {
      const { body, actor } = call;
      const kind = kindOf(deps, body);
      const id = body.connection_id;
      const stored =
        id === undefined
          ? null
          : await openStored(deps, actor.org_id, id, (row) => {
              if (row.app !== body.app || row.auth !== body.auth) throw new ApiError('not_found');
            });
      const { shown, secrets } = readFields(kind, body.fields, body.hosts, stored);
      checkTestUrl(body.test_url);
      const test_url = addressToTest(body.test_url);
      const name = body.name?.trim() || 'that is being made';
      return slots.use(actor.org_id, async () => {
        await deps.db.asOrg(actor.org_id, (tx) =>
          audit(tx, originOf(call), {
            action: 'connection.try',
            object_type: 'connection',
            object_id: id ?? null,
            details: { app: body.app, auth: body.auth, hosts: body.hosts },
          }),
        );
        const fields = { ...shown, ...secrets };
        return tryConnection(deps.runtime.http, { kind, name, hosts: body.hosts, test_url, fields, secrets });
      });
    },

    test: async (call) => {
      const { params, actor } = call;
      const { org_id } = actor;
      const { row, secrets } = await openStored(deps, org_id, params.id);
      const trial = {
        kind: kindOf(deps, row),
        name: row.name,
        hosts: row.hosts,
        test_url: addressToTest(row.test_url),
        fields: { ...row.fields, ...secrets },
        secrets,
      };
      const outcome = await slots.use(org_id, () => tryConnection(deps.runtime.http, trial));
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

/** Opened outside of the transaction that reads it: the keys may need a database connection of their own. */
async function openStored(
  deps: ServerDeps,
  org_id: string,
  id: string,
  check: (row: ConnectionRow) => void = () => {},
): Promise<StoredConnection & { row: ConnectionRow }> {
  const row = await deps.db.asOrg(org_id, (tx) => load(tx, id), { read_only: true });
  check(row);
  return { row, ...(await open(deps, org_id, row)) };
}

/** What a change makes of a connection, sealed again where its secrets are others. */
async function changedConnection(
  deps: ServerDeps,
  org_id: string,
  before: ConnectionRow,
  body: ConnectionUpdate,
) {
  const kind = kindOf(deps, before);
  const stored = await open(deps, org_id, before);
  const hosts = body.hosts ?? before.hosts;
  const given = body.fields ?? presentFields(kind, before.fields);
  const fields = readFields(kind, given, hosts, stored);
  const shown = JSON.stringify(fields.shown);
  const secrets = JSON.stringify(fields.secrets);
  const isSame = secrets === JSON.stringify(stored.secrets) && shown === JSON.stringify(before.fields);
  return {
    id: before.id,
    name: body.name ?? before.name,
    hosts,
    test_url: body.test_url === undefined ? before.test_url : body.test_url,
    fields: shown,
    sealed: isSame ? before.sealed : await deps.secrets.encrypt(org_id, connectionPlace(before.id), secrets),
    retest: !isSame,
  };
}

/** Whether nobody changed since what a change was made of; the outcome of a test is no such change. */
function isUnchanged(current: ConnectionRow, before: ConnectionRow): boolean {
  const made = ({ name, hosts, test_url, fields, sealed }: ConnectionRow) =>
    JSON.stringify([name, hosts, test_url, fields, sealed]);
  return made(current) === made(before);
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
