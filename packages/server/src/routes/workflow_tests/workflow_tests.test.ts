import { type Problem, type TestReport, testLimits, type Workflow, type WorkflowTest } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let org: { id: string };
let editor: Client;
let id: string;
const workflows = '/api/integrations/workflows';

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  org = await server.organization();
  editor = server.client((await server.apiKey(org.id, 'editor')).key);
  id = await create(orders);
});

/** An order comes in, its total is doubled, and the shop is called with it. */
const orders = {
  nodes: [
    { id: 'start', type: 'trigger', subtype: 'manual', key: 'start', label: 'Start', config: {} },
    {
      id: 'n1',
      type: 'action',
      subtype: 'data_transform',
      key: 'double',
      label: 'Double',
      config: { transform_type: 'custom', expression: '{ total: trigger.data.total * 2 }' },
    },
    {
      id: 'n2',
      type: 'action',
      subtype: 'http_request',
      key: 'send',
      label: 'Send',
      config: { method: 'POST', url: 'https://shop.example.com/orders', body: '{{ double }}' },
    },
  ],
  edges: [
    { id: 'e1', source: 'start', target: 'n1' },
    { id: 'e2', source: 'n1', target: 'n2' },
  ],
};

const sent = { status: 200, headers: {}, body: { id: 7 }, duration_ms: 1 };
const good = {
  name: 'A large order',
  input: { total: 21 },
  mocks: { send: sent },
  expectations: [
    { on: 'status', equals: 'success' },
    { on: 'step', step: 'double', op: 'equals', value: { total: 42 } },
    { on: 'call', step: 'send', count: 1, path: 'body.total', op: 'equals', value: 42 },
    { on: 'output', path: 'body.id', op: 'equals', value: 7 },
  ],
};

