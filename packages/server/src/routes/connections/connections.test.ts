/** Connections over the API and in what runs: used where they may be, told where they are missing, never read back. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection, ConnectionDetail, ConnectionTest, Workflow } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

const connections = '/api/integrations/connections';
const workflows = '/api/integrations/workflows';
const secret = 'token-of-a-test-0815';
let server: TestServer;
let org: { id: string };
let editor: Client;
let owner: Client;
let stranger: Client;
let counter = 0;

/** A service that knows one token, and notes what it was asked with. */
let asked: { path: string; authorization: string | undefined; key: string | undefined }[];
let answerWith: number | null;
const service = createServer((request, response) => {
  const { authorization } = request.headers;
  const key = request.headers['x-api-key'] as string | undefined;
  asked.push({ path: request.url!, authorization, key });
  const known = authorization === `Bearer ${secret}` || key === secret || request.url!.includes(secret);
  response.writeHead(answerWith ?? (known ? 200 : 401), { 'content-type': 'application/json' });
  response.end(JSON.stringify({ echo: authorization ?? key ?? request.url }));
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  server = await startTestServer();
  org = await server.organization();
  await server.person(org.id, 'owner');
  editor = server.client((await server.apiKey(org.id, 'editor')).key);
  owner = server.client((await server.apiKey(org.id, 'owner')).key);
  const other = await server.organization();
  stranger = server.client((await server.apiKey(other.id, 'owner')).key);
});
beforeEach(() => {
  asked = [];
  answerWith = null;
});
afterEach(() => expect(server.logged()).not.toContain(secret));
afterAll(async () => {
  await server?.stop();
  await new Promise((resolve) => service.close(resolve));
});

const bearer = (over: object = {}) => ({
  name: `Connection ${counter++}`,
  auth: 'bearer',
  hosts: [origin],
  test_url: `${origin}/me`,
  fields: { token: secret },
  ...over,
});

