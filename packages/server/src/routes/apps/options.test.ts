/** Choices that are loaded: from an app's service, and from what the organization has made. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadTestApps } from '@millrace/apps/testing';
import type { FieldOption } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { TRIALS_AT_ONCE } from '../../org_slots.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

const secret = 'token-of-an-options-test';
let server: TestServer;
let org: { id: string };
let editor: Client;
let connection_id: string;
let answers: Record<string, unknown>;
let asked: { url: string; authorization: string | undefined }[];
/** Answers wait for it. */
let opened: Promise<void> | null = null;
const service = createServer(async (request, response) => {
  asked.push({ url: request.url!, authorization: request.headers.authorization });
  await opened;
  const answer = answers[request.url!];
  if (answer === undefined) response.writeHead(500).end(`no ${request.headers.authorization}`);
  else response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  server = await startTestServer({ loadApps: loadTestApps });
  org = await server.organization();
  await server.person(org.id, 'owner');
  editor = server.client((await server.apiKey(org.id, 'editor')).key);
  const connection = {
    name: 'C',
    app: 'choices',
    auth: 'bearer',
    hosts: [origin],
    fields: { token: secret },
  };
  connection_id = (await editor.post<{ id: string }>('/api/integrations/connections', connection)).body.id;
});
beforeEach(() => {
  asked = [];
  answers = {
    '/projects': [{ id: 'p1', name: 'First' }, { id: 'p2' }],
    '/projects/p1/boards': [{ id: 'b1', name: 'Board' }],
  };
});
afterAll(async () => {
  await server?.stop();
  await new Promise((resolve) => service.close(resolve));
});

const ask = (field: string, input: object = {}, over: object = {}, client = editor) =>
  client.post<{ options: FieldOption[]; truncated: boolean }>('/api/integrations/apps/choices/options', {
    operation: 'add_card',
    field,
    connection_id,
    input: { service: origin, ...input },
    ...over,
  });

test('they come from the service, with the credentials of the connection', async () => {
  const answer = await ask('project');
  expect(answer.body).toEqual({
    options: [
      { value: 'p1', label: 'First' },
      { value: 'p2', label: 'p2' },
    ],
    truncated: false,
  });
  expect(asked).toEqual([{ url: '/projects', authorization: `Bearer ${secret}` }]);
});

test('what they depend on decides, and nothing else is handed over', async () => {
  expect((await ask('board', { project: 'p1', title: 'not for the loader' })).body.options).toEqual([
    { value: 'b1', label: 'Board' },
  ]);
  expect((await ask('project', { service: undefined })).body).toMatchObject({
    status: 422,
    code: 'options_failed',
    error: 'Fill in the service first',
  });
});

test('an expression is not known before it runs, and that is said', async () => {
  const answer = await ask('board', { project: '{{ trigger.data.project }}' });
  expect(answer.body).toMatchObject({ status: 422, issues: [{ path: 'input.project' }] });
  expect(asked).toEqual([]);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['an error of the service', { '/projects': undefined }, /answered 500/],
  ['no JSON', { '/projects': 'nonsense' }, /could not be loaded/],
  ['no list', { '/projects': { a: 1 } }, /could not be loaded/],
])('%s is said without the secret', async (_name, over, words) => {
  Object.assign(answers, over);
  const answer = await ask('project');
  expect(answer.body).toMatchObject({ status: 422, code: 'options_failed' });
  expect(answer.text).toMatch(words);
  expect(answer.text).not.toContain(secret);
});

test('a very long list is cut, odd entries are left out, and each value is there once', async () => {
  answers['/projects'] = [
    { id: 'twice', name: 'x' },
    { id: 'twice', name: 'y' },
    { id: '', name: 'nothing' },
    { id: 7 },
    ...Array.from({ length: 1_200 }, (_, index) => ({ id: `p${index}`, name: 'n'.repeat(2_000) })),
  ];
  const { body } = await ask('project');
  expect(body.options).toHaveLength(1_000);
  expect(body.truncated).toBe(true);
  expect(body.options[0]).toEqual({ value: 'twice', label: 'x' });
  expect(body.options[1]!.label).toHaveLength(500);
});

test('a private address is not reached, and a connection goes nowhere but to its hosts', async () => {
  const inside = await ask('project', { service: 'http://169.254.169.254' }, { connection_id: null });
  expect(inside.body).toMatchObject({ status: 422, code: 'options_failed' });
  const elsewhere = await ask('project', { service: 'https://elsewhere.example.com' });
  expect(elsewhere.text).toMatch(/may not be used with/);
  expect(asked).toEqual([]);
});

test.each<[string, object, number]>([
  ['no such operation', { operation: 'nothing' }, 404],
  ['a field without choices', { field: 'title' }, 404],
  ['no such field', { field: '__proto__' }, 404],
  ['an input that is none', { input: [] }, 422],
  ['a connection that is no id', { connection_id: 'x' }, 422],
  ['a connection that is not there', { connection_id: '01930000-0000-7000-8000-000000000001' }, 422],
])('%s is refused', async (_name, over, status) => {
  expect((await ask('project', {}, over)).body).toMatchObject({ status });
  expect(asked).toEqual([]);
});

test('a connection of another organization is not there, and a viewer asks nothing', async () => {
  const other = await server.organization();
  const stranger = server.client((await server.apiKey(other.id, 'owner')).key);
  expect((await ask('project', {}, {}, stranger)).text).toMatch(/does not exist/);
  const viewer = server.client((await server.apiKey(org.id, 'viewer')).key);
  expect((await ask('project', {}, {}, viewer)).status).toBe(403);
  expect(asked).toEqual([]);
});

test('too many at the same time are 429 with when to come again, whatever it is that they try', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  opened = promise;
  const running = Array.from({ length: TRIALS_AT_ONCE }, () => ask('project'));
  await vi.waitFor(() => expect(asked).toHaveLength(TRIALS_AT_ONCE), { timeout: 10_000 });
  const node = { id: 'n', type: 'action', subtype: 'http_request', config: { url: `${origin}/projects` } };
  const { body: workflow } = await editor.post<{ id: string }>('/api/integrations/workflows', {
    name: 'Try',
  });
  const connections = '/api/integrations/connections';
  const trial = {
    app: 'choices',
    auth: 'bearer',
    hosts: [origin],
    test_url: `${origin}/me`,
    fields: { token: secret },
  };
  for (const refused of [
    await ask('project'),
    await editor.post('/api/integrations/nodes/run', { workflow_id: workflow.id, node }),
    await editor.post(`${connections}/test`, trial),
  ]) {
    expect(refused.body).toMatchObject({ status: 429, code: 'overloaded' });
    expect(refused.headers.get('retry-after')).toBe('2');
  }
  expect(asked).toHaveLength(TRIALS_AT_ONCE);
  resolve();
  for (const answer of await Promise.all(running)) expect(answer.status).toBe(200);
  opened = null;
  expect((await ask('project')).status).toBe(200);
});

test('Millrace knows the choices of its own nodes', async () => {
  await editor.post('/api/integrations/workflows', {
    name: 'Child',
    workflow_definition: { nodes: [], edges: [] },
  });
  const own = (operation: string, field: string) =>
    editor.post<{ options: FieldOption[] }>('/api/integrations/apps/core/options', { operation, field });
  expect((await own('sub_workflow', 'workflow_id')).body.options).toContainEqual({
    label: 'Child',
    value: expect.any(String),
  });
  expect((await own('event', 'event_type')).body.options).toEqual([]);
  expect((await own('event', 'filters')).status).toBe(404);
});
