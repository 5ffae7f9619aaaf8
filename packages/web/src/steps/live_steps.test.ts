import type { LiveEvent, Step } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { HeardSteps, mergeSteps, mostRoundSteps, nodesOf } from './live_steps.ts';
import { timelineOf } from './timeline.ts';

const base = {
  execution_id: '01a1f88e-9222-7486-bac9-ac92df0b68f4',
  workflow_id: '01a1f88e-87b8-75ec-9e97-2eeaadd6acc4',
  at: '2026-11-20T12:00:00.000Z',
};
const nodes = nodesOf({
  nodes: [
    { id: 'n1', key: 'trigger', label: 'Order received', subtype: 'webhook' },
    { id: 'n2', key: 'order', label: 'Map the order', subtype: 'data_transform' },
    { id: 'n3', subtype: 'stop', disabled: true },
  ],
});
const start = (node_id: string): LiveEvent => ({
  type: 'workflow:node:start',
  ...base,
  node_id,
  node_name: '',
  path: node_id,
});
const complete = (node_id: string, output: unknown): LiveEvent => ({
  type: 'workflow:node:complete',
  ...base,
  node_id,
  path: node_id,
  output,
  duration_ms: 12,
});
const after = (...events: LiveEvent[]) => {
  const heard = new HeardSteps();
  for (const event of events) heard.hear(event, nodes);
  return [...heard.steps()];
};

describe('what is heard', () => {
  test('makes a step of a node with its name', () => {
    expect(after(start('n2'))[0]).toMatchObject({
      key: 'order',
      label: 'Map the order',
      status: 'running',
      started_at: base.at,
    });
  });

  test('says that it waits, which ends what was said of its beginning', () => {
    const waits: LiveEvent = { type: 'workflow:node:waiting', ...base, node_id: 'n2', path: 'n2' };
    const [heard] = after(start('n2'), waits);
    expect(heard).toMatchObject({ status: 'waiting', started_at: base.at });
    const stored: Step = { ...heard!, status: 'waiting', resume_url: 'https://millrace.test/resume/t' };
    expect(mergeSteps([stored], [heard!], nodes, 'waiting')[0]).toMatchObject({
      status: 'waiting',
      resume_url: 'https://millrace.test/resume/t',
    });
  });

  test('completes it, also when its start was missed', () => {
    expect(after(start('n2'), complete('n2', { id: 1 }))[0]).toMatchObject({
      status: 'success',
      output: { id: 1 },
      duration_ms: 12,
    });
    expect(after(complete('n2', 1))[0]).toMatchObject({ status: 'success', output: 1 });
  });

  test('keeps an error and how long it took', () => {
    const error = { message: 'no', code: 'timeout' };
    const failed: LiveEvent = {
      type: 'workflow:node:error',
      ...base,
      at: '2026-11-20T12:00:01.500Z',
      node_id: 'n2',
      path: 'n2',
      error,
    };
    expect(after(start('n2'), failed)[0]).toMatchObject({ status: 'error', error, duration_ms: 1_500 });
  });

  test('of the execution itself changes no step', () => {
    expect(
      after({ type: 'workflow:execution:complete', ...base, status: 'success', total_duration_ms: 3 }),
    ).toEqual([]);
  });
});

