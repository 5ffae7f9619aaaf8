/** A test address from both of its sides: the person who listens, and the system that calls. */
import { createHmac } from 'node:crypto';
import { type TestAddress, testAddressLimits } from '@millrace/core';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { registerErrorHandler } from '../../plugins/error_handler.ts';
import { createSecrets } from '../../secrets/secrets.ts';
import { prune } from '../../storage/prune.ts';
import { webhookDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';
import { registerTestHooks } from '../hooks/test_address.ts';

let server: TestServer;
let org_id: string;
let client: Client;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await startTestServer();
  ({ id: org_id } = await server.organization());
  client = server.client((await server.apiKey(org_id, 'editor')).key);
});
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  await server?.stop();
});

const pathOf = (id: string) => `/api/integrations/workflows/${id}/test-address`;

async function workflow(config: Record<string, unknown> = {}): Promise<string> {
  const created = await client.post<{ id: string }>('/api/integrations/workflows', {
    name: `Hook ${crypto.randomUUID()}`,
    workflow_definition: webhookDefinition(config),
  });
  expect(created.status, created.text).toBe(201);
  return created.body.id;
}

async function listen(id: string, by: Client = client): Promise<TestAddress> {
  const answer = await by.post<TestAddress>(pathOf(id));
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

const seen = async (id: string, by: Client = client) => (await by.get<TestAddress>(pathOf(id))).body;

/** The address names the public one; what answers in a test is somewhere else. */
const reach = (address: TestAddress, base = server.url) => base + new URL(address.url!).pathname;

const json = { 'content-type': 'application/json' };
const call = (url: string, init: RequestInit = {}) =>
  fetch(url, { method: 'POST', headers: json, body: '{"id":7}', ...init });

describe('listening', () => {
  test('catches the next call with its headers, query and body, and starts nothing', async () => {
    const id = await workflow();
    expect(await seen(id)).toEqual({ url: null, state: 'idle', expires_at: null, call: null, refused: null });
    const address = await listen(id);
    expect(address).toMatchObject({ state: 'listening', call: null, refused: null });
    const minutes = (Date.parse(address.expires_at!) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9);
    expect(minutes).toBeLessThanOrEqual(10.1);

    const answer = await call(`${reach(address)}?a=1&a=2&b=x`, {
      headers: { ...json, 'x-shop': 'north' },
      body: '{"order":{"id":"A-1"}}',
    });
    expect([answer.status, await answer.json()]).toMatchObject([200, { caught: true }]);
    expect(await seen(id)).toMatchObject({
      state: 'caught',
      call: {
        method: 'POST',
        headers: { 'x-shop': 'north' },
        query: { a: ['1', '2'], b: 'x' },
        data: { order: { id: 'A-1' } },
      },
      refused: null,
    });
    const row = (await client.get(`/api/integrations/workflows/${id}`)).body;
    expect(row).toMatchObject({ execution_count: 0, status: 'draft' });
    expect((await client.get<{ total: number }>(`/api/integrations/workflows/${id}/logs`)).body.total).toBe(
      0,
    );
  });

  test('keeps its address, and forgets what it caught when it begins again or ends', async () => {
    const id = await workflow();
    const first = await listen(id);
    await call(reach(first));
    const second = await listen(id);
    expect(second).toMatchObject({ url: first.url, state: 'listening', call: null });
    await call(reach(second));
    expect((await client.delete(pathOf(id))).status).toBe(204);
    expect(await seen(id)).toMatchObject({ url: first.url, state: 'idle', call: null });
    expect((await call(reach(first))).status).toBe(404);
  });

  test('is for the trigger as it is being edited, saved or not', async () => {
    const id = await workflow({ method: 'POST' });
    const node = { id: 'start', type: 'trigger', subtype: 'webhook', config: { method: 'PUT' } };
    const answer = await client.post<TestAddress>(pathOf(id), { node });
    expect((await call(reach(answer.body), { method: 'PUT' })).status).toBe(200);
    expect(await seen(id)).toMatchObject({ call: { method: 'PUT' } });
  });

  test.each([
    ['no webhook', { id: 'start', type: 'trigger', subtype: 'manual', config: {} }, /Only a webhook trigger/],
    [
      'a header that is no name',
      { id: 'start', type: 'trigger', subtype: 'webhook', config: { auth: 'header', header_name: 'a b' } },
      /header_name/,
    ],
    ['something malformed', { id: 'start', type: 'trigger', subtype: 'teapot' }, /./],
  ])('is refused for %s', async (_what, node, message) => {
    const answer = await client.post(pathOf(await workflow()), { node });
    expect(answer.status).toBe(422);
    expect(answer.body.error).toMatch(message);
  });
});

describe('what is kept of a call', () => {
  test.each([
    ['authorization', 'Bearer abc'],
    ['cookie', 'session=1'],
    ['proxy-authorization', 'Basic x'],
    ['x-hub-signature-256', 'sha256=ab'],
    ['stripe-signature', 't=1,v1=ab'],
    ['x-api-key', 'k'],
    ['x-shop-access-token', 't'],
    ['x-client-secret', 's'],
  ])('is not the value of %s', async (name, value) => {
    const id = await workflow();
    await call(reach(await listen(id)), { headers: { ...json, [name]: value, 'x-plain': 'stays' } });
    expect((await seen(id)).call!.headers).toMatchObject({ [name]: '***', 'x-plain': 'stays' });
  });

  test.each([
    ['a number', 12_345],
    ['a list', ['x']],
    ['too long', 'x'.repeat(1_001)],
  ])(
    'is refused to the person where the secret is %s, instead of failing each call',
    async (_name, secret) => {
      const config = { auth: 'header', secret };
      const node = { id: 'start', type: 'trigger', subtype: 'webhook', config };
      const answer = await client.post(pathOf(await workflow()), { node });
      expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('node.config.secret')]);
      expect(answer.text).not.toContain('xxx');
    },
  );

  test.each(['', null])(
    'with the secret %j, which is not filled in yet, refuses every call and says why',
    async (secret) => {
      const config = { auth: 'header', secret };
      const node = { id: 'start', type: 'trigger', subtype: 'webhook', config };
      const id = await workflow();
      const { body } = await client.post<TestAddress>(pathOf(id), { node });
      expect((await call(reach(body), { headers: { ...json, 'x-webhook-token': 'a' } })).status).toBe(401);
      expect(await seen(id)).toMatchObject({ refused: { reason: expect.stringContaining('no secret yet') } });
    },
  );

  test('keeps no proof that came in the address', async () => {
    const id = await workflow();
    const address = await listen(id);
    await call(`${reach(address)}?token=CANARY&api_key=CANARY&author=Jane`);
    expect(await seen(id)).toMatchObject({
      call: { query: { token: '***', api_key: '***', author: 'Jane' } },
    });
  });

  test('goes with its workflow, and what was caught too', async () => {
    const id = await workflow();
    await call(reach(await listen(id)));
    expect((await client.delete(`/api/integrations/workflows/${id}`)).status).toBe(204);
    const { rows } = await server.db.engine.query('select 1 from webhook_catches where workflow_id = $1', [
      id,
    ]);
    expect(rows).toEqual([]);
  });

  test('goes after an hour, the address after a month without anybody listening', async () => {
    const id = await workflow();
    await call(reach(await listen(id)));
    const age = (interval: string) =>
      server.db.engine.query(
        `update webhook_catches set caught_at = caught_at - interval '${interval}', listened_at = listened_at - interval '${interval}'
          where workflow_id = $1`,
        [id],
      );
    const rows = async () =>
      (await server.db.engine.query('select call from webhook_catches where workflow_id = $1', [id])).rows;
    await age('61 minutes');
    expect(await seen(id)).toMatchObject({ state: 'idle', call: null });
    await prune(server.db.engine, new AbortController().signal);
    expect(await rows()).toEqual([{ call: null }]);
    await age('31 days');
    await prune(server.db.engine, new AbortController().signal);
    expect(await rows()).toEqual([]);
  });
});

