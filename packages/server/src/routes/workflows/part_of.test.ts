import type { TestResult, Workflow } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let editor: Client;
let stranger: Client;
let id: string;
const workflows = '/api/integrations/workflows';

const map = (node: string, mappings: Record<string, string>) => ({
  id: node,
  type: 'action',
  subtype: 'data_transform',
  key: node,
  label: node.toUpperCase(),
  config: {
    transform_type: 'map_fields',
    mappings: Object.entries(mappings).map(([target_field, source_path]) => ({ target_field, source_path })),
  },
});

beforeAll(async () => {
  server = await startTestServer();
  const org = await server.organization();
  editor = server.client((await server.apiKey(org.id, 'editor')).key);
  const other = await server.organization();
  stranger = server.client((await server.apiKey(other.id, 'owner')).key);
  const call = { type: 'action', subtype: 'http_request', config: { url: 'https://example.com' } };
  const nodes = [
    { id: 't', type: 'trigger', subtype: 'manual', config: {} },
    { id: 'a', key: 'fetched', label: 'Fetch', ...call },
    {
      id: 'loop',
      key: 'each',
      label: 'Each',
      type: 'control',
      subtype: 'loop',
      config: { items: '{{ fetched.body }}' },
    },
    map('x', { n: 'item.n * trigger.data.by' }),
    map('y', { m: 'x.n + each.index' }),
    map('z', { all: 'each.results', first: 'fetched.status' }),
  ];
  const edge = (source: string, target: string, sourceHandle = 'out') => ({ source, target, sourceHandle });
  const edges = [
    edge('t', 'a'),
    edge('a', 'loop'),
    edge('loop', 'x', 'body'),
    edge('x', 'y'),
    edge('loop', 'z', 'done'),
  ];
  const created = await editor.post<Workflow>(workflows, {
    name: `Orders ${uuidv7()}`,
    workflow_definition: { nodes, edges },
  });
  expect(created.status, created.text).toBe(201);
  id = created.body.id;
});
afterAll(() => server?.stop());

const send = (body: object, client = editor) => client.post<TestResult>(`${workflows}/${id}/test`, body);

async function ran(body: object) {
  const answer = await send(body);
  expect(answer.status, answer.text).toBe(200);
  const { steps, output, status } = answer.body;
  expect(status, answer.text).toBe('success');
  return { output, steps: steps.map((step) => `${step.node_id}${step.kept ? ' kept' : ''}`) };
}

describe('a part of a workflow is tested', () => {
  test('from a loop on, with its body', async () => {
    const kept = { fetched: { status: 200, body: [{ n: 1 }, { n: 2 }] } };
    const { output, steps } = await ran({ start_at: 'each', kept, input: { by: 10 } });
    expect(output).toEqual({ all: [{ m: 10 }, { m: 21 }], first: 200 });
    expect(steps.slice(0, 3)).toEqual(['t kept', 'a kept', 'loop']);
  });

  test('one node alone, and one in a loop for one item', async () => {
    const kept = { fetched: { status: 201 }, each: { results: [5] } };
    expect(await ran({ start_at: 'z', stop_at: 'z', kept })).toMatchObject({
      output: { all: [5], first: 201 },
    });
    const round = { each: { item: { n: 3 }, index: 4 }, x: { n: 6 } };
    expect(await ran({ start_at: 'y', stop_at: 'y', kept: round })).toEqual({
      output: { m: 10 },
      steps: ['t kept', 'x kept', 'y'],
    });
  });

  test('with nothing where a step gave nothing', async () => {
    const kept = { fetched: null, each: { results: [] } };
    expect(await ran({ start_at: 'z', kept })).toMatchObject({ output: { all: [] } });
  });
});

describe('is refused with what is wrong', () => {
  test.each<[string, object, string, RegExp]>([
    ['a start that does not exist', { start_at: 'nowhere' }, 'start_at', /no node "nowhere"/],
    ['an end that does not exist', { stop_at: 'nowhere' }, 'stop_at', /no node "nowhere"/],
    ['an end before the start', { start_at: 'z', stop_at: 'a' }, 'stop_at', /Fetch does not come after Z/],
    [
      'a start inside a loop',
      { start_at: 'x' },
      'start_at',
      /X repeats inside the loop Each\. Start at Each/,
    ],
    [
      'a result of an unknown node',
      { start_at: 'z', kept: { nobody: 1 } },
      'kept.nobody',
      /no node "nobody"/,
    ],
    ['results without a start', { kept: { fetched: 1 } }, 'kept', /start_at only/],
    [
      'a result that is missing',
      { start_at: 'z', kept: { each: {} } },
      'kept.fetched',
      /What Fetch gave is needed to start at Z/,
    ],
    ['a round without its item', { start_at: 'x', stop_at: 'x', kept: { each: [1] } }, 'kept.each', /"item"/],
    ['results that are no object', { start_at: 'z', kept: [1] }, 'kept', /expected record/i],
    ['a start that is no text', { start_at: 5 }, 'start_at', /string/],
  ])('%s', async (_name, body, path, words) => {
    const answer = await send(body);
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed', issues: [{ path }] });
    expect((answer.body as unknown as { issues: { message: string }[] }).issues[0]!.message).toMatch(words);
  });

  test('all that is missing is named, each with its node', async () => {
    const answer = await send({ start_at: 'z' });
    expect(answer.body).toMatchObject({
      status: 422,
      issues: [
        { path: 'kept.fetched', node_id: 'a' },
        { path: 'kept.each', node_id: 'loop' },
      ],
    });
  });

  test('names like those of objects name nothing', async () => {
    const answer = await send({ start_at: 'z', kept: { toString: 1 } });
    expect(answer.body).toMatchObject({ status: 422, issues: [{ path: 'kept.toString' }] });
  });

  test('another organization finds no workflow', async () => {
    expect((await send({ start_at: 'z' }, stranger)).status).toBe(404);
  });
});