describe('a loop of many rounds', () => {
  const round = (index: number, event: LiveEvent): LiveEvent =>
    ({ ...event, path: `loop[${index}]/n2` }) as LiveEvent;

  test('keeps the newest rounds that went well and every one that failed', () => {
    const heard = new HeardSteps();
    const rounds = mostRoundSteps * 3 + 7;
    for (let index = 0; index < rounds; index++) {
      const failed: LiveEvent = {
        type: 'workflow:node:error',
        ...base,
        node_id: 'n2',
        path: '',
        error: { message: 'no', code: 'x' },
      };
      heard.hear(round(index, start('n2')), nodes);
      heard.hear(round(index, index === 3 ? failed : complete('n2', index)), nodes);
    }
    const steps = [...heard.steps()];
    expect(steps).toHaveLength(mostRoundSteps + 1);
    expect(steps[0]).toMatchObject({ path: 'loop[3]/n2', status: 'error' });
    expect(steps.at(-1)).toMatchObject({ path: `loop[${rounds - 1}]/n2`, status: 'success' });
    expect(steps[1]!.path).toBe(`loop[${rounds - mostRoundSteps}]/n2`);
  });

  test('leaves nothing running once it is over, also where the end of a step was not told', () => {
    const loops = nodesOf({ nodes: [{ id: 'loop', key: 'loop', subtype: 'loop' }] });
    const heard = new HeardSteps();
    for (const event of [
      start('loop'),
      round(0, start('n2')),
      round(1, start('n2')),
      round(1, complete('n2', 1)),
    ])
      heard.hear(event, loops);
    expect([...heard.steps()]).toHaveLength(3);
    heard.hear(complete('loop', {}), loops);
    expect(Array.from(heard.steps(), ({ path }) => path)).toEqual(['loop', 'loop[1]/n2']);
  });

  test('has no pending steps of its own for the nodes in its body', () => {
    const looped = nodesOf({
      nodes: [
        { id: 't', type: 'trigger', subtype: 'manual' },
        { id: 'l', type: 'control', subtype: 'loop' },
        { id: 'b', type: 'action', subtype: 'http_request' },
        { id: 'e', type: 'action', subtype: 'respond' },
      ],
      edges: [
        { source: 't', target: 'l' },
        { source: 'l', sourceHandle: 'body', target: 'b' },
        { source: 'l', sourceHandle: 'done', target: 'e' },
      ],
    });
    expect(mergeSteps([], [], looped, 'running').map(({ path }) => path)).toEqual(['t', 'l', 'e']);
  });
});

describe('the steps to show', () => {
  const stored: Step = {
    node_id: 'n1',
    key: 'trigger',
    label: 'Order received',
    subtype: 'webhook',
    path: 'n1',
    status: 'success',
    output: 'stored',
  };

  test('are the stored, then the heard, then the nodes ahead without the disabled ones', () => {
    const steps = mergeSteps([stored], after(start('n2')), nodes, 'running');
    expect(steps.map((step) => [step.path, step.status])).toEqual([
      ['n1', 'success'],
      ['n2', 'running'],
    ]);
    expect(mergeSteps([stored], [], nodes, 'running').map((step) => [step.path, step.status])).toEqual([
      ['n1', 'success'],
      ['n2', 'pending'],
    ]);
  });

  test('trust what is stored as settled over what was heard', () => {
    const steps = mergeSteps([stored], after(complete('n1', 'a preview')), nodes, 'running');
    expect(steps[0]).toMatchObject({ output: 'stored' });
  });

  test('let a wait end that is stored as waiting', () => {
    const steps = mergeSteps(
      [{ ...stored, status: 'waiting' }],
      after(complete('n1', 'over')),
      nodes,
      'running',
    );
    expect(steps[0]).toMatchObject({ status: 'success', output: 'over' });
  });

  test('are only the stored ones once it ended', () => {
    expect(mergeSteps([stored], after(start('n2')), nodes, 'error')).toEqual([stored]);
  });
});

test('a definition of another shape has no nodes, and a node without names is called by its id', () => {
  expect(nodesOf({})).toEqual([]);
  expect(nodesOf({ nodes: [null, 1, { label: 'no id' }, { id: 'x' }] })).toEqual([
    { id: 'x', key: 'x', label: 'x', subtype: '', disabled: false, in_loop: false },
  ]);
});

describe('the timeline', () => {
  const step = (
    path: string,
    second: number | null,
    duration_ms: number | null,
    status: Step['status'] = 'success',
  ): Step => ({
    node_id: path,
    key: path,
    label: path,
    subtype: 'stop',
    path,
    status,
    duration_ms,
    started_at: second === null ? null : new Date(Date.UTC(2026, 10, 20, 12, 0, second)).toISOString(),
  });

  test('places each step in the whole', () => {
    const bars = timelineOf([step('a', 0, 1_000), step('b', 1, 3_000), step('c', null, null, 'pending')], 0);
    expect(bars.get('a')).toEqual({ left: 0, width: 0.25 });
    expect(bars.get('b')).toEqual({ left: 0.25, width: 0.75 });
    expect(bars.has('c')).toBe(false);
  });

  test('ends what still runs now', () => {
    const now = Date.UTC(2026, 10, 20, 12, 0, 4);
    expect(timelineOf([step('a', 0, 2_000), step('b', 2, null, 'running')], now).get('b')).toEqual({
      left: 0.5,
      width: 0.5,
    });
  });

  test('of nothing is empty', () => {
    expect(timelineOf([], 0).size).toBe(0);
  });
});
