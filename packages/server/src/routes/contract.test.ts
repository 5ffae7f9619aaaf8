/** Generated from the contract: every endpoint, whatever is added to it, keeps these rules. */
import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { type Endpoint, type Role, roles } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atLeast } from '../auth/roles.ts';
import { bearerConnection, callFor, type Things } from '../testing/contract_calls.ts';
import { mappingDefinition, type TestKey } from '../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import { insertApproval, insertExecution, insertWait } from '../testing/waiting.ts';
import { contract } from './contract.ts';

let server: TestServer;
let mine: { org_id: string; clients: Record<Role, Client> };
let others: { org_id: string; things: Things };
/** For calls that only read. */
let mine_to_read: Things;

beforeAll(async () => {
  server = await startTestServer();
  mine = await organization();
  mine_to_read = await things(mine);
  const other = await organization();
  others = { org_id: other.org_id, things: await things(other) };
});
afterAll(() => server?.stop());

type Organization = typeof mine & { keys: Record<Role, TestKey> };

async function organization(): Promise<Organization> {
  const { id } = await server.organization();
  await server.person(id, 'owner');
  const keys = await Promise.all(roles.map((role) => server.apiKey(id, role)));
  const byRole = <T>(make: (key: TestKey) => T) =>
    Object.fromEntries(keys.map((key) => [key.role, make(key)])) as Record<Role, T>;
  return { org_id: id, keys: byRole((key) => key), clients: byRole((key) => server.client(key.key)) };
}

/** A deployed workflow, a running execution of it, a member and a key: new ones for every call, because some calls end them. */
async function things(org: { org_id: string; clients: Record<Role, Client> }): Promise<Things> {
  const created = await org.clients.owner.post<{ id: string }>('/api/integrations/workflows', {
    name: `Workflow ${uuidv7()}`,
    workflow_definition: mappingDefinition(),
  });
  expect(created.status).toBe(201);
  const workflow_id = created.body.id;
  const deployed = await org.clients.owner.post(`/api/integrations/workflows/${workflow_id}/deploy`);
  expect(deployed.text).toContain('"status":"active"');
  const person = await server.person(org.org_id, 'viewer');
  const key = await server.apiKey(org.org_id, 'viewer');
  const of = { org_id: org.org_id, workflow_id };
  const waiting = await insertExecution(server.db, of);
  await insertWait(server.db, waiting, { kind: 'question', path: 'ask' });
  const { execution_id: finished_id } = await insertExecution(server.db, of, 'error');
  return {
    workflow_id,
    execution_id: waiting.execution_id,
    finished_id,
    approval_id: await insertApproval(
      server.db,
      { ...of, ...waiting },
      { approvers: ['viewer'], path: 'map' },
    ),
    blob_hash: await blob(org.org_id, finished_id),
    test_id: await savedTest(org.clients.owner, workflow_id),
    member_id: person.member_id,
    api_key_id: key.id,
    connection_id: await savedConnection(org.clients.owner),
  };
}

async function savedConnection(client: Client): Promise<string> {
  const body = { ...bearerConnection(), name: `Connection ${uuidv7()}` };
  const saved = await client.post<{ id: string }>('/api/integrations/connections', body);
  expect(saved.status, saved.text).toBe(201);
  return saved.body.id;
}

async function savedTest(client: Client, workflow_id: string): Promise<string> {
  const saved = await client.post<{ id: string }>(`/api/integrations/workflows/${workflow_id}/tests`, {
    name: 'Saved',
    expectations: [{ on: 'status', equals: 'success' }],
  });
  expect(saved.status, saved.text).toBe(201);
  return saved.body.id;
}

async function blob(org_id: string, execution_id: string): Promise<string> {
  const json = JSON.stringify({ large: org_id });
  const hash = createHash('sha256').update(json).digest('base64url');
  await server.db.asEngine((tx) =>
    tx.query(
      'insert into execution_blobs (execution_id, hash, org_id, bytes, data) values ($1, $2, $3, $4, $5)',
      [execution_id, hash, org_id, json.length, zstdCompressSync(json)],
    ),
  );
  return hash;
}

function send(client: Client, endpoint: Endpoint, on: Things) {
  const { path, body } = callFor(endpoint, on);
  return client.request(endpoint.method, path, body);
}

const closed = contract.filter((endpoint) => endpoint.access !== 'public');
const named = (endpoints: readonly Endpoint[]) =>
  endpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const);

describe('without sign-in', () => {
  test.each(named(closed))('%s is 401', async (_name, endpoint) => {
    const answer = await send(server.client(), endpoint, others.things);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({
      status: 401,
      code: 'unauthenticated',
      error: expect.stringContaining('Sign in'),
    });
  });

  test.each(named(closed))('%s with a wrong key is 401', async (_name, endpoint) => {
    const answer = await send(server.client('mr_wrong'), endpoint, others.things);
    expect(answer.body).toMatchObject({ status: 401, code: 'invalid_api_key' });
  });
});

