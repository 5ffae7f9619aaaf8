/** What is wrong with an execution is a clear sentence on its step, documented behaviour, and nothing is stuck. */
import type { DefinitionInput, Execution } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import { compute, control, edges, manualStart, type Story, storyOf } from '../testing/stories.ts';

let server: TestServer;
let editor: Client;
let story: Story;
const api = '/api/integrations';
const day = 86_400_000;

beforeAll(async () => {
  server = await startTestServer();
  const { id } = await server.organization();
  editor = server.client((await server.apiKey(id, 'editor')).key);
  story = storyOf(editor);
});
afterAll(() => server?.stop());

type Node = DefinitionInput['nodes'][number];
const alone = (node: Node, config: DefinitionInput['config'] = {}): DefinitionInput => ({
  nodes: [manualStart, node],
  edges: edges(`start>${node.id}`),
  config,
});
const looping = (config: Record<string, unknown>): DefinitionInput => ({
  nodes: [manualStart, control('it', 'loop', config), compute('round', '{{ index }}')],
  edges: edges('start>it', 'it.body>round'),
});
const stepOf = (execution: Execution, id = 'it') => execution.steps.find((step) => step.path === id);
const items = { items: '{{ trigger.data.items }}' };

describe('fails with a sentence', () => {
  test.each<[string, DefinitionInput, unknown, string, RegExp]>([
    [
      'a loop over a number',
      looping(items),
      { items: 7 },
      'validation',
      /items must be a list; it is a number/,
    ],
    ['a loop over a text', looping(items), { items: 'abc' }, 'validation', /must be a list; it is text/],
    ['a loop over an object', looping(items), { items: { a: 1 } }, 'validation', /must be a list/],
    [
      'a loop over 10,001 items',
      looping(items),
      { items: Array.from({ length: 10_001 }, (_, i) => i) },
      'too_many_items',
      /10,?001|10,?000/,
    ],
    [
      'a loop over more items than it allows',
      looping({ ...items, max_iterations: 2 }),
      { items: [1, 2, 3] },
      'too_many_items',
      /3.*2|2.*3/,
    ],
    [
      'a condition that holds for ever',
      looping({ mode: 'while', condition: 'true', max_iterations: 3 }),
      {},
      'too_many_iterations',
      /3/,
    ],
    [
      'a condition of a loop that throws',
      looping({ mode: 'while', condition: 'trigger.data.n.toFixed(200) > 1' }),
      { n: 1 },
      'condition',
      /Digits/,
    ],
    [
      'a condition that throws',
      alone({
        id: 'it',
        key: 'it',
        type: 'conditional',
        subtype: 'if',
        config: { condition: 'trigger.data.n.toFixed(200) > 1' },
      }),
      { n: 1 },
      'condition',
      /Digits/,
    ],
    [
      'a wait of 400 days',
      alone(
        control('it', 'wait', { mode: 'delay', duration: { value: '{{ trigger.data.n }}', unit: 'days' } }),
      ),
      { n: 400 },
      'wait_too_long',
      /366 days/,
    ],
    [
      'a wait until 400 days from now',
      alone(control('it', 'wait', { mode: 'until', until: '{{ trigger.data.at }}' })),
      { at: new Date(Date.now() + 400 * day).toISOString() },
      'wait_too_long',
      /366 days/,
    ],
    [
      'a wait until no date',
      alone(control('it', 'wait', { mode: 'until', until: '{{ trigger.data.at }}' })),
      { at: 'someday' },
      'validation',
      /date/,
    ],
    [
      'a wait of less than nothing',
      alone(
        control('it', 'wait', { mode: 'delay', duration: { value: '{{ trigger.data.n }}', unit: 'hours' } }),
      ),
      { n: -1 },
      'validation',
      /./,
    ],
  ])('%s', async (_what, definition, input, code, words) => {
    const execution = await story.run(await story.deployed(definition), input);
    expect(execution.status).toBe('error');
    expect(stepOf(execution)).toMatchObject({
      status: 'error',
      error: { code, message: expect.stringMatching(words) },
    });
    expect(execution.error).toMatchObject({ code });
  });
});

describe('goes on', () => {
  test.each([[null], [undefined]])('a loop over nothing (%s), with a warning', async (nothing) => {
    const execution = await story.run(await story.deployed(looping(items)), { items: nothing });
    expect(execution).toMatchObject({ status: 'success', output: { items: [], results: [], errors: [] } });
    expect(stepOf(execution)!.warnings).toHaveLength(1);
  });

  test('a loop over an empty list, without one', async () => {
    const execution = await story.run(await story.deployed(looping(items)), { items: [] });
    expect(execution).toMatchObject({ status: 'success', output: { results: [] } });
    expect(stepOf(execution)!.warnings ?? []).toEqual([]);
  });

  test('a wait until an hour ago, saying how long ago it was', async () => {
    const workflow = await story.deployed(
      alone(control('it', 'wait', { mode: 'until', until: '{{ trigger.data.at }}' })),
    );
    const execution = await story.run(workflow, { at: new Date(Date.now() - day / 24).toISOString() });
    expect(execution.status).toBe('success');
    expect(stepOf(execution)!.warnings).toEqual([expect.stringMatching(/hour|ago|past/)]);
  });
});