describe('a call that does not fit', () => {
  const signed = (key: string) => createHmac('sha256', key).update('{"id":7}').digest('hex');
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
  const secret = { secret: 's3cret' };

  test.each([
    ['the wrong method', {}, { method: 'GET', body: null }, 405, /came as GET.*takes POST/],
    ['no token', { auth: 'header', ...secret }, {}, 401, /without the header x-webhook-token/],
    [
      'a wrong token',
      { auth: 'header', ...secret, header_name: 'X-Own' },
      { headers: { ...json, 'x-own': 'no' } },
      401,
      /token in the header X-Own was wrong/,
    ],
    ['no secret in the trigger', { auth: 'header' }, {}, 401, /no secret yet/],
    ['no signature', { auth: 'hmac', ...secret }, {}, 401, /without the header x-webhook-signature/],
    [
      'a wrong signature',
      { auth: 'hmac', ...secret },
      { headers: { ...json, 'x-webhook-signature': signed('other') } },
      401,
      /does not fit the body and the secret/,
    ],
    ['no password', { auth: 'basic', username: 'u', ...secret }, {}, 401, /without user name and password/],
    [
      'a wrong password',
      { auth: 'basic', username: 'u', ...secret },
      { headers: { ...json, ...basic('u:x') } },
      401,
      /user name or the password was wrong/,
    ],
    ['broken JSON', {}, { body: '{"id":' }, 400, /not valid JSON/],
    ['what no database keeps', {}, { body: '{"id":"\\u0000"}' }, 422, /id/],
    ['an image', {}, { headers: { 'content-type': 'image/png' } }, 415, /image\/png/],
    ['a compressed body', {}, { headers: { ...json, 'content-encoding': 'gzip' } }, 415, /encoding/],
    [
      'more than a sample holds',
      {},
      { body: JSON.stringify('x'.repeat(1_100_000)) },
      413,
      /1\.0 MB is too large/,
    ],
    ['more than a webhook takes', {}, { body: JSON.stringify('x'.repeat(11_000_000)) }, 413, /10 MB/],
  ] as [string, object, RequestInit, number, RegExp][])(
    'is told to the person (%s), who goes on listening',
    async (_what, config, init, status, reason) => {
      const id = await workflow(config as Record<string, unknown>);
      const address = await listen(id);
      const answer = await call(reach(address), init);
      expect(answer.status, await answer.text()).toBe(status);
      const after = await seen(id);
      expect(after).toMatchObject({ state: 'listening', call: null, refused: { status } });
      expect(after.refused!.reason).toMatch(reason);
    },
  );

  test('says to its caller no more than a deployed webhook does', async () => {
    const address = await listen(await workflow({ auth: 'hmac', ...secret }));
    const body = (await (await call(reach(address))).json()) as { error: string };
    expect(body.error).toBe('This webhook asks for a proof that is missing or wrong.');
  });

  test.each([
    ['a token', { auth: 'header', ...secret }, { 'x-webhook-token': 's3cret' }, 'x-webhook-token'],
    [
      'a signature',
      { auth: 'hmac', ...secret },
      { 'x-webhook-signature': signed('s3cret') },
      'x-webhook-signature',
    ],
    ['a password', { auth: 'basic', username: 'u', ...secret }, basic('u:s3cret'), 'authorization'],
  ])(
    'but one that proves itself by %s is caught, without the proof',
    async (_what, config, headers, proof) => {
      const id = await workflow(config);
      const address = await listen(id);
      expect((await call(reach(address))).status).toBe(401);
      expect(
        (await call(reach(address), { headers: { ...json, ...(headers as Record<string, string>) } })).status,
      ).toBe(200);
      expect(await seen(id)).toMatchObject({
        state: 'caught',
        refused: null,
        call: { headers: { [proof]: '***' } },
      });
    },
  );

  test('comes at most sixty times a minute', async () => {
    const address = await listen(await workflow());
    const statuses = [];
    for (let at = 0; at <= testAddressLimits.calls_a_minute; at++)
      statuses.push((await call(reach(address), { method: 'GET', body: null })).status);
    expect(statuses.slice(0, -1).every((status) => status === 405)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('nobody listens', () => {
  test('at an address that expired, that caught its call, that never was, whose workflow is gone: the same 404', async () => {
    const expired = await workflow();
    const late = await listen(expired);
    await server.db.engine.query(
      `update webhook_catches set armed_until = now() - interval '1 second' where workflow_id = $1`,
      [expired],
    );
    const used = await listen(await workflow());
    await call(reach(used));
    const deleted = await workflow();
    const gone = await listen(deleted);
    await client.delete(`/api/integrations/workflows/${deleted}`);
    const answers = await Promise.all(
      [
        reach(late),
        reach(used),
        reach(gone),
        `${server.url}/hooks/_test/unknown`,
        `${server.url}/hooks/_test/${'a'.repeat(24)}`,
      ].map(async (url) => {
        const answer = await call(url);
        return `${answer.status} ${await answer.text()}`;
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^404 .*Nobody listens/);
    expect(await seen(expired)).toMatchObject({ state: 'expired', url: late.url, call: null });
  });

  test('and a page of ours takes no script from there', async () => {
    const address = await listen(await workflow());
    const headers = { ...json, 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'script' };
    expect((await call(reach(address), { headers })).status).toBe(403);
  });
});

describe('between people and organizations', () => {
  test('each person has an own address and sees only what it caught', async () => {
    const id = await workflow();
    const other = server.client((await server.apiKey(org_id, 'editor')).key);
    const mine = await listen(id);
    const theirs = await listen(id, other);
    expect(mine.url).not.toBe(theirs.url);
    await call(reach(theirs));
    expect(await seen(id)).toMatchObject({ state: 'listening', call: null });
    expect(await seen(id, other)).toMatchObject({ state: 'caught' });
  });

  test('a viewer may not listen, and another organization finds no workflow', async () => {
    const id = await workflow();
    await call(reach(await listen(id)));
    const viewer = server.client((await server.apiKey(org_id, 'viewer')).key);
    const stranger = server.client((await server.apiKey((await server.organization()).id, 'owner')).key);
    for (const [by, status] of [
      [viewer, 403],
      [stranger, 404],
    ] as const) {
      expect((await by.get(pathOf(id))).status).toBe(status);
      expect((await by.post(pathOf(id))).status).toBe(status);
      expect((await by.delete(pathOf(id))).status).toBe(status);
    }
    expect(await seen(id)).toMatchObject({ state: 'caught' });
  });
});

describe('on several processes', () => {
  /** Another process on the same database, as far as calls are concerned. */
  async function secondProcess(): Promise<string> {
    const db = openDatabase({ url: server.db.url });
    const app: FastifyInstance = Fastify();
    registerErrorHandler(app);
    registerTestHooks(app, { db, secrets: createSecrets({ db, key: server.env.encryption_key }) });
    ends.push(async () => {
      await app.close();
      await db.close();
    });
    return app.listen({ host: '127.0.0.1', port: 0 });
  }

  test('any of them catches the call, also with the secret that the first one sealed', async () => {
    const second = await secondProcess();
    const id = await workflow({ auth: 'header', secret: 's3cret' });
    const address = await listen(id);
    const answer = await call(reach(address, second), { headers: { ...json, 'x-webhook-token': 's3cret' } });
    expect(answer.status).toBe(200);
    expect(await seen(id)).toMatchObject({ state: 'caught', call: { data: { id: 7 } } });
  });

  test('of many calls at once one is caught', async () => {
    const second = await secondProcess();
    const id = await workflow();
    const address = await listen(id);
    const bases = [server.url, second];
    const statuses = await Promise.all(
      Array.from(
        { length: 12 },
        async (_, n) => (await call(reach(address, bases[n % 2]), { body: `{"n":${n}}` })).status,
      ),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(11);
    expect((await seen(id)).call!.data).toEqual({ n: statuses.indexOf(200) });
  });
});