describe('the role decides', () => {
  const cases = closed.flatMap((endpoint) =>
    roles.map((role) => [`${role}: ${endpoint.method} ${endpoint.path}`, role, endpoint] as const),
  );
  test.each(cases)('%s', async (_name, role, endpoint) => {
    const allowed = atLeast(role, endpoint.access as Role);
    // Who may not is told before anything is looked up, so the things of a call that is refused need not exist.
    const on = !allowed ? others.things : endpoint.method === 'GET' ? mine_to_read : await things(mine);
    const answer = await send(mine.clients[role], endpoint, on);
    if (allowed) expect(answer.status, answer.text).toBeLessThan(300);
    else expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('things of another organization', () => {
  const withThing = closed.filter(
    (endpoint) => endpoint.path.includes(':id') || endpoint.path.endsWith('/nodes/run'),
  );
  test.each(named(withThing))('%s is 404, as for an id that never was', async (_name, endpoint) => {
    const answer = await send(mine.clients.owner, endpoint, others.things);
    expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
    const nothing = {
      workflow_id: uuidv7(),
      execution_id: uuidv7(),
      finished_id: uuidv7(),
      member_id: uuidv7(),
      api_key_id: uuidv7(),
      connection_id: uuidv7(),
      approval_id: uuidv7(),
      blob_hash: others.things.blob_hash,
      test_id: uuidv7(),
    };
    const never = await send(mine.clients.owner, endpoint, nothing);
    expect(never.body).toEqual(answer.body);
  });

  test.each(named(closed.filter((endpoint) => endpoint.method === 'GET' && !endpoint.path.includes(':'))))(
    '%s shows none of them',
    async (_name, endpoint) => {
      const answer = await send(mine.clients.owner, endpoint, others.things);
      expect(answer.status).toBe(200);
      for (const id of [others.org_id, ...Object.values(others.things)])
        expect(answer.text).not.toContain(id);
    },
  );
});

describe('what only the server decides', () => {
  const withBody = closed.filter((endpoint) => endpoint.body !== undefined);
  const fields = ['org_id', 'status', 'id', 'version', 'enabled', 'created_by'];
  test.each(
    named(withBody).flatMap(([name, endpoint]) => fields.map((field) => [name, field, endpoint] as const)),
  )('%s refuses %s in its body', async (_name, field, endpoint) => {
    const { path, body } = callFor(endpoint, others.things);
    if (field === 'id' && endpoint.path.endsWith('/events')) return; // an event's own id
    const answer = await mine.clients.owner.request(endpoint.method, path, {
      ...(body as object | undefined),
      [field]: uuidv7(),
    });
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed' });
  });

  const withoutBody = closed.filter((endpoint) => endpoint.body === undefined && endpoint.method !== 'GET');
  test.each(named(withoutBody))('%s takes no body', async (_name, endpoint) => {
    const { path } = callFor(endpoint, others.things);
    const answer = await mine.clients.owner.request(endpoint.method, path, { status: 'active' });
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed' });
  });

  test.each(named(closed))('%s refuses a query parameter that it does not know', async (_name, endpoint) => {
    if (!endpoint.query) return;
    const { path } = callFor(endpoint, others.things);
    const answer = await mine.clients.owner.get(
      `${path}${path.includes('?') ? '&' : '?'}org_id=${others.org_id}`,
    );
    if (endpoint.method === 'GET') expect([404, 422]).toContain(answer.status);
  });
});

describe('the audit log', () => {
  /** They change nothing: a check, and runs that are stored nowhere. */
  const reading = /\/(validate|workflows\/:id\/test|tests\/run|options)$/;
  const mutating = closed.filter((endpoint) => endpoint.method !== 'GET');

  async function rowsOf(org_id: string): Promise<number> {
    const { rows } = await server.db.asOrg(org_id, (tx) =>
      tx.query<{ count: number }>('select count(*)::int as count from audit_log'),
    );
    return rows[0]!.count;
  }

  test.each(named(mutating))(
    '%s leaves exactly one row, and none when it is refused',
    async (_name, endpoint) => {
      const on = await things(mine);
      const before = await rowsOf(mine.org_id);
      const done = await send(mine.clients.owner, endpoint, on);
      expect(done.status, done.text).toBeLessThan(300);
      expect((await rowsOf(mine.org_id)) - before).toBe(reading.test(endpoint.path) ? 0 : 1);
      const refused = await mine.clients.owner.request(endpoint.method, callFor(endpoint, on).path, {
        surprise: true,
      });
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect((await rowsOf(mine.org_id)) - before).toBe(reading.test(endpoint.path) ? 0 : 1);
    },
  );

  test('no role of the product can change or remove a row', async () => {
    for (const statement of [
      'update audit_log set actor = null',
      'delete from audit_log',
      'truncate audit_log',
    ]) {
      await expect(server.db.asOrg(mine.org_id, (tx) => tx.query(statement))).rejects.toMatchObject({
        code: '42501',
      });
      await expect(server.db.asEngine((tx) => tx.query(statement))).rejects.toMatchObject({ code: '42501' });
    }
  });
});
