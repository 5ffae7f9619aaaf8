import { type PinnedSample, sampleLimits, type Workflow } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prune } from '../../storage/prune.ts';
import { mappingDefinition } from '../../testing/factories.ts';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let org: { id: string; name: string };
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
  id = await create();
});

async function create(): Promise<string> {
  const body = { name: `Orders ${uuidv7()}`, workflow_definition: mappingDefinition() };
  const answer = await editor.post<Workflow>(workflows, body);
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

const at = (node: string, workflow = id) => `${workflows}/${workflow}/samples/${node}`;
const pin = (node: string, value: unknown) => editor.put<PinnedSample>(at(node), { value });

async function pinned(workflow = id, client = editor): Promise<Record<string, unknown>> {
  const answer = await client.get<{ data: PinnedSample[] }>(`${workflows}/${workflow}/samples`);
  expect(answer.status, answer.text).toBe(200);
  return Object.fromEntries(answer.body.data.map(({ node_id, value }) => [node_id, value]));
}

async function save(nodes: readonly object[], edges: readonly object[] = []): Promise<void> {
  const answer = await editor.put(`${workflows}/${id}`, { workflow_definition: { nodes, edges } });
  expect(answer.status, answer.text).toBe(200);
}

describe('a pinned sample', () => {
  test('is kept whole with the order of its fields, says who pinned it, and is replaced by the next', async () => {
    const first = await pin('map', { zebra: 1, apple: [null, { b: true }], ü: '€' });
    expect(first.status, first.text).toBe(200);
    expect(first.body).toMatchObject({ node_id: 'map', updated_by: expect.stringContaining('editor') });
    expect(JSON.stringify(await pinned())).toBe('{"map":{"zebra":1,"apple":[null,{"b":true}],"ü":"€"}}');
    await pin('map', ['other']);
    expect(await pinned()).toEqual({ map: ['other'] });
  });

  test.each([null, false, 0, '', []])('may be %j', async (value) => {
    expect((await pin('map', value)).status).toBe(200);
    expect(await pinned()).toEqual({ map: value });
  });

  test('is taken away, once and again', async () => {
    await pin('map', { name: 'Ada' });
    for (let time = 0; time < 2; time++) expect((await editor.delete(at('map'))).status).toBe(204);
    expect(await pinned()).toEqual({});
  });

  test('of a node that is gone is kept as long as there is room for it, so that nodes brought back do not add up', async () => {
    const start = mappingDefinition().nodes[0]!;
    const node = (index: number) => ({
      id: `n${index}`,
      type: 'action',
      subtype: 'data_transform',
      config: { transform_type: 'custom', expression: '1' },
    });
    const all = Array.from({ length: 3 * sampleLimits.per_workflow }, (_, index) => node(index));
    for (let from = 0; from < all.length; from += sampleLimits.per_workflow) {
      const part = all.slice(from, from + sampleLimits.per_workflow);
      await save([start, ...part]);
      await Promise.all(part.map((each) => pin(each.id, 1)));
    }
    await save([start, ...all]);
    expect(Object.keys(await pinned()).length).toBeLessThanOrEqual(2 * sampleLimits.per_workflow);
  });

  test('of a trigger is what trigger is in expressions', async () => {
    const value = { data: { id: 1 }, headers: { 'x-shop': 'eu' }, query: { page: '2' }, method: 'POST' };
    expect((await pin('start', value)).status).toBe(200);
    expect(await pinned()).toEqual({ start: value });
  });

  test('is in the audit log without its data', async () => {
    await pin('map', { secret_number: 4711 });
    await editor.delete(at('map'));
    const owner = server.client((await server.apiKey(org.id, 'owner')).key);
    const log = await owner.get<{ data: { action: string; details: object }[] }>(
      '/api/integrations/audit-log',
    );
    const rows = log.body.data.filter(({ action }) => action.startsWith('sample.'));
    expect(rows.map(({ action }) => action)).toEqual(['sample.unpin', 'sample.pin']);
    expect(rows[1]!.details).toMatchObject({ node_id: 'map' });
    expect(log.text).not.toContain('4711');
  });
});

test('shows the checks what the node gives, and is told where it does not fit it', async () => {
  const { nodes, edges } = mappingDefinition();
  const fetch = {
    id: 'fetch',
    type: 'action',
    subtype: 'http_request',
    key: 'fetched',
    config: { url: 'https://x.test' },
  };
  const read = {
    id: 'read',
    type: 'action',
    subtype: 'data_transform',
    config: { transform_type: 'custom', expression: 'fetched.body.totl' },
  };
  await save(
    [nodes[0]!, fetch, read],
    [edges![0]!, { source: 'start', target: 'fetch' }, { source: 'fetch', target: 'read' }].slice(1),
  );
  const found = async () => {
    const answer = await editor.post<{ problems: { node_id: string; check: string; message: string }[] }>(
      `${workflows}/${id}/validate`,
    );
    return answer.body.problems.map(({ node_id, check }) => `${node_id} ${check}`);
  };
  expect(await found()).toEqual([]);
  await pin('fetch', { status: 200, headers: {}, body: { total: 1 }, duration_ms: 1 });
  expect(await found()).toEqual(['read unknown_variable']);
  await pin('fetch', { status: 'fine' });
  expect(await found()).toContain('fetch pinned_sample');
});

describe('goes with its workflow', () => {
  test('a node that is deleted hides it, the same node has it back, and after a day it is gone', async () => {
    await pin('map', { name: 'Ada' });
    const { nodes, edges } = mappingDefinition();
    await save([nodes[0]!]);
    expect(await pinned()).toEqual({});
    await save(nodes, edges);
    expect(await pinned()).toEqual({ map: { name: 'Ada' } });
    await save([nodes[0]!]);
    await prune(server.db.engine, new AbortController().signal);
    const rows = () =>
      server.db.engine.query('select node_id from workflow_samples where workflow_id = $1', [id]);
    expect((await rows()).rowCount).toBe(1);
    await server.db.engine.query(
      `update workflow_samples set orphaned_at = now() - interval '25 hours' where workflow_id = $1`,
      [id],
    );
    await prune(server.db.engine, new AbortController().signal);
    expect((await rows()).rowCount).toBe(0);
  });

  test('a workflow that is deleted takes them along', async () => {
    await pin('map', { name: 'Ada' });
    expect((await editor.delete(`${workflows}/${id}`)).status).toBe(204);
    const { rowCount } = await server.db.engine.query('select from workflow_samples where workflow_id = $1', [
      id,
    ]);
    expect(rowCount).toBe(0);
  });

  test('a duplicate has them, an export does not, and they leave the workflow without a change', async () => {
    const before = (await editor.get<Workflow>(`${workflows}/${id}`)).body;
    await pin('map', { name: 'a value to look for' });
    const copy = await editor.post<Workflow>(`${workflows}/${id}/duplicate`);
    expect(await pinned(copy.body.id)).toEqual({ map: { name: 'a value to look for' } });
    const exported = await editor.get(`${workflows}/${id}/export`);
    expect(exported.text).not.toContain('a value to look for');
    expect((await editor.get<Workflow>(`${workflows}/${id}`)).body).toEqual(before);
  });
});

describe('bad input', () => {
  const ofBytes = (bytes: number) => 'x'.repeat(bytes - 2);

  test('1 MB is taken, one byte more is not, and the answer says how much there is', async () => {
    expect((await pin('map', ofBytes(sampleLimits.bytes))).status).toBe(200);
    const answer = await pin('map', ofBytes(sampleLimits.bytes + 1));
    expect(answer.body).toMatchObject({ status: 413, code: 'too_large' });
    expect(answer.text).toMatch(/at most 1 MB of JSON; this one has 1\.01 MB/);
  });

  test('64 levels are taken, one more is not, and the answer says where', async () => {
    const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
    expect((await pin('map', nested(sampleLimits.depth))).status).toBe(200);
    const answer = await pin('map', nested(sampleLimits.depth + 1));
    expect(answer.body).toMatchObject({ status: 422, issues: [{ path: 'value' }] });
    expect(answer.text).toMatch(/nested more than 64 levels deep/);
    expect(await pinned()).toEqual({ map: nested(sampleLimits.depth) });
  });

  test('a body beyond all measure is 413 as well', async () => {
    const answer = await pin('map', 'x'.repeat(4 * 1024 * 1024));
    expect(answer.body).toMatchObject({ status: 413, code: 'too_large' });
  });

  test.each<[string, string, unknown, RegExp]>([
    ['a node that the draft does not have', 'nobody', { value: 1 }, /no node "nobody"/],
    ['no value', 'map', {}, /missing/],
    ['a field too many', 'map', { value: 1, pinned: true }, /pinned/],
    ['a trigger without data', 'start', { value: { name: 'Ada' } }, /"data"/],
    ['a trigger that is a list', 'start', { value: [1] }, /"data"/],
    ['headers that are no texts', 'start', { value: { data: 1, headers: { a: 1 } } }, /"headers"/],
    ['a NUL', 'map', { value: 'a\0b' }, /NUL/],
  ])('%s is 422', async (_name, node, body, words) => {
    const answer = await editor.put(at(node), body);
    expect(answer.body).toMatchObject({ status: 422, code: 'validation_failed' });
    expect((answer.body as { error: string }).error).toMatch(words);
    expect(await pinned()).toEqual({});
  });

  test('a viewer reads and does not pin', async () => {
    await pin('map', { name: 'Ada' });
    const viewer = server.client((await server.apiKey(org.id, 'viewer')).key);
    expect(await pinned(id, viewer)).toEqual({ map: { name: 'Ada' } });
    expect((await viewer.put(at('map'), { value: 1 })).status).toBe(403);
    expect((await viewer.delete(at('map'))).status).toBe(403);
  });

  test('another organization finds nothing, and a workflow that was deleted has none', async () => {
    const other = await server.organization();
    const stranger = server.client((await server.apiKey(other.id, 'owner')).key);
    for (const answer of [
      await stranger.get(`${workflows}/${id}/samples`),
      await stranger.put(at('map'), { value: 1 }),
      await stranger.delete(at('map')),
      await editor.get(`${workflows}/${uuidv7()}/samples`),
    ])
      expect(answer.body).toMatchObject({ status: 404, code: 'not_found' });
    expect(await pinned()).toEqual({});
  });

  test('more than 200, or more than 20 MB in all, are refused until one is unpinned', async () => {
    const many = Array.from({ length: 201 }, (_, index) => ({
      id: `n${index}`,
      type: 'action',
      subtype: 'data_transform',
      config: {},
    }));
    await save(many);
    await server.db.engine.query(
      `insert into workflow_samples (org_id, workflow_id, node_id, value, bytes)
       select $1, $2, 'n' || i, '1', 1 from generate_series(1, 200) i`,
      [org.id, id],
    );
    expect((await pin('n0', 1)).text).toMatch(/at most 200 pinned samples/);
    expect((await pin('n1', 2)).status).toBe(200);
    await editor.delete(at('n2'));
    expect((await pin('n0', 1)).status).toBe(200);
    await server.db.engine.query(
      'update workflow_samples set bytes = $2 where node_id = $3 and workflow_id = $1',
      [id, sampleLimits.workflow_bytes, 'n0'],
    );
    expect((await pin('n1', 'abc')).text).toMatch(/at most 20 MB together/);
    await editor.delete(at('n0'));
    expect((await pin('n1', 'abc')).status).toBe(200);
  });
});