describe('a sub-workflow', () => {
  const target = () => story.deployed(alone(compute('it', '1')));
  const calling = (workflow_id: string) =>
    story.deployed(alone(control('it', 'sub_workflow', { workflow_id })));

  test('that was deleted meanwhile is a failure of the step that calls it', async () => {
    const child = await target();
    const parent = await calling(child.id);
    expect((await editor.delete(`${api}/workflows/${child.id}`)).status).toBe(204);
    const execution = await story.run(parent);
    expect(stepOf(execution)).toMatchObject({ status: 'error', error: { code: 'workflow_gone' } });
  });

  test('that is paused is a failure of the step that calls it', async () => {
    const child = await target();
    const parent = await calling(child.id);
    await editor.post(`${api}/workflows/${child.id}/pause`);
    expect(stepOf(await story.run(parent))).toMatchObject({ status: 'error', error: { code: 'not_active' } });
  });

  test('that calls itself is refused at deploy where it is certain, and ends at the tenth where it is not', async () => {
    const own = await target();
    const recursive = (sure: boolean): DefinitionInput => ({
      nodes: [
        manualStart,
        { id: 'again', key: 'again', type: 'conditional', subtype: 'if', config: { condition: 'true' } },
        control('it', 'sub_workflow', { workflow_id: own.id }),
      ],
      edges: sure ? edges('start>again', 'start>it') : edges('start>again', 'again.true>it'),
    });
    const save = (definition: DefinitionInput) =>
      editor.put(`${api}/workflows/${own.id}`, { workflow_definition: definition });
    await save(recursive(true));
    const refused = await editor.post(`${api}/workflows/${own.id}/deploy`);
    expect([refused.status, refused.text]).toEqual([422, expect.stringMatching(/own workflow.*never end/)]);
    await save(recursive(false));
    expect((await editor.post(`${api}/workflows/${own.id}/deploy`)).status).toBe(200);
    const execution = await story.run(own);
    expect(execution).toMatchObject({ status: 'error', error: { code: 'sub_workflow_failed' } });
    const { rows } = await server.db.asEngine((tx) =>
      tx.query(
        'select max(depth) as depth, count(*)::int as count from workflow_executions where workflow_id = $1',
        [own.id],
      ),
    );
    expect(rows).toEqual([{ depth: 10, count: 11 }]);
  });
});

describe('what comes at the wrong time is refused', () => {
  test('a retry of an execution that runs, and a cancel of one that has ended', async () => {
    const workflow = await story.deployed(alone(control('it', 'wait', { mode: 'callback' })));
    const id = await story.start(workflow);
    await story.until(id, ({ status }) => status === 'waiting');
    const retry = await editor.post(`${api}/executions/${id}/retry`, { from: 'start' });
    expect(retry.body).toMatchObject({ status: 409, code: 'not_finished' });
    expect((await editor.post(`${api}/executions/${id}/cancel`)).status).toBe(202);
    expect((await story.finished(id)).status).toBe('cancelled');
    const again = await editor.post(`${api}/executions/${id}/cancel`);
    expect(again.body).toMatchObject({ status: 409, code: 'already_finished' });
  });

  test.each(['loop', 'wait', 'approval', 'sub_workflow', 'break', 'continue'])(
    '%s is not run by itself',
    async (subtype) => {
      const workflow = await story.deployed(alone(compute('it', '1')));
      const answer = await editor.post(`${api}/nodes/run`, {
        workflow_id: workflow.id,
        node: control('x', subtype),
      });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('cannot be run by itself');
    },
  );
});

test.each([
  ['an object', '{{ trigger.data.customer }}', { customer: { id: 1 } }],
  ['a list', '{{ trigger.data.customer }}', { customer: [1] }],
  ['an error', '{{ trigger.data.n.toFixed(200) }}', { n: 1 }],
])(
  'a concurrency key that is %s is recorded as an error, and the next execution runs',
  async (_what, key, input) => {
    const workflow = await story.deployed(alone(compute('it', '1'), { concurrency_key: key }));
    const id = await story.start(workflow, input);
    expect(await story.finished(id)).toMatchObject({
      status: 'error',
      error: { code: 'concurrency_key', message: expect.any(String) },
    });
    const fine = await story.run(workflow, { customer: 'ada', n: 1 });
    expect(fine.status).toBe(key.includes('toFixed') ? 'error' : 'success');
  },
);
