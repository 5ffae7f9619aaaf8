/** The graph language in the running product, over HTTP with a real server, database and target. */
import type { Execution, ExecutionSummary } from '@millrace/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import {
  call,
  compute,
  control,
  edges,
  manualStart,
  type Outside,
  type Story,
  startOutside,
  storyOf,
} from '../testing/stories.ts';

let server: TestServer;
let outside: Outside;
let editor: Client;
let story: Story;
const api = '/api/integrations';

beforeAll(async () => {
  server = await startTestServer();
  outside = await startOutside();
});
afterAll(async () => {
  await server?.stop();
  await outside?.close();
});
beforeEach(async () => {
  outside.seen.length = 0;
  const { id } = await server.organization();
  editor = server.client((await server.apiKey(id, 'editor')).key);
  story = storyOf(editor);
});

const stepAt = (execution: Execution, path: string) => execution.steps.find((step) => step.path === path);

describe('a loop', () => {
  const eachItem = (config: Record<string, unknown> = {}, url = `${outside.url}/item?n={{ item }}`) => ({
    nodes: [
      manualStart,
      control('each', 'loop', { items: '{{ trigger.data.items }}', ...config }),
      call('send', url),
      compute('after', '{{ each }}'),
    ],
    edges: edges('start>each', 'each.body>send', 'each.done>after'),
  });

  test('calls once for each item, with results in order', async () => {
    const workflow = await story.deployed(
      eachItem({ concurrency: 5 }, `${outside.url}/item?n={{ item }}&ms={{ 40 - item * 10 }}`),
    );
    const done = await story.run(workflow, { items: [1, 2, 3] });
    expect(done).toMatchObject({ status: 'success', error: null });
    const { results, errors, items } = done.output as {
      results: { body: { n: number } }[];
      errors: [];
      items: [];
    };
    expect(results.map((result) => result.body.n)).toEqual([1, 2, 3]);
    expect([errors, items]).toEqual([[], [1, 2, 3]]);
    expect(outside.seen).toHaveLength(3);
    expect(stepAt(done, 'each')).toMatchObject({
      status: 'success',
      iterations: { total: 3, done: 3, failed: 0 },
    });
    expect(stepAt(done, 'each[2]/send')).toMatchObject({ status: 'success' });
  });

  test('in a loop sees the items of both', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        control('outer', 'loop', { items: '{{ trigger.data.rows }}' }),
        control('inner', 'loop', { items: '{{ item }}' }),
        compute('pair', '{{ { o: outer.index, i: index, item: item } }}'),
        compute('after', '{{ outer.results }}'),
      ],
      edges: edges('start>outer', 'outer.body>inner', 'inner.body>pair', 'outer.done>after'),
    });
    const done = await story.run(workflow, { rows: [['a', 'b'], [], ['c']] });
    expect(done.error).toBeNull();
    expect((done.output as { results: unknown[] }[]).map((round) => round.results)).toEqual([
      [
        { o: 0, i: 0, item: 'a' },
        { o: 0, i: 1, item: 'b' },
      ],
      [],
      [{ o: 2, i: 0, item: 'c' }],
    ]);
    expect(stepAt(done, 'outer[0]/inner[1]/pair')).toMatchObject({ status: 'success' });
  });

  test('goes on while a condition holds, and leaves by break', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        control('each', 'loop', { mode: 'while', condition: 'index < 100' }),
        compute('n', '{{ index }}'),
        { id: 'enough', key: 'enough', type: 'conditional', subtype: 'if', config: { condition: 'n >= 3' } },
        control('leave', 'break'),
        compute('after', '{{ each.results.length }}'),
      ],
      edges: edges('start>each', 'each.body>n', 'n>enough', 'enough.true>leave', 'each.done>after'),
    });
    expect(await story.run(workflow)).toMatchObject({ status: 'success', output: 4 });
  });

  test('notes what failed and ends partly well, or fails at the first', async () => {
    const url = `${outside.url}/{{ item == 2 ? 'fail-once' : 'item' }}?n={{ item }}&t={{ execution.id }}`;
    const collecting = await story.run(await story.deployed(eachItem({ on_item_error: 'collect' }, url)), {
      items: [1, 2, 3],
    });
    expect(collecting).toMatchObject({
      status: 'partial_success',
      output: { errors: [{ index: 1, error: { code: 'http_status', status: 400 } }] },
    });
    const stopping = await story.run(await story.deployed(eachItem({}, url)), { items: [1, 2, 3] });
    expect(stopping).toMatchObject({ status: 'error', error: { message: expect.stringContaining('Item') } });
    expect(stepAt(stopping, 'each[2]/send')?.status ?? 'none').toBe('none');
  });

  test('that failed is retried from where it failed: what succeeded is not called again', async () => {
    const url = `${outside.url}/{{ item == 2 ? 'fail-once' : 'item' }}?n={{ item }}`;
    const workflow = await story.deployed(eachItem({}, url));
    const failed = await story.run(workflow, { items: [1, 2, 3] });
    expect(failed.status).toBe('error');
    const retried = await editor.post<{ execution_id: string }>(`${api}/executions/${failed.id}/retry`, {
      from: 'failed',
    });
    const done = await story.finished(retried.body.execution_id);
    expect(done).toMatchObject({ status: 'success', retry_of: failed.id });
    expect(outside.seen.map(({ path }) => path)).toEqual([
      '/item?n=1',
      '/fail-once?n=2',
      '/fail-once?n=2',
      '/item?n=3',
    ]);
  });

  test('is left by stop, which ends everything', async () => {
    const workflow = await story.deployed({
      nodes: [
        manualStart,
        control('each', 'loop', { items: '{{ trigger.data.items }}' }),
        control('end', 'stop', { status: 'success', message: 'Enough' }),
        compute('after', '1'),
      ],
      edges: edges('start>each', 'each.body>end', 'each.done>after'),
    });
    const done = await story.run(workflow, { items: [1, 2, 3] });
    expect(done.status).toBe('success');
    expect(stepAt(done, 'after')?.status ?? 'skipped').toBe('skipped');
  });
});

