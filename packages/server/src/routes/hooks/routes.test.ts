import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { DefinitionInput } from '@millrace/core';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerErrorHandler } from '../../plugins/error_handler.ts';
import type { TestWorkflow } from '../../storage/testing/fixtures.ts';
import {
  deploy,
  line,
  map,
  type Node,
  post,
  type Recorder,
  respond,
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
  webhook,
} from '../../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { armTrigger, disarmTrigger } from '../../triggers/arm.ts';
import { registerHooks, webhookBodyLimit } from './routes.ts';

let database: TestDatabase;
let runtime: TestRuntime;
let outside: Recorder;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  outside = await startRecorder();
  runtime = await startRuntime(database.db);
  app = Fastify();
  registerErrorHandler(app);
  registerHooks(app, { runtime });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await runtime.stop();
  await outside.close();
  await database.drop();
});

interface Hook extends TestWorkflow {
  address: string;
}

async function hook(definition: DefinitionInput, over: { org_slug?: string } = {}): Promise<Hook> {
  const workflow = await deploy(database.db, definition, over);
  const { rows } = await database.db.engine.query(
    'select token from webhook_endpoints where workflow_id = $1',
    [workflow.workflow_id],
  );
  return { ...workflow, address: `${url}/hooks/${rows[0].token}` };
}

/** Answers with everything that the workflow was given. */
const echo = (config: Record<string, unknown> = {}): DefinitionInput =>
  line(webhook({ respond: 'when_finished', ...config }), {
    id: 'all',
    type: 'action',
    subtype: 'data_transform',
    config: { transform_type: 'custom', input: '{{ trigger }}', expression: 'trigger' },
  });
const executions = async (workflow: TestWorkflow) =>
  (
    await database.db.engine.query('select * from workflow_executions where workflow_id = $1', [
      workflow.workflow_id,
    ])
  ).rows;
const json = { 'content-type': 'application/json' };
const call = (address: string, init: RequestInit = {}) => fetch(address, { method: 'POST', ...init });

describe('what a webhook takes', () => {
  test.each([
    ['JSON', { headers: json, body: '{"a":[1,null,"x"]}' }, { a: [1, null, 'x'] }],
    ['JSON with a byte order mark', { headers: json, body: '\ufeff{"a":1}' }, { a: 1 }],
    [
      'a JSON dialect',
      { headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' }, body: '[1]' },
      [1],
    ],
    [
      'a form',
      {
        body: new URLSearchParams([
          ['a', '1'],
          ['b', 'x y'],
          ['a', '2'],
        ]),
      },
      { a: ['1', '2'], b: 'x y' },
    ],
    ['text', { headers: { 'content-type': 'text/plain' }, body: '{"stays":"text"}' }, '{"stays":"text"}'],
    ['XML as text', { headers: { 'content-type': 'application/xml' }, body: '<a/>' }, '<a/>'],
    ['nothing', {}, {}],
    ['JSON of nothing', { headers: json, body: '' }, {}],
    ['null', { headers: json, body: 'null' }, null],
    [
      'data that look like an upload',
      { headers: json, body: '{"files":{"f":{"filepath":"/etc/passwd"}}}' },
      { files: { f: { filepath: '/etc/passwd' } } },
    ],
    [
      'data that look like a template',
      { headers: json, body: '{"name":"{{ 6*7 }}"}' },
      { name: '{{ 6*7 }}' },
    ],
  ])('%s', async (_what, init, data) => {
    const { address } = await hook(echo());
    const answer = await call(address, init);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { data: unknown }).data).toEqual(data);
  });

  test('method, query and headers, without what proves who called', async () => {
    const { address } = await hook(echo({ method: 'ANY', auth: 'header', secret: 's3cret' }));
    const headers = {
      'x-webhook-token': 's3cret',
      authorization: 'Bearer abc',
      cookie: 'session=1',
      'x-own': 'yes',
    };
    const answer = await call(`${address}?a=1&a=2&b=x`, { method: 'PUT', headers });
    const seen = (await answer.json()) as { query: unknown; method: string; headers: Record<string, string> };
    expect(seen).toMatchObject({ method: 'PUT', query: { a: ['1', '2'], b: 'x' } });
    expect(seen.headers).toMatchObject({
      'x-own': 'yes',
      'x-webhook-token': '***',
      authorization: '***',
      cookie: '***',
    });
  });
});

