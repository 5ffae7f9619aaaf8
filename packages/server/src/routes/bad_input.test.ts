/** Whatever comes in gets a documented status and a sentence; the process lives on and nothing is half-written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mappingDefinition } from '../testing/factories.ts';
import { type Answered, type Client, startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let editor: Client;

beforeAll(async () => {
  server = await startTestServer();
  const { id } = await server.organization();
  await server.person(id, 'owner');
  editor = server.client((await server.apiKey(id, 'editor')).key);
});
afterAll(() => server?.stop());

const json = { 'content-type': 'application/json' };
const workflows = '/api/integrations/workflows';
let counter = 0;

function create(workflow_definition: unknown, rest: Record<string, unknown> = {}) {
  return editor.post(workflows, { name: `W ${counter++}`, workflow_definition, ...rest });
}

async function total(): Promise<number> {
  const answer = await editor.get<{ total: number }>(workflows);
  expect(answer.status).toBe(200);
  return answer.body.total;
}

/** The documented error, with a sentence that mentions what is wrong; afterwards everything is as before. */
async function expectRefused(send: () => Promise<Answered>, status: number, words: RegExp): Promise<void> {
  const before = await total();
  const answer = await send();
  expect(answer.text).toMatch(words);
  expect(answer.body).toMatchObject({ status, error: expect.any(String), code: expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.text).not.toMatch(/\.ts:\d+|node_modules|at Object\./);
  expect(await total()).toBe(before);
}

describe('bodies', () => {
  const cases: [string, string | Uint8Array, Record<string, string>, number, RegExp][] = [
    ['broken JSON', '{"name": ', json, 400, /not valid JSON/],
    ['JSON with a comma too many', '{"name":"x",}', json, 400, /position|column/],
    [
      'invalid UTF-8',
      Uint8Array.from([0x7b, 0x22, 0x6e, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      json,
      400,
      /UTF-8/,
    ],
    ['__proto__ as a key', '{"name":"x","__proto__":{"polluted":true}}', json, 400, /reserved/],
    [
      '__proto__ deep inside',
      '{"name":"x","workflow_definition":{"nodes":[{"config":{"__proto__":1}}]}}',
      json,
      400,
      /reserved/,
    ],
    [
      'constructor.prototype',
      '{"name":"x","constructor":{"prototype":{"polluted":true}}}',
      json,
      400,
      /reserved/,
    ],
    ['null', 'null', json, 422, /expected|object/i],
    ['an array', '[]', json, 422, /expected|object/i],
    ['a number', '5', json, 422, /expected|object/i],
    ['nothing', '', json, 422, /needs a JSON body/],
    ['another content type', '{"name":"x"}', { 'content-type': 'text/plain' }, 415, /application\/json/],
    ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, /application\/json/],
    [
      'a content type that only begins well',
      '{"name":"x"}',
      { 'content-type': 'application/jsonx' },
      415,
      /application\/json/,
    ],
    ['a NUL in a text', '{"name":"a\\u0000b"}', json, 422, /NUL/],
    ['half of a surrogate pair', '{"name":"a\\ud800b"}', json, 422, /surrogate/],
    [
      'a number beyond 1e308',
      '{"name":"x","workflow_definition":{"nodes":[],"edges":[],"config":{"a":1e999}}}',
      json,
      422,
      /Infinity|number/,
    ],
    ['a name of blanks', '{"name":"   "}', json, 422, /needs a name/],
    ['a name of another type', '{"name":5}', json, 422, /expected string/],
    ['a field that does not exist', '{"name":"x","surprise":1}', json, 422, /surprise/],
  ];
  test.each(cases)('%s', async (_name, body, headers, status, words) => {
    await expectRefused(() => editor.request('POST', workflows, body, headers), status, words);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('a tab in the content type changes nothing about what is checked', async () => {
    const answer = await editor.request('POST', workflows, '{"name":"   "}', {
      'content-type': 'application/json\t; charset=utf-8',
    });
    expect([415, 422]).toContain(answer.status);
  });

  test('nesting that would overflow a stack', async () => {
    const depth = 100_000;
    const body = `{"name":"deep","workflow_definition":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
    await expectRefused(() => editor.request('POST', workflows, body, json), 422, /nested|levels/);
  });

  test('more than 5 MB is 413, and says how much is accepted', async () => {
    const body = JSON.stringify({ name: 'big', description: 'x'.repeat(5 * 1024 * 1024) });
    await expectRefused(() => editor.request('POST', workflows, body, json), 413, /5 MB/);
  });

  test('1 MB is the limit where the contract says nothing else', async () => {
    const answer = await editor.put('/api/integrations/event-types', {
      data: [{ name: 'a', description: 'x'.repeat(2 * 1024 * 1024) }],
    });
    expect(answer.body).toMatchObject({ status: 413, error: expect.stringContaining('1 MB') });
  });
});

describe('definitions', () => {
  const node = (id: string, more: Record<string, unknown> = {}) => ({
    id,
    type: 'action',
    subtype: 'data_transform',
    config: {},
    ...more,
  });
  const edge = (source: string, target: string) => ({ source, target });
  let nested: unknown = 1;
  for (let i = 0; i < 105; i += 1) nested = { a: nested };

  const cases: [string, unknown, RegExp][] = [
    ['no nodes', { edges: [] }, /nodes/],
    ['nodes of another type', { nodes: {}, edges: [] }, /nodes/],
    ['an unknown subtype', { nodes: [node('a', { subtype: 'teleport' })], edges: [] }, /teleport|subtype/],
    ['an unknown type', { nodes: [node('a', { type: 'magic' })], edges: [] }, /type/],
    ['an edge to nowhere', { nodes: [node('a')], edges: [edge('a', 'b')] }, /b/],
    ['a self loop', { nodes: [node('a')], edges: [edge('a', 'a')] }, /itself/],
    ['ids that are there twice', { nodes: [node('a'), node('a')], edges: [] }, /Two nodes have the id/],
    ['a reserved id', { nodes: [node('constructor')], edges: [] }, /reserved/],
    [
      'a reserved key in a configuration',
      { nodes: [node('a', { config: { prototype: 1 } })], edges: [] },
      /reserved/,
    ],
    [
      '10,000 nodes',
      { nodes: Array.from({ length: 10_000 }, (_, i) => node(`n${i}`)), edges: [] },
      /1000|1,000/,
    ],
    [
      'nesting over 100 levels',
      { nodes: [node('a', { config: nested as Record<string, unknown> })], edges: [] },
      /nested|levels|deep/,
    ],
    ['a server-owned field of a node', { nodes: [node('a', { org_id: 'x' })], edges: [] }, /org_id/],
  ];
  test.each(cases)('%s', async (_name, definition, words) => {
    await expectRefused(() => create(definition), 422, words);
    await expectRefused(
      () => editor.post(`${workflows}/import`, { name: `I ${counter++}`, workflow_definition: definition }),
      422,
      words,
    );
  });

  test('every finding is told, each with its node', async () => {
    const definition = {
      nodes: [node('a', { subtype: 'x' }), node('b', { type: 'y' })],
      edges: [edge('a', 'z')],
    };
    const { issues } = (await create(definition)).body as { issues: { path: string; node_id?: string }[] };
    expect(issues.length).toBeGreaterThan(1);
    expect(issues.map((issue) => issue.path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^workflow_definition\.nodes\[0\]|^nodes\[0\]/)]),
    );
  });

  test('2 MB of it is accepted and comes back as it was', async () => {
    const definition = mappingDefinition();
    definition.nodes[1]!.notes = undefined;
    definition.nodes[1]!.config = { ...definition.nodes[1]!.config, text: 'ü'.repeat(1024 * 1024) };
    const created = await create(definition);
    expect(created.status).toBe(201);
    const read = await editor.get<{ workflow_definition: { nodes: { config: { text: string } }[] } }>(
      `${workflows}/${created.body.id as string}`,
    );
    expect(read.body.workflow_definition.nodes[1]!.config.text).toHaveLength(1024 * 1024);
  });

  test('a trigger type that does not exist', async () => {
    await expectRefused(
      () => create(undefined, { trigger_type: 'telepathy' }),
      422,
      /manual, schedule, webhook, event/,
    );
  });
});

describe('queries', () => {
  const cases: [string, number, RegExp][] = [
    ['limit=0', 422, /limit/],
    ['limit=-1', 422, /limit/],
    ['limit=1e9', 422, /limit/],
    ['limit=1.5', 422, /limit/],
    ['limit=', 422, /limit/],
    ['limit=ten', 422, /limit/],
    ['limit=5&limit=6', 422, /limit/],
    ['sort=id;drop table x', 422, /sort/],
    ['sort=__proto__', 422, /sort/],
    ['status=flying', 422, /status/],
    ['cursor=nonsense', 422, /cursor/],
    ['cursor=eyJhIjoxfQ', 422, /cursor/],
    ['unknown=1', 422, /unknown/],
    ['search=%00', 422, /NUL/],
  ];
  test.each(cases)('?%s', async (query, status, words) => {
    await expectRefused(() => editor.get(`${workflows}?${query}`), status, words);
  });

  test('wildcards of a search are taken literally', async () => {
    await create(undefined, { name: '100% sure' });
    const found = await editor.get<{ data: { name: string }[] }>(
      `${workflows}?search=${encodeURIComponent('0%')}`,
    );
    expect(found.body.data.map((row) => row.name)).toEqual(['100% sure']);
    expect(
      (await editor.get<{ total: number }>(`${workflows}?search=${encodeURIComponent("'; drop table x;--")}`))
        .body.total,
    ).toBe(0);
  });

  test('a total is exact up to 10,000, then says so', async () => {
    const { id } = await server.organization();
    const viewer = server.client((await server.apiKey(id, 'viewer')).key);
    const insert = (count: number) =>
      server.db.asOrg(id, (tx) =>
        tx.query(
          `insert into integration_workflows (id, org_id, name, workflow_definition)
           select gen_random_uuid(), $1, 'W ' || gen_random_uuid(), '{"nodes":[],"edges":[],"config":{}}' from generate_series(1, $2::int)`,
          [id, count],
        ),
      );
    await insert(10_000);
    const exact = await viewer.get(`${workflows}?limit=1`);
    expect(exact.body).toMatchObject({ total: 10_000 });
    expect(exact.body).not.toHaveProperty('total_capped');
    await insert(1);
    expect((await viewer.get(`${workflows}?limit=1`)).body).toMatchObject({
      total: 10_000,
      total_capped: true,
    });
  });

  test('a cursor of another list, of a NUL, of no uuid', async () => {
    for (const parts of [['', 'x'], ['', '\0'], ['x']]) {
      const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
      const answer = await editor.get(`/api/integrations/executions?cursor=${cursor}`);
      expect(answer.status).toBe(422);
    }
  });
});

describe('schedules', () => {
  const preview = (query: string) => editor.get(`/api/integrations/schedule/preview?${query}`);
  const cases: [string, string, RegExp][] = [
    ['a minute that does not exist', 'expression=61 * * * *', /minute|61/i],
    ['nothing', 'expression=', /cron|expression|empty|field/i],
    ['four fields', 'expression=* * * *', /5|five/i],
    ['six fields', 'expression=* * * * * *', /5|five/i],
    ['30 February', 'expression=0 0 30 2 *', /never/i],
    ['an unknown time zone', 'expression=0 9 * * *&timezone=Mars/Olympus', /time zone/i],
    ['300 characters', `expression=${'0,'.repeat(150)}0 * * * *`, /256|characters|long|big/i],
    ['a count of zero', 'expression=0 9 * * *&count=0', /count/],
    ['a count of thousands', 'expression=0 9 * * *&count=5000', /count/],
  ];
  test.each(cases)('%s', async (_name, query, words) => {
    const answer = await preview(query.replaceAll(' ', '%20'));
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(words);
  });
});

describe('paths', () => {
  test.each([
    'not-a-uuid',
    '00000000-0000-0000-0000-000000000000',
    '%00',
    '..%2f..%2fetc%2fpasswd',
    'x'.repeat(600),
  ])('workflow %s is 404', async (id) => {
    expect((await editor.get(`${workflows}/${id}`)).status).toBe(404);
  });

  test('an id of another kind with a NUL is 404 too', async () => {
    const { id } = await server.organization();
    const admin = server.client((await server.apiKey(id, 'admin')).key);
    for (const path of ['members/%00', 'api-keys/%00', `members/${'x'.repeat(400)}`])
      expect((await admin.delete(`/api/integrations/${path}`)).status).toBe(404);
  });

  test('an unknown route, a wrong method and a broken path are told as JSON', async () => {
    expect((await editor.get('/api/integrations/nothing')).body).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect((await editor.request('PATCH', workflows, {})).body).toMatchObject({ status: 404 });
    expect((await editor.get('/api/%zz')).body).toMatchObject({ status: 400 });
  });
});