async function create(workflow_definition: object): Promise<string> {
  const answer = await editor.post<Workflow>(workflows, { name: `Orders ${uuidv7()}`, workflow_definition });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

async function save(body: object = good, workflow = id): Promise<WorkflowTest> {
  const answer = await editor.post<WorkflowTest>(`${workflows}/${workflow}/tests`, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

async function list(workflow = id): Promise<WorkflowTest[]> {
  const answer = await editor.get<{ data: WorkflowTest[] }>(`${workflows}/${workflow}/tests`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.data;
}

async function run(body?: object, workflow = id): Promise<TestReport> {
  const answer = await editor.post<TestReport>(`${workflows}/${workflow}/tests/run`, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** The workflow triples now, which nobody meant. */
const broken = {
  ...orders,
  nodes: orders.nodes.map((node) =>
    node.key === 'double'
      ? { ...node, config: { ...node.config, expression: '{ total: trigger.data.total * 3 }' } }
      : node,
  ),
};

const change = (workflow_definition: object) => editor.put(`${workflows}/${id}`, { workflow_definition });

describe('a saved test', () => {
  test('is kept as it was written, and is found with who made it', async () => {
    const saved = await save({
      ...good,
      request: { headers: { 'x-shop': 'eu' } },
      at: '2026-01-15T10:00:00Z',
    });
    expect(saved).toMatchObject({ ...good, workflow_id: id, at: '2026-01-15T10:00:00Z', last_result: null });
    expect(saved.created_by).toContain('editor');
    expect(await list()).toEqual([saved]);
    const changed = await editor.put<WorkflowTest>(`${workflows}/${id}/tests/${saved.id}`, {
      name: 'A small order',
      input: { total: 1 },
    });
    expect(changed.body).toMatchObject({ id: saved.id, name: 'A small order', mocks: {}, expectations: [] });
    expect((await editor.delete(`${workflows}/${id}/tests/${saved.id}`)).status).toBe(204);
    expect((await editor.delete(`${workflows}/${id}/tests/${saved.id}`)).status).toBe(404);
    expect(await list()).toEqual([]);
  });

  test('passes, fails with what came instead after a change, and passes again', async () => {
    await save();
    expect(await run()).toMatchObject({ passed: 1, failed: 0, results: [{ passed: true, failures: [] }] });
    expect((await list())[0]!.last_result).toMatchObject({ passed: true, current: true });
    await change(broken);
    expect((await list())[0]!.last_result).toMatchObject({ passed: true, current: false });
    const report = await run();
    expect(report).toMatchObject({ passed: 0, failed: 1 });
    expect(report.results[0]!.failures).toMatchObject([
      { step: 'double', differences: [{ path: 'total', expected: 42, actual: 63 }] },
      { step: 'send', expected: 42, actual: 63 },
    ]);
    expect(report.results[0]!.result).toMatchObject({ status: 'success' });
    expect((await list())[0]!.last_result).toMatchObject({ passed: false, current: true });
    await change(orders);
    expect(await run()).toMatchObject({ passed: 1, failed: 0 });
  });

  test('runs on a definition that is not saved, which says nothing of the saved one', async () => {
    await save();
    expect(await run({ workflow_definition: broken })).toMatchObject({ passed: 0, failed: 1 });
    expect((await list())[0]!.last_result).toMatchObject({ passed: false, current: false });
  });

  test('is run alone where only it is asked for, and forgets its result when it is changed', async () => {
    const [first, second] = [await save(), await save({ ...good, name: 'Another' })];
    expect((await run({ ids: [second.id] })).results.map(({ name }) => name)).toEqual(['Another']);
    expect((await list()).map(({ last_result }) => last_result?.passed)).toEqual([undefined, true]);
    await editor.put(`${workflows}/${id}/tests/${second.id}`, { ...good, name: 'Another' });
    expect((await list())[1]!.last_result).toBeNull();
    expect(first.id < second.id).toBe(true);
  });

  test('lets a step fail, sees headers, and a time that stands still', async () => {
    const definition = {
      nodes: [
        { id: 't', type: 'trigger', subtype: 'webhook', key: 't', config: { method: 'POST', auth: 'none' } },
        {
          ...orders.nodes[2],
          config: { ...orders.nodes[2]!.config, body: '{{ now() }}' },
          on_error: 'continue',
        },
        {
          id: 'n3',
          type: 'action',
          subtype: 'data_transform',
          key: 'last',
          config: { transform_type: 'custom', expression: "[trigger.headers['x-shop'], send.error.message]" },
        },
      ],
      edges: [
        { id: 'e1', source: 't', target: 'n2' },
        { id: 'e2', source: 'n2', target: 'n3' },
      ],
    };
    const workflow = await create(definition);
    await save(
      {
        name: 'Down',
        input: {},
        request: { headers: { 'x-shop': 'eu' }, method: 'POST' },
        mocks: { send: { $error: { message: 'Down', code: 'http_status', status: 503 } } },
        at: '2026-01-15T10:00:00Z',
        expectations: [
          { on: 'status', equals: 'partial_success' },
          { on: 'step', step: 'send', status: 'error' },
          { on: 'call', step: 'send', path: 'body', op: 'starts_with', value: '2026-01-15T10:00:00' },
          { on: 'output', op: 'equals', value: ['eu', 'Down'] },
        ],
      },
      workflow,
    );
    const report = await run(undefined, workflow);
    expect(report.results[0]!.failures).toEqual([]);
  });

  test('says what is wrong about steps that are gone, in its expectations and its mocks', async () => {
    await save({
      name: 'Old',
      mocks: { sent: 1 },
      expectations: [{ on: 'step', step: 'gone', status: 'success' }],
    });
    const { results } = await run();
    expect(results[0]!.failures.map(({ step }) => step)).toEqual(['sent', 'gone']);
  });

  test('goes with an export and a copy, and away with its workflow', async () => {
    await save();
    const exported = await editor.get<Record<string, unknown>>(`${workflows}/${id}/export`);
    expect(exported.body.tests).toMatchObject([good]);
    expect(exported.text).not.toContain('last_result');
    const imported = await editor.post<Workflow>(`${workflows}/import`, exported.body);
    expect(imported.status, imported.text).toBe(201);
    const copied = await editor.post<Workflow>(`${workflows}/${id}/duplicate`);
    for (const workflow of [imported.body.id, copied.body.id]) {
      expect(await list(workflow)).toMatchObject([{ ...good, last_result: null }]);
      expect(await run(undefined, workflow)).toMatchObject({ passed: 1 });
    }
    expect((await editor.delete(`${workflows}/${id}`)).status).toBe(204);
    const left = await server.db.engine.query('select from workflow_tests where workflow_id = $1', [id]);
    expect(left.rowCount).toBe(0);
  });

  test('warns at a deploy when it fails, or was not run since the change, and never stands in its way', async () => {
    const deploy = async () => {
      const answer = await editor.post<Workflow & { warnings: Problem[] }>(`${workflows}/${id}/deploy`);
      expect(answer.status, answer.text).toBe(200);
      return answer.body.warnings.filter(({ check }) => check === 'tests').map(({ message }) => message);
    };
    await save();
    expect(await deploy()).toEqual(['A test was not run since the last change: A large order']);
    await run();
    expect(await deploy()).toEqual([]);
    await change(broken);
    await run();
    await save({ ...good, name: 'Two' });
    expect(await deploy()).toEqual([
      'A test fails: A large order',
      'A test was not run since the last change: Two',
    ]);
  });
});

describe('bad input', () => {
  test.each<[string, object, RegExp]>([
    ['no name', { ...good, name: ' ' }, /needs a name/],
    [
      'an unknown operator',
      { ...good, expectations: [{ on: 'output', op: 'is_like', value: 1 }] },
      /expectations\[0\]/,
    ],
    ['an expectation that could not fail', { ...good, expectations: [{ on: 'output' }] }, /expects nothing/],
    ['a value that is missing', { ...good, expectations: [{ on: 'output', op: 'equals' }] }, /needs a value/],
    ['something unknown to look at', { ...good, expectations: [{ on: 'weather' }] }, /expectations\[0\]/],
    ['a field too many', { ...good, owner: 'me' }, /owner/],
    ['mocks that are a list', { ...good, mocks: [1] }, /mocks/],
    ['a time that is none', { ...good, at: 'yesterday' }, /at/],
    ['headers that are no texts', { ...good, request: { headers: { a: 1 } } }, /headers/],
    ['a NUL', { ...good, input: 'a\0b' }, /NUL/],
    [
      '201 expectations',
      { ...good, expectations: Array(201).fill({ on: 'status', equals: 'success' }) },
      /200/,
    ],
  ])('%s is 422', async (_name, body, words) => {
    const answer = await editor.post(`${workflows}/${id}/tests`, body);
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed' });
    expect(answer.text).toMatch(words);
    expect(await list()).toEqual([]);
  });

  test('a name that is taken is 409, without regard to case', async () => {
    await save();
    const again = await editor.post(`${workflows}/${id}/tests`, { ...good, name: 'a LARGE order' });
    expect(again.body).toMatchObject({ status: 409, code: 'name_taken' });
  });

  test('1 MB is taken, and not a byte more', async () => {
    const empty = JSON.stringify({ input: '', mocks: {}, expectations: [] }).length;
    const input = 'x'.repeat(testLimits.bytes - empty);
    await save({ name: 'Full', input });
    const answer = await editor.post(`${workflows}/${id}/tests`, { name: 'Fuller', input: `${input}x` });
    expect(answer.body).toMatchObject({ status: 413, code: 'too_large' });
    expect(answer.text).toMatch(/at most 1 MB/);
  });

  test.each<[string, (value: unknown) => object]>([
    ['input', (input) => ({ input })],
    ['mocks', (send) => ({ mocks: { send } })],
    ['expectations', (value) => ({ expectations: [{ on: 'output', op: 'equals', value }] })],
  ])('64 levels are taken in its %s, and more are not, also by an import', async (part, body) => {
    const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    // What stands around the value counts as well.
    const around = part === 'input' ? 0 : part === 'mocks' ? 1 : 2;
    const fits = { name: 'Deep', ...body(nested(testLimits.depth - around)) };
    const deeper = { name: 'Deeper', ...body(nested(testLimits.depth - around + 1)) };
    expect((await editor.post(`${workflows}/${id}/tests`, fits)).status).toBe(201);
    const answer = await editor.post(`${workflows}/${id}/tests`, deeper);
    expect(answer.body).toMatchObject({ status: 422, issues: [{ path: part }] });
    expect(answer.text).toMatch(/nested more than 64 levels deep/);
    const file = { name: 'I', workflow_definition: orders, tests: [fits, deeper] };
    const imported = await editor.post(`${workflows}/import`, file);
    expect(imported.body).toMatchObject({ status: 422, issues: [{ path: `tests[1].${part}` }] });
  });

  test('mocks of a test that is not saved are as deep at most', async () => {
    const send = JSON.parse('['.repeat(64) + ']'.repeat(64));
    const answer = await editor.post(`${workflows}/${id}/test`, { mocks: { send } });
    expect(answer.body).toMatchObject({ status: 422, issues: [{ path: 'mocks' }] });
    expect((await editor.post(`${workflows}/${id}/test`, { mocks: { send: send[0] } })).status).toBe(200);
  });

  test('more than 200, or 20 MB together, are refused, also by an import', async () => {
    await server.db.engine.query(
      `insert into workflow_tests (id, org_id, workflow_id, name, test, bytes)
       select gen_random_uuid(), $1, $2, 'T' || i, '{"mocks":{},"expectations":[]}', 1 from generate_series(1, 200) i`,
      [org.id, id],
    );
    expect((await editor.post(`${workflows}/${id}/tests`, good)).text).toMatch(/at most 200 tests/);
    const [first, second] = await list();
    expect((await editor.put(`${workflows}/${id}/tests/${first!.id}`, good)).status).toBe(200);
    await server.db.engine.query('update workflow_tests set bytes = $2 where id = $1', [
      second!.id,
      testLimits.workflow_bytes,
    ]);
    expect((await editor.put(`${workflows}/${id}/tests/${first!.id}`, good)).text).toMatch(/at most 20 MB/);
    const tests = Array.from({ length: 201 }, (_, index) => ({ ...good, name: `T${index}` }));
    const imported = await editor.post(`${workflows}/import`, {
      name: 'Many',
      workflow_definition: orders,
      tests,
    });
    expect(imported.body).toMatchObject({ status: 422 });
  });

  test.each<[string, unknown, RegExp]>([
    ['a broken test', [{ name: 'x', expectations: [{ on: 'output' }] }], /tests\[0\]\.expectations\[0\]/],
    ['no test at all', [5], /tests\[0\]/],
    ['two with one name', [good, good], /two tests with the name/],
    // JavaScript ends a word with another sigma than PostgreSQL.
    ['two with one Greek name', [{ name: 'ΑΣ' }, { name: 'ασ' }], /two tests with the same name/],
    ['tests that are no list', { a: 1 }, /tests/],
  ])('an import with %s says where', async (_name, tests, words) => {
    const answer = await editor.post(`${workflows}/import`, {
      name: 'I',
      workflow_definition: orders,
      tests,
    });
    expect(answer.body).toMatchObject({ status: 422 });
    expect(answer.text).toMatch(words);
  });

  test('an id of another workflow is not run, and what cannot be run fails instead of the request', async () => {
    const other = await create(orders);
    const foreign = await save(good, other);
    const answer = await editor.post(`${workflows}/${id}/tests/run`, { ids: [foreign.id] });
    expect(answer.body).toMatchObject({ status: 422, issues: [{ path: 'ids[0]' }] });
    expect((await editor.put(`${workflows}/${id}/tests/${foreign.id}`, good)).status).toBe(404);
    await save();
    const { results } = await run({ workflow_definition: { nodes: [], edges: [] } });
    expect(results[0]).toMatchObject({ passed: false });
    expect(
      (await editor.post(`${workflows}/${id}/tests/run`, { workflow_definition: { nodes: 5 } })).status,
    ).toBe(422);
  });

  test('viewers read and do not write or run, and strangers find nothing', async () => {
    const saved = await save();
    const viewer = server.client((await server.apiKey(org.id, 'viewer')).key);
    expect((await viewer.get(`${workflows}/${id}/tests`)).status).toBe(200);
    const stranger = server.client((await server.apiKey((await server.organization()).id, 'owner')).key);
    for (const [client, status] of [
      [viewer, 403],
      [stranger, 404],
    ] as const) {
      expect((await client.post(`${workflows}/${id}/tests`, good)).status).toBe(status);
      expect((await client.put(`${workflows}/${id}/tests/${saved.id}`, good)).status).toBe(status);
      expect((await client.delete(`${workflows}/${id}/tests/${saved.id}`)).status).toBe(status);
      expect((await client.post(`${workflows}/${id}/tests/run`)).status).toBe(status);
    }
    expect(await list()).toHaveLength(1);
  });

  test('too many at the same time are 429 with when to come again, and those that got in are answered', async () => {
    // So many that each run is still going on when the others come in, however slow the machine.
    await Promise.all(Array.from({ length: 80 }, (_, index) => save({ ...good, name: `Test ${index}` })));
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => editor.post<TestReport>(`${workflows}/${id}/tests/run`)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(40);
    for (const answer of refused) expect(answer.headers.get('retry-after')).toBe('2');
    const ran = answers.filter(({ status }) => status === 200);
    expect(ran.length).toBe(40 - refused.length);
    for (const answer of ran) expect(answer.body).toMatchObject({ passed: 80, failed: 0 });
    expect((await editor.post(`${workflows}/${id}/test`, {})).status).toBe(200);
  });
});
