/** Wherever a name is taken, one that hides something is refused with its place, and nothing is written. */
import { parseDefinition } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearerConnection } from '../testing/contract_calls.ts';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let owner: Client;
let workflow: string;
let connection: string;
let saved: string;
const api = '/api/integrations';

beforeAll(async () => {
  server = await startTestServer();
  const { id } = await server.organization();
  await server.person(id, 'owner');
  owner = server.client((await server.apiKey(id, 'owner')).key);
  workflow = await made(`${api}/workflows`, { name: 'Good', workflow_definition: labelled('Good') });
  connection = await made(`${api}/connections`, { name: 'Good', ...bearerConnection() });
  saved = await made(`${api}/workflows/${workflow}/tests`, { name: 'Good' });
});
afterAll(() => server?.stop());

async function made(path: string, body: unknown): Promise<string> {
  const answer = await owner.post<{ id: string }>(path, body);
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const trigger = (label: string) => ({ id: 'a', type: 'trigger', subtype: 'manual', label });
const labelled = (label: string) => ({ nodes: [trigger(label)], edges: [] });
const grouped = (label: string) => ({
  ...labelled('Start'),
  groups: [{ id: 'g', label, nodes: ['a'] }],
});
const of = (rest = '') => `${api}/workflows/${workflow}${rest}`;
const member = { email: 'new@example.com', password: 'correct horse battery', role: 'viewer' };

type Call = [what: string, path: RegExp, (name: string) => ['POST' | 'PUT', string, unknown]];

const calls: Call[] = [
  ['a new workflow', /^name$/, (name) => ['POST', `${api}/workflows`, { name }]],
  ['a renamed workflow', /^name$/, (name) => ['PUT', of(), { name }]],
  ['a node', /^nodes\[0\]\.label$/, (name) => ['PUT', of(), { workflow_definition: labelled(name) }]],
  [
    'a node of a new workflow',
    /^nodes\[0\]\.label$/,
    (name) => ['POST', `${api}/workflows`, { name: 'N', workflow_definition: labelled(name) }],
  ],
  [
    'a node that is checked',
    /^nodes\[0\]\.label$/,
    (name) => ['POST', of('/validate'), { workflow_definition: labelled(name) }],
  ],
  [
    'a node that is tested',
    /^nodes\[0\]\.label$/,
    (name) => ['POST', of('/test'), { workflow_definition: labelled(name) }],
  ],
  ['a group', /^groups\[0\]\.label$/, (name) => ['PUT', of(), { workflow_definition: grouped(name) }]],
  [
    'an imported workflow',
    /^name$/,
    (name) => ['POST', `${api}/workflows/import`, { name, workflow_definition: labelled('A') }],
  ],
  [
    'a node of an imported workflow',
    /^nodes\[0\]\.label$/,
    (name) => ['POST', `${api}/workflows/import`, { name: 'I', workflow_definition: labelled(name) }],
  ],
  [
    'a test of an imported workflow',
    /^tests\[0\]\.name$/,
    (name) => [
      'POST',
      `${api}/workflows/import`,
      { name: 'I', workflow_definition: labelled('A'), tests: [{ name }] },
    ],
  ],
  ['a new test', /^name$/, (name) => ['POST', of('/tests'), { name }]],
  ['a renamed test', /^name$/, (name) => ['PUT', of(`/tests/${saved}`), { name }]],
  ['a new connection', /^name$/, (name) => ['POST', `${api}/connections`, { name, ...bearerConnection() }]],
  ['a renamed connection', /^name$/, (name) => ['PUT', `${api}/connections/${connection}`, { name }]],
  ['a member', /^name$/, (name) => ['POST', `${api}/members`, { ...member, name }]],
  ['an API key', /^name$/, (name) => ['POST', `${api}/api-keys`, { name }]],
  ['a variable', /^data\[0\]\.name$/, (name) => ['PUT', `${api}/variables`, { data: [{ name, value: 1 }] }]],
  ['an event type', /^data\[0\]\.name$/, (name) => ['PUT', `${api}/event-types`, { data: [{ name }] }]],
  ['a published event', /^type$/, (name) => ['POST', `${api}/events`, { type: name, data: {} }]],
  [
    'the first owner',
    /^name$/,
    (name) => ['POST', '/api/setup', { ...member, role: undefined, name, organization: 'O' }],
  ],
  [
    'the organization',
    /^organization$/,
    (name) => ['POST', '/api/setup', { ...member, role: undefined, name: 'N', organization: name }],
  ],
];

const hidden: [string, string][] = [
  ['a turned direction', 'gpj\u202efdp'],
  ['a space without width', 'Pay\u200broll'],
  ['nothing that is seen', '\u3164'],
  ['a line break', 'two\nlines'],
];

describe.each(hidden)('%s is no part of the name of', (_what, name) => {
  test.each(calls)('%s', async (_call, path, request) => {
    const [method, to, body] = request(name);
    const answer = await owner.request<{ issues: { path: string }[] }>(method, to, body);
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.issues.map((issue) => issue.path)).toEqual([expect.stringMatching(path)]);
    expect(answer.text).not.toContain(name);
  });
});

test('a definition with several of them is told all of them, and nothing was written by any call', async () => {
  const nodes = [trigger('a\u202eb'), { ...trigger('c\u200bd'), id: 'b' }];
  const answer = await owner.put<{ issues: unknown[] }>(of(), { workflow_definition: { nodes, edges: [] } });
  expect(answer.body.issues).toMatchObject([{ node_id: 'a' }, { node_id: 'b' }]);
  const { data } = (await owner.get<{ data: { name: string }[] }>(`${api}/workflows`)).body;
  expect(data.map(({ name }) => name)).toEqual(['Good']);
  expect((await owner.get<{ name: string }>(`${api}/connections/${connection}`)).body.name).toBe('Good');
});

test('a definition that was stored with such a name before still opens, and says what to mend when it is saved', async () => {
  await server.db.engine.query(`update integration_workflows set workflow_definition = $2 where id = $1`, [
    workflow,
    JSON.stringify(parseDefinition(labelled('a\u202eb'))),
  ]);
  expect((await owner.get(of())).status).toBe(200);
  expect((await owner.post(of('/validate'))).status).toBe(200);
  const refused = await owner.put<{ error: string }>(of(), { workflow_definition: labelled('a\u202eb') });
  expect(refused.body.error).toMatch(/U\+202E\) after "a"/);
});