describe('what a webhook refuses, starting nothing', () => {
  const deep = '['.repeat(200) + ']'.repeat(200);
  test.each([
    ['broken JSON', { headers: json, body: '{"a":' }, 400, 'malformed_json'],
    ['invalid UTF-8', { headers: json, body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }, 400, 'invalid_utf8'],
    [
      'invalid UTF-8 in text',
      { headers: { 'content-type': 'text/plain' }, body: Buffer.from([0xc3, 0x28]) },
      400,
      'invalid_utf8',
    ],
    [
      'an image',
      { headers: { 'content-type': 'image/png' }, body: Buffer.from([1, 2, 3]) },
      415,
      'wrong_content_type',
    ],
    [
      'an upload',
      {
        body: (() => {
          const form = new FormData();
          form.set('a', 'b');
          return form;
        })(),
      },
      415,
      'wrong_content_type',
    ],
    [
      'a compressed body',
      { headers: { ...json, 'content-encoding': 'gzip' }, body: 'x' },
      415,
      'wrong_content_type',
    ],
    ['NUL', { headers: json, body: '{"a":"\\u0000"}' }, 422, 'validation_failed'],
    ['half a character', { headers: json, body: '{"a":"\\ud800"}' }, 422, 'validation_failed'],
    ['a number beyond all numbers', { headers: json, body: '{"a":1e999}' }, 422, 'validation_failed'],
    ['200 levels', { headers: json, body: deep }, 422, 'validation_failed'],
    ['a million levels', { headers: json, body: '['.repeat(1_000_000) }, 422, 'validation_failed'],
    ['20 MB', { headers: json, body: `"${'x'.repeat(2 * webhookBodyLimit)}"` }, 413, 'too_large'],
  ])('%s', async (_what, init, status, code) => {
    const target = await hook(echo());
    const answer = await call(target.address, init as RequestInit);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status, code, error: expect.any(String) });
    expect(await executions(target)).toEqual([]);
  });

  test('20 MB from a client that reads only after it has sent everything', async () => {
    const { address } = await hook(echo());
    const { hostname, port, pathname } = new URL(address);
    const body = Buffer.alloc(2 * webhookBodyLimit, 'x');
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${pathname} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    await new Promise<void>((resolve, reject) =>
      socket.write(body, (error) => (error ? reject(error) : resolve())),
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
  });

  test.each(['GET', 'DELETE', 'OPTIONS', 'PUT'])('%s where it takes POST', async (method) => {
    const target = await hook(echo());
    const answer = await call(target.address, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(await executions(target)).toEqual([]);
  });

  test.each(['HEAD', 'OPTIONS'])('%s where it takes any method: that is no call', async (method) => {
    const target = await hook(echo({ method: 'ANY' }));
    const answer = await call(target.address, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, POST, PUT, PATCH, DELETE');
    expect(await executions(target)).toEqual([]);
  });

  test('an unknown, a paused and a foreign address are the same 404', async () => {
    const target = await hook(echo({ path: 'gone/soon' }), { org_slug: 'first' });
    expect((await call(target.address)).status).toBe(200);
    expect((await call(`${url}/hooks/first/gone/soon`)).status).toBe(200);
    await database.db.asEngine((tx) => disarmTrigger(tx, target.workflow_id));
    await until('the pause is heard', async () => (await call(target.address)).status === 404);
    const bodies = await Promise.all(
      [
        target.address,
        `${url}/hooks/unknown`,
        `${url}/hooks/first/gone/soon`,
        `${url}/hooks/other/gone/soon`,
      ].map(async (address) => {
        const answer = await call(address);
        return [answer.status, await answer.text()];
      }),
    );
    expect(new Set(bodies.map(String)).size).toBe(1);
    expect(bodies[0]![0]).toBe(404);
  });

  test('no spelling of an address makes it forget the workflow that listens there', async () => {
    await hook(echo({ path: 'new/orders' }), { org_slug: 'spelled' });
    for (const spelling of ['spelled%2Fnew%2Forders', 'spelled%2Fnew/orders', 'spelled/new%00', '%00', 'a b'])
      expect((await call(`${url}/hooks/${spelling}`)).status, spelling).toBe(404);
    expect((await call(`${url}/hooks/spelled/new/orders`)).status).toBe(200);
  });

  test('the path of another workflow is refused at deploy, with its field', async () => {
    await hook(echo({ path: 'mine' }), { org_slug: 'taken' });
    await expect(hook(echo({ path: 'mine' }), { org_slug: 'taken' })).rejects.toMatchObject({
      code: 'validation_failed',
      details: { issues: [{ field: 'path', message: expect.stringContaining('belongs to the workflow') }] },
    });
    expect((await call((await hook(echo({ path: 'mine' }), { org_slug: 'elsewhere' })).address)).status).toBe(
      200,
    );
  });
});

describe('proof', () => {
  const body = '{"a":1}';
  const signed = (text: string, encoding: 'hex' | 'base64' = 'hex') =>
    createHmac('sha256', 'key').update(text).digest(encoding);
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  test.each([
    ['a right token', { auth: 'header', secret: 't0ken' }, { 'x-webhook-token': 't0ken' }, 200],
    [
      'a token under its own name',
      { auth: 'header', header_name: 'X-Own', secret: 't0ken' },
      { 'x-own': 't0ken' },
      200,
    ],
    ['a wrong token', { auth: 'header', secret: 't0ken' }, { 'x-webhook-token': 't0keN' }, 401],
    ['no token', { auth: 'header', secret: 't0ken' }, {}, 401],
    ['a trigger without its secret', { auth: 'header' }, { 'x-webhook-token': '' }, 401],
    ['a signature in hex', { auth: 'hmac', secret: 'key' }, { 'x-webhook-signature': signed(body) }, 200],
    [
      'a signature with its name',
      { auth: 'hmac', secret: 'key' },
      { 'x-webhook-signature': `sha256=${signed(body)}` },
      200,
    ],
    [
      'a signature in base64',
      { auth: 'hmac', secret: 'key' },
      { 'x-webhook-signature': signed(body, 'base64') },
      200,
    ],
    [
      'a signature of one space more',
      { auth: 'hmac', secret: 'key' },
      { 'x-webhook-signature': signed(`${body} `) },
      401,
    ],
    [
      'a user and password',
      { auth: 'basic', username: 'u', secret: 'p:w' },
      { authorization: basic('u:p:w') },
      200,
    ],
    ['a wrong password', { auth: 'basic', username: 'u', secret: 'p' }, { authorization: basic('u:x') }, 401],
    ['no password', { auth: 'basic', username: 'u', secret: 'p' }, {}, 401],
  ])('%s', async (_what, config, headers, status) => {
    const target = await hook(echo(config));
    const answer = await call(target.address, {
      headers: { ...json, ...headers } as Record<string, string>,
      body,
    });
    expect(answer.status).toBe(status);
    if (status === 401) expect(await executions(target)).toEqual([]);
    if (status === 401 && config.auth === 'basic')
      expect(answer.headers.get('www-authenticate')).toContain('Basic');
  });
});

describe('what the caller gets', () => {
  test('at once: 202 and the id of an execution that is stored', async () => {
    const target = await hook(line(webhook(), map({ a: 'a' })));
    const answer = await call(target.address, { headers: json, body: '{"a":1}' });
    expect(answer.status).toBe(202);
    const { execution_id } = (await answer.json()) as { execution_id: string };
    expect(await executions(target)).toMatchObject([{ id: execution_id }]);
  });

  test.each([
    ['JSON', { status: 201, headers: { 'x-a': '1' }, body: { a: 1 } }, 'application/json', '{"a":1}'],
    ['text', { status: 200, headers: {}, body: 'plain' }, 'text/plain', 'plain'],
    [
      'JSON that was put together as text',
      { status: 200, headers: {}, body: '{ "a": {{ 1 + 1 }} }' },
      'application/json',
      '{"a":2}',
    ],
    ['text that only begins like JSON', { status: 200, headers: {}, body: '{a}' }, 'text/plain', '{a}'],
    ['nothing', { status: 204, headers: {}, body: 'left out' }, null, ''],
    ['without a body', { status: 202, headers: {} }, null, ''],
    [
      'HTML, which stays of no origin',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<script>1</script>' },
      'text/html',
      '<script>1</script>',
    ],
  ])('a Respond node answers %s', async (_what, config, type, text) => {
    const { address } = await hook(line(webhook(), respond(config)));
    const answer = await call(address);
    expect([answer.status, await answer.text()]).toEqual([config.status, text]);
    if (type) expect(answer.headers.get('content-type')).toContain(type);
    else expect(answer.headers.get('content-type')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toBe('sandbox');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('headers that would act on our origin are left out', async () => {
    const headers = {
      'set-cookie': 'session=stolen',
      'clear-site-data': '"*"',
      NEL: '{"report_to":"elsewhere","max_age":86400}',
      'Report-To': '{"group":"elsewhere"}',
      'content-encoding': 'gzip',
      'x-fine': 'yes',
    };
    const { address } = await hook(line(webhook(), respond({ status: 200, headers, body: { ok: true } })));
    const answer = await call(address);
    expect(await answer.json()).toEqual({ ok: true });
    for (const name of Object.keys(headers).slice(0, -1)) expect(answer.headers.get(name), name).toBeNull();
    expect(answer.headers.get('x-fine')).toBe('yes');
  });

  test.each([
    ['a script of our own page', 'script', 'same-origin', 403],
    ['a worker of our own page', 'serviceworker', 'same-origin', 403],
    ['a script of another site', 'script', 'cross-site', 200],
    ['a call of our own page', 'empty', 'same-origin', 200],
    ['a person who opens it', 'document', 'none', 200],
  ])('asked for as %s', async (_what, purpose, site, status) => {
    const headers = { 'content-type': 'text/javascript' };
    const { address } = await hook(
      line(webhook({ method: 'ANY' }), respond({ status: 200, headers, body: 'alert(1)' })),
    );
    const asked = { 'sec-fetch-dest': purpose, 'sec-fetch-site': site };
    expect((await call(address, { method: 'GET', headers: asked })).status).toBe(status);
  });

  test('a Respond node answers itself, also after `immediately`', async () => {
    const { address } = await hook(
      line(webhook({ respond: 'immediately' }), respond({ status: 418, headers: {}, body: null })),
    );
    expect((await call(address)).status).toBe(418);
  });

  test.each([
    ['immediately', 202, ['execution_id']],
    ['when_finished', 200, ['result']],
  ])('a call that comes to no Respond node: %s', async (answers, status, fields) => {
    const check: Node = {
      id: 'check',
      type: 'conditional',
      subtype: 'if',
      config: { condition: 'trigger.data.n > 1' },
    };
    const { address } = await hook({
      nodes: [webhook({ respond: answers }), check, respond({ status: 200, headers: {}, body: 'large' })],
      edges: [
        { source: 'start', target: 'check' },
        { source: 'check', sourceHandle: 'true', target: 'respond' },
      ],
    });
    const json = { 'content-type': 'application/json' };
    expect(await (await call(address, { body: '{"n":2}', headers: json })).text()).toBe('large');
    const answer = await call(address, { body: '{"n":1}', headers: json });
    expect([answer.status, Object.keys((await answer.json()) as object)]).toEqual([status, fields]);
  });

  test('an execution that fails is a 500 with its reason and its id', async () => {
    const target = await hook(line(webhook({ respond: 'when_finished' }), post('call', 'not an address')));
    const answer = await call(target.address);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      code: 'execution_error',
      execution_id: (await executions(target))[0].id,
    });
  });

  test('who hangs up loses nothing', async () => {
    const target = await hook(
      line(webhook({ respond: 'when_finished' }), post('call', `${outside.url}/slow/hangup`)),
    );
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`POST ${new URL(target.address).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
    await until('it runs', () => outside.count('/slow/hangup') === 1);
    socket.destroy();
    await until('it ends', async () => (await executions(target))[0]?.status === 'success');
  });

  test('fifty deliveries with one id are one execution, and every caller gets its answer', async () => {
    const target = await hook(
      line(webhook({ dedupe_header: 'X-Delivery', respond: 'when_finished' }), map({ a: 'a' })),
    );
    const send = (id: string) =>
      call(target.address, { headers: { ...json, 'x-delivery': id }, body: '{"a":7}' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('d1')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual(answers.map(() => ({ a: 7 })));
    expect(await executions(target)).toHaveLength(1);
    await send('d2');
    expect(await executions(target)).toHaveLength(2);
    const long = 'd'.repeat(600);
    await Promise.all([send(`${long}1`), send(`${long}2`), send(`${long}2`)]);
    expect(await executions(target)).toHaveLength(4);
  });

  test('a new deploy keeps the address and answers anew', async () => {
    const target = await hook(line(webhook(), respond({ status: 200, headers: {}, body: 'old' })));
    expect(await (await call(target.address)).text()).toBe('old');
    const { parseDefinition } = await import('@millrace/core');
    const definition = parseDefinition(line(webhook(), respond({ status: 200, headers: {}, body: 'new' })));
    await database.db.asEngine(async (tx) => {
      await tx.query(
        'insert into workflow_versions (workflow_id, version, org_id, workflow_definition) values ($1, 2, $2, $3)',
        [target.workflow_id, target.org_id, JSON.stringify(definition)],
      );
      await tx.query('update integration_workflows set version = 2 where id = $1', [target.workflow_id]);
      await armTrigger(tx, {
        org_id: target.org_id,
        workflow_id: target.workflow_id,
        org_slug: 'acme',
        definition,
      });
    });
    await until('the deploy is heard', async () => (await (await call(target.address)).text()) === 'new');
  });
});