async function made(over: object = {}): Promise<Connection> {
  const answer = await editor.post<Connection>(connections, bearer(over));
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

function definition(connection_id: string | null, config: object = {}) {
  const call = {
    id: 'call',
    type: 'action',
    subtype: 'http_request',
    config: { url: `${origin}/orders`, auth: 'connection', ...config },
    ...(connection_id ? { connection_id } : {}),
  };
  return {
    nodes: [{ id: 'start', type: 'trigger', subtype: 'manual', config: {} }, call],
    edges: [{ id: 'e1', source: 'start', target: 'call' }],
  };
}

async function workflow(workflow_definition: object): Promise<Workflow> {
  const answer = await editor.post<Workflow>(workflows, { name: `W ${counter++}`, workflow_definition });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

async function executed(one: Workflow) {
  expect((await editor.post(`${workflows}/${one.id}/deploy`)).text).toContain('"active"');
  return editor.post<{ id: string; status: string; steps: unknown[] }>(
    `${workflows}/${one.id}/execute?wait=true`,
    {
      input: {},
    },
  );
}

describe('making and reading', () => {
  test('says how many workflows use it, in the draft or as they are deployed, each once', async () => {
    const [first, second, third] = [await made(), await made(), await made()];
    const one = await workflow(definition(first.id));
    expect((await editor.post(`${workflows}/${one.id}/deploy`)).status).toBe(200);
    await editor.put(`${workflows}/${one.id}`, { workflow_definition: definition(second.id) });
    await workflow(definition(first.id));
    const gone = await workflow(definition(second.id));
    await editor.delete(`${workflows}/${gone.id}`);
    const { data } = (await editor.get<{ data: Connection[] }>(`${connections}?limit=100`)).body;
    const uses = [first, second, third].map(({ id }) => data.find((each) => each.id === id)?.used_by);
    expect(uses).toEqual([2, 1, 0]);
  });

  test('a secret is stored sealed, and nobody reads it back', async () => {
    const one = await made();
    expect(one).toMatchObject({ status: 'untested', used_by: 0, fields: { token: { $secret: 'set' } } });
    for (const answer of [
      await editor.get(connections),
      await editor.get(`${connections}/${one.id}`),
      await editor.put(`${connections}/${one.id}`, { name: 'Renamed' }),
      await owner.get('/api/integrations/audit-log'),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(secret);
    }
    const { rows } = await server.db.engine.query('select * from connections where id = $1', [one.id]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows[0]).toMatchObject({ name: 'Renamed' });
  });

  test('they are listed by name in pages, and found by a part of it', async () => {
    const names = ['page b', 'Page a', 'page c'];
    for (const name of names) await made({ name });
    const first = await editor.get<{ data: Connection[]; next_cursor: string; total: number }>(
      `${connections}?search=PAGE&limit=2`,
    );
    expect(first.body.data.map(({ name }) => name)).toEqual(['Page a', 'page b']);
    expect(first.body.total).toBe(3);
    const rest = await editor.get<{ data: Connection[] }>(
      `${connections}?search=PAGE&limit=2&cursor=${first.body.next_cursor}`,
    );
    expect(rest.body.data.map(({ name }) => name)).toEqual(['page c']);
  });

  test('a name is there once, whatever its case', async () => {
    const one = await made({ name: 'Shop' });
    const again = await editor.post(connections, bearer({ name: 'SHOP' }));
    expect(again.body).toMatchObject({
      status: 409,
      code: 'name_taken',
      error: expect.stringMatching(/connection/),
    });
    const other = await made();
    expect((await editor.put(`${connections}/${other.id}`, { name: 'shop' })).status).toBe(409);
    expect((await editor.put(`${connections}/${one.id}`, { name: 'SHOP' })).status).toBe(200);
  });

  test('a host in the letters of its language is kept as it is called, and its secret goes no further with the other spelling', async () => {
    const one = await made({ hosts: ['münchen.example', '*.BÜCHER.example:8443'], test_url: null });
    const ascii = ['xn--mnchen-3ya.example', '*.xn--bcher-kva.example:8443'];
    expect(one.hosts).toEqual(ascii);
    const same = await editor.put<Connection>(`${connections}/${one.id}`, { hosts: ['MÜNCHEN.example'] });
    expect(same.body).toMatchObject({ hosts: [ascii[0]] });
    // Its first letter is Cyrillic: it looks the same and is another host.
    const twin = await editor.put(`${connections}/${one.id}`, {
      hosts: ['münchen.example', 'аpple.example'],
      fields: { token: { $secret: 'set' } },
    });
    expect(twin.body).toMatchObject({ status: 422, issues: [{ path: 'fields.token' }] });
    expect(twin.text).toContain('xn--pple-43d.example is new');
  });

  test('two who change one at the same time both have what they changed', async () => {
    const one = await made();
    const at = `${connections}/${one.id}`;
    const answers = await Promise.all([
      editor.put(at, { name: `Both ${counter}` }),
      editor.put(at, { test_url: `${origin}/other` }),
      editor.put(at, { fields: { token: 'another-secret' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { body } = await editor.get<Connection>(at);
    expect(body).toMatchObject({ name: `Both ${counter}`, test_url: `${origin}/other` });
    await editor.post(`${at}/test`);
    expect(asked.at(-1)).toMatchObject({ path: '/other', authorization: 'Bearer another-secret' });
  });

  test('every change is in the audit log, a refused one is not', async () => {
    const one = await made({ name: 'Audited' });
    await editor.put(`${connections}/${one.id}`, { hosts: [] });
    await editor.put(`${connections}/${one.id}`, { fields: { token: 'another-secret' } });
    await editor.post(`${connections}/${one.id}/test`);
    await editor.delete(`${connections}/${one.id}`);
    const { rows } = await server.db.engine.query<{ action: string }>(
      'select action from audit_log where object_id = $1 order by id',
      [one.id],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'connection.create',
      'connection.update',
      'connection.test',
      'connection.delete',
    ]);
  });
});

describe('bad input', () => {
  test.each<[string, object, RegExp, string]>([
    ['no name', { name: '  ' }, /name/, 'name'],
    ['no host', { hosts: [] }, /at least one host/, 'hosts'],
    ['every host', { hosts: ['*'] }, /every host/, 'hosts[0]'],
    ['a path', { hosts: ['api.example.com/v1'] }, /without a path/, 'hosts[0]'],
    ['a user name', { hosts: ['me@example.com'] }, /user name/, 'hosts[0]'],
    ['an unknown kind', { auth: 'magic' }, /must be one of bearer, basic/, 'auth'],
    ['an unknown app', { app: 'nothing' }, /no app .{1,2}nothing/, 'app'],
    ['no secret', { fields: {} }, /token is missing/, 'fields.token'],
    ['an empty secret', { fields: { token: '  ' } }, /token is missing/, 'fields.token'],
    ['two lines', { fields: { token: 'a\nb' } }, /line break/, 'fields.token'],
    ['a field too many', { fields: { token: 'a', more: 1 } }, /more/, 'fields'],
    ['a marker of nothing', { fields: { token: { $secret: 'set' } } }, /Type the secret/, 'fields.token'],
    ['a sealed text', { fields: { token: { $secret: 'e1.a.1.b.c' } } }, /Type the secret/, 'fields.token'],
    ['no web address to test', { test_url: 'ftp://x' }, /not a web address/, 'test_url'],
  ])('%s is 422 with its place', async (_name, over, words, path) => {
    const answer = await editor.post<{ error: string; issues: { path: string }[] }>(
      connections,
      bearer(over),
    );
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed' });
    expect(answer.text).toMatch(words);
    expect(answer.body.issues.map((issue) => issue.path)).toContain(path);
  });

  test('the kind of an existing one cannot be changed', async () => {
    const one = await made();
    expect((await editor.put(`${connections}/${one.id}`, { auth: 'basic' })).status).toBe(422);
  });

  test('a stored secret is not sent to a host that is added without typing it again', async () => {
    const one = await made();
    const at = `${connections}/${one.id}`;
    const kept = { token: { $secret: 'set' } };
    for (const body of [
      { hosts: [origin, 'evil.example.com'] },
      { hosts: ['evil.example.com'], fields: kept },
      { hosts: [origin.replace('http:', 'https:')] },
    ]) {
      const answer = await editor.put(at, body);
      expect(answer.body).toMatchObject({ status: 422 });
      expect(answer.text).toMatch(/Type this again/);
    }
    const trial = bearer({
      connection_id: one.id,
      hosts: ['http://127.0.0.1:9'],
      test_url: 'http://127.0.0.1:9/',
      fields: kept,
    });
    expect((await editor.post(`${connections}/test`, trial)).text).toMatch(/Type this again/);
    expect(
      (await editor.put(at, { hosts: [origin, 'new.example.com'], fields: { token: 'typed' } })).status,
    ).toBe(200);
    expect((await editor.put(at, { hosts: ['new.example.com'] })).status).toBe(200);
  });

  test('a viewer lists and does nothing else; another organization finds nothing', async () => {
    const one = await made();
    const viewer = server.client((await server.apiKey(org.id, 'viewer')).key);
    const at = `${connections}/${one.id}`;
    expect((await viewer.get(connections)).text).toContain(one.id);
    for (const answer of [
      await viewer.post(connections, bearer()),
      await viewer.put(at, { name: 'Mine' }),
      await viewer.delete(at),
      await viewer.post(`${at}/test`),
      await viewer.post(`${connections}/test`, bearer()),
    ])
      expect(answer.status).toBe(403);
    for (const answer of [
      await stranger.get(at),
      await stranger.put(at, { name: 'Mine' }),
      await stranger.delete(at),
      await stranger.post(`${at}/test`),
      await stranger.post(
        `${connections}/test`,
        bearer({ connection_id: one.id, fields: { token: { $secret: 'set' } } }),
      ),
    ])
      expect(answer.body).toMatchObject({ status: 404 });
    expect((await stranger.get(connections)).text).not.toContain(one.id);
    expect(asked).toEqual([]);
  });
});

describe('testing', () => {
  test('a test says whether the credentials are accepted, and the connection keeps it', async () => {
    const one = await made();
    const at = `${connections}/${one.id}`;
    expect((await editor.post<ConnectionTest>(`${at}/test`)).body).toMatchObject({
      ok: true,
      status: 'working',
    });
    expect(asked).toEqual([{ path: '/me', authorization: `Bearer ${secret}`, key: undefined }]);
    expect((await editor.get<Connection>(at)).body).toMatchObject({
      status: 'working',
      status_message: null,
    });
    answerWith = 401;
    const failed = await editor.post<ConnectionTest>(`${at}/test`);
    expect(failed.body).toMatchObject({
      ok: false,
      message: expect.stringMatching(/401 Unauthorized.*not accepted/),
    });
    expect((await editor.get<Connection>(at)).body).toMatchObject({
      status: 'failing',
      status_message: expect.stringMatching(/401/),
      tested_at: expect.any(String),
    });
    await editor.put(at, { fields: { token: 'new' } });
    expect((await editor.get<Connection>(at)).body).toMatchObject({
      status: 'untested',
      status_message: null,
    });
  });

  test('credentials are tried before they are saved, and with the stored secret when it stays', async () => {
    const trial = await editor.post<ConnectionTest>(`${connections}/test`, bearer());
    expect(trial.body).toMatchObject({ ok: true });
    const wrong = await editor.post<ConnectionTest>(
      `${connections}/test`,
      bearer({ fields: { token: 'wrong' } }),
    );
    expect(wrong.body).toMatchObject({ ok: false, status: 'failing' });
    const one = await made();
    const kept = bearer({ connection_id: one.id, fields: { token: { $secret: 'set' } } });
    expect((await editor.post<ConnectionTest>(`${connections}/test`, kept)).body).toMatchObject({ ok: true });
  });

  test.each<[string, object, RegExp]>([
    [
      'an address outside of its hosts',
      { test_url: 'https://elsewhere.example.com/me' },
      /may not be used with https:\/\/elsewhere/,
    ],
    [
      'a private address',
      { hosts: ['http://169.254.169.254'], test_url: 'http://169.254.169.254/' },
      /rule|not allowed|blocked|private/i,
    ],
    [
      'nobody there',
      { hosts: ['http://127.0.0.1:9'], test_url: 'http://127.0.0.1:9/' },
      /refused|Port|reached/,
    ],
  ])('%s is said in words', async (_name, over, words) => {
    const { status, body } = await editor.post<ConnectionTest>(`${connections}/test`, bearer(over));
    expect(status).toBe(200);
    expect(body.ok).toBe(false);
    expect(body.message).toMatch(words);
    expect(asked).toEqual([]);
  });

  test('without a test address there is nothing to ask', async () => {
    const one = await made({ test_url: null });
    expect((await editor.post(`${connections}/${one.id}/test`)).text).toMatch(/test address/);
  });
});

describe('in what runs', () => {
  test.each<[string, object, object]>([
    ['a bearer token', { auth: 'bearer', fields: { token: secret } }, { authorization: `Bearer ${secret}` }],
    ['a header', { auth: 'header', fields: { name: 'X-Api-Key', value: secret } }, { key: secret }],
    [
      'a query parameter',
      { auth: 'query', fields: { name: 'key', value: secret } },
      { path: `/orders?key=${secret}` },
    ],
    [
      'user name and password',
      { auth: 'basic', fields: { username: 'ada', password: secret } },
      { authorization: `Basic ${Buffer.from(`ada:${secret}`).toString('base64')}` },
    ],
  ])('%s is sent, and is nowhere in what is kept of the execution', async (_name, over, expected) => {
    answerWith = 200;
    const one = await made(over);
    const { body, text } = await executed(await workflow(definition(one.id)));
    expect(body).toMatchObject({ status: 'success' });
    expect(asked).toMatchObject([expected]);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(`ada:${secret}`).toString('base64'));
    const { rows } = await server.db.engine.query('select * from workflow_executions where id = $1', [
      body.id,
    ]);
    const { rows: entries } = await server.db.engine.query(
      'select * from execution_journal where execution_id = $1',
      [body.id],
    );
    expect(JSON.stringify([rows, entries])).not.toContain(secret);
    const detail = () => editor.get<ConnectionDetail>(`${connections}/${one.id}`);
    // How it went is noted beside the execution, which does not wait for it.
    await expect
      .poll(async () => (await detail()).body)
      .toMatchObject({ used_by: 1, last_used_at: expect.any(String), status: 'working' });
    expect((await detail()).body.workflows).toMatchObject([{ deployed: true }]);
  });

  test('a workflow that another one calls uses its own, and neither of them holds the secret', async () => {
    answerWith = 200;
    const one = await made();
    const child = await workflow(definition(one.id));
    expect((await editor.post(`${workflows}/${child.id}/deploy`)).status).toBe(200);
    const call = { id: 'call', type: 'control', subtype: 'sub_workflow', config: { workflow_id: child.id } };
    const start = { id: 'start', type: 'trigger', subtype: 'manual', config: {} };
    const edges = [{ id: 'e1', source: 'start', target: 'call' }];
    const { body, text } = await executed(await workflow({ nodes: [start, call], edges }));
    expect(body, text).toMatchObject({ status: 'success' });
    expect(asked).toMatchObject([{ path: '/orders', authorization: `Bearer ${secret}` }]);
    const { rows } = await server.db.engine.query(
      `select e.*, j.* from workflow_executions e left join execution_journal j on j.execution_id = e.id
       where e.id = $1 or e.parent_execution_id = $1`,
      [body.id],
    );
    expect(new Set(rows.map(({ workflow_id }) => workflow_id)).size).toBe(2);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test('one node is tried with it', async () => {
    const one = await made();
    const { id } = await workflow(definition(one.id));
    const answer = await editor.post('/api/integrations/nodes/run', { workflow_id: id, node_id: 'call' });
    expect(answer.body).toMatchObject({ status: 'success', output: { status: 200 } });
    expect(answer.text).not.toContain(secret);
    expect(asked).toMatchObject([{ authorization: `Bearer ${secret}` }]);
  });

  test('a test run sends nothing', async () => {
    const one = await made();
    const { id } = await workflow(definition(one.id));
    const answer = await editor.post(`${workflows}/${id}/test`, { mocks: { call: { status: 200 } } });
    expect(answer.body).toMatchObject({ status: 'success' });
    expect(asked).toEqual([]);
  });

  test('an address that an expression makes cannot take it elsewhere', async () => {
    const one = await made({ hosts: ['https://api.example.com'], test_url: null });
    const { id } = await workflow(definition(one.id, { url: '{{ trigger.data.url }}' }));
    const answer = await editor.post('/api/integrations/nodes/run', {
      workflow_id: id,
      node_id: 'call',
      input_context: { trigger: { data: { url: `${origin}/steal` } } },
    });
    expect(answer.body).toMatchObject({
      status: 'error',
      error: {
        code: 'connection_host',
        field: 'url',
        message: expect.stringMatching(/may not be used with/),
      },
    });
    expect(asked).toEqual([]);
  });

  test('one that was deleted since is a failure that says so', async () => {
    const one = await made();
    const made_with = await workflow(definition(one.id));
    expect((await executed(made_with)).body).toMatchObject({ status: 'success' });
    const refused = await editor.delete(`${connections}/${one.id}`);
    expect(refused.body).toMatchObject({ status: 409, code: 'connection_in_use' });
    expect(refused.text).toContain(made_with.name);
    expect((await editor.delete(`${connections}/${one.id}?force=true`)).status).toBe(204);
    const after = await editor.post(`${workflows}/${made_with.id}/execute?wait=true`, { input: {} });
    expect(after.body).toMatchObject({
      status: 'error',
      error: {
        code: 'missing_connection',
        field: 'connection_id',
        message: expect.stringMatching(/does not exist/),
      },
    });
  });

  test('one of another organization is not there, neither to run with nor to deploy with', async () => {
    const foreign = await stranger.post<Connection>(connections, bearer());
    const { id } = await workflow(definition(foreign.body.id));
    const answer = await editor.post('/api/integrations/nodes/run', { workflow_id: id, node_id: 'call' });
    expect(answer.body).toMatchObject({ status: 'error', error: { code: 'missing_connection' } });
    expect(asked).toEqual([]);
    const deploy = await editor.post(`${workflows}/${id}/deploy`);
    expect(deploy.body).toMatchObject({
      status: 422,
      issues: [{ path: 'nodes[1].connection_id', node_id: 'call', field: 'connection_id' }],
    });
  });

  test('a deploy tells what is missing, and an address that it may not be used with', async () => {
    const none = await workflow(definition(null));
    expect((await editor.post(`${workflows}/${none.id}/deploy`)).text).toMatch(/missing Connection/);
    const unknown = await workflow(definition(uuidv7()));
    expect((await editor.post(`${workflows}/${unknown.id}/deploy`)).text).toMatch(/does not exist any more/);
    const one = await made({ hosts: ['api.example.com'], test_url: null });
    const elsewhere = await workflow(definition(one.id));
    expect((await editor.post(`${workflows}/${elsewhere.id}/deploy`)).text).toMatch(/may not be used with/);
  });

  test('what is answered 401 waits for a person, and the connection is known as failing', async () => {
    const one = await made({ fields: { token: 'not-the-right-one' } });
    const waiting = await workflow(definition(one.id));
    expect((await editor.post(`${workflows}/${waiting.id}/deploy`)).status).toBe(200);
    const { body } = await editor.post<{ execution_id: string }>(`${workflows}/${waiting.id}/execute`, {
      input: {},
    });
    await expect
      .poll(
        async () =>
          (await editor.get<{ status: string }>(`/api/integrations/executions/${body.execution_id}`)).body
            .status,
      )
      .toBe('waiting');
    await expect
      .poll(async () => (await editor.get<Connection>(`${connections}/${one.id}`)).body)
      .toMatchObject({ status: 'failing', status_message: expect.stringMatching(/401/) });
    await editor.post(`/api/integrations/executions/${body.execution_id}/cancel`);
  });

  test('an export has no connection in it', async () => {
    const one = await made();
    const { id } = await workflow(definition(one.id));
    expect((await editor.get(`${workflows}/${id}/export`)).text).not.toContain(one.id);
  });
});