describe('a sub-workflow', () => {
  const calling = (workflow_id: string, config: Record<string, unknown> = {}) => ({
    nodes: [
      manualStart,
      control('child', 'sub_workflow', { workflow_id, input: { n: '{{ trigger.data.n }}' }, ...config }),
      compute('after', '{{ child }}'),
    ],
    edges: edges('start>child', 'child>after'),
  });
  const doubling = {
    nodes: [manualStart, compute('twice', '{{ trigger.data.n * 2 }}')],
    edges: edges('start>twice'),
  };

  test('gives its output to whom it was called by', async () => {
    const child = await story.deployed(doubling);
    const done = await story.run(await story.deployed(calling(child.id)), { n: 21 });
    expect(done).toMatchObject({
      status: 'success',
      output: 42,
      children: [{ workflow_id: child.id, workflow_name: child.name, path: 'child', status: 'success' }],
    });
    const called = await editor.get<Execution>(`${api}/executions/${done.children[0]!.id}`);
    expect(called.body).toMatchObject({ trigger_type: 'sub_workflow', parent_execution_id: done.id });
    expect(stepAt(done, 'child')).toMatchObject({ execution_id: done.children[0]!.id });
  });

  test('that is not waited for runs by itself', async () => {
    const child = await story.deployed(doubling);
    const done = await story.run(await story.deployed(calling(child.id, { wait: false })), { n: 4 });
    const { execution_id } = done.output as { execution_id: string };
    expect(await story.finished(execution_id)).toMatchObject({ status: 'success', output: 8 });
  });

  test('that fails is an error of the step that called it', async () => {
    const child = await story.deployed({
      nodes: [manualStart, control('end', 'stop', { status: 'error', message: 'No stock' })],
      edges: edges('start>end'),
    });
    const done = await story.run(await story.deployed(calling(child.id)), { n: 1 });
    expect(done).toMatchObject({
      status: 'error',
      error: { code: 'sub_workflow_failed', details: { status: 'error', execution_id: expect.any(String) } },
    });
  });

  test('is cancelled with whom it was called by', async () => {
    const child = await story.deployed({
      nodes: [manualStart, control('answer', 'wait', { mode: 'callback' })],
      edges: edges('start>answer'),
    });
    const id = await story.start(await story.deployed(calling(child.id)), { n: 1 });
    const parent = await story.until(id, ({ children }) => children[0]?.status === 'waiting');
    await editor.post(`${api}/executions/${id}/cancel`);
    expect((await story.finished(id)).status).toBe('cancelled');
    expect((await story.finished(parent.children[0]!.id)).status).toBe('cancelled');
  });
});

test('an error workflow runs with the execution that failed', async () => {
  const handler = await story.deployed({
    nodes: [manualStart, compute('seen', '{{ trigger.data.execution.error.message }}')],
    edges: edges('start>seen'),
  });
  const failing = await story.deployed({
    nodes: [manualStart, control('end', 'stop', { status: 'error', message: 'No stock' })],
    edges: edges('start>end'),
    config: { error_workflow_id: handler.id },
  });
  const failed = await story.run(failing);
  const handled = async () =>
    (await editor.get<{ data: ExecutionSummary[] }>(`${api}/executions?trigger_type=error`)).body.data;
  await expect.poll(async () => (await handled()).length).toBe(1);
  const [found] = await handled();
  expect(found).toMatchObject({ workflow_id: handler.id, parent_execution_id: failed.id });
  expect(await story.finished(found!.id)).toMatchObject({
    status: 'success',
    output: expect.stringContaining('No stock'),
  });
});

test('executions of one key run one at a time, in the order in which they came; other keys do not wait for them', async () => {
  const workflow = await story.deployed({
    nodes: [
      manualStart,
      call('send', `${outside.url}/{{ trigger.data.customer }}?n={{ trigger.data.n }}&ms=40`),
    ],
    edges: edges('start>send'),
    config: { concurrency_key: '{{ trigger.data.customer }}' },
  });
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1)
    ids.push(await story.start(workflow, { customer: n === 3 ? 'bob' : 'ada', n }));
  for (const id of ids) expect((await story.finished(id)).status).toBe('success');
  const ada = outside.seen.filter(({ path }) => path.startsWith('/ada'));
  expect(ada.map(({ path }) => new URL(path, 'http://x').searchParams.get('n'))).toEqual([
    '0',
    '1',
    '2',
    '4',
    '5',
  ]);
  // One of ada's and the one of bob at most.
  expect(Math.max(...outside.seen.map(({ together }) => together))).toBeLessThanOrEqual(2);
});

test('a payload of almost 10 MB goes through, is shown by its beginning, and is there whole', async () => {
  const workflow = await story.deployed({
    nodes: [manualStart, compute('same', '{{ trigger.data }}')],
    edges: edges('start>same'),
  });
  const input = { text: 'äx'.repeat(3 * 1024 * 1024) };
  const done = await story.run(workflow, input);
  expect(done).toMatchObject({
    status: 'success',
    output_blob: { bytes: JSON.stringify(input).length + 3 * 1024 * 1024 },
    trigger_blob: { hash: done.output_blob!.hash },
  });
  expect(JSON.stringify(done).length).toBeLessThan(100_000);
  const whole = await editor.get(`${api}/executions/${done.id}/blobs/${done.output_blob!.hash}`);
  expect(whole.body).toEqual(input);
});
