import type { LiveEvent, Step } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { heard, type LiveSteps, mergeSteps, nodesOf } from './live_steps.ts';
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
const after = (...events: LiveEvent[]) =>
  events.reduce<LiveSteps>((steps, event) => heard(steps, event, nodes), {});

describe('what is heard', () => {
  test('makes a step of a node with its name', () => {
    expect(after(start('n2')).n2).toMatchObject({
      key: 'order',
      label: 'Map the order',
      status: 'running',
      started_at: base.at,
    });
  });

  test('completes it, also when its start was missed', () => {
    expect(after(start('n2'), complete('n2', { id: 1 })).n2).toMatchObject({
      status: 'success',
      output: { id: 1 },
      duration_ms: 12,
    });
    expect(after(complete('n2', 1)).n2).toMatchObject({ status: 'success', output: 1 });
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
    expect(after(start('n2'), failed).n2).toMatchObject({ status: 'error', error, duration_ms: 1_500 });
  });

  test('of the execution itself changes no step', () => {
    expect(
      after({ type: 'workflow:execution:complete', ...base, status: 'success', total_duration_ms: 3 }),
    ).toEqual({});
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
    expect(mergeSteps([stored], {}, nodes, 'running').map((step) => [step.path, step.status])).toEqual([
      ['n1', 'success'],
      ['n2', 'pending'],
    ]);
  });

  test('trust what is stored as settled over what was heard', () => {
    const steps = mergeSteps([stored], after(complete('n1', 'a preview')), nodes, 'running');
    expect(steps[0]).toMatchObject({ output: 'stored' });
  });

  test('are only the stored ones once it ended', () => {
    expect(mergeSteps([stored], after(start('n2')), nodes, 'error')).toEqual([stored]);
  });
});

test('a definition of another shape has no nodes, and a node without names is called by its id', () => {
  expect(nodesOf({})).toEqual([]);
  expect(nodesOf({ nodes: [null, 1, { label: 'no id' }, { id: 'x' }] })).toEqual([
    { id: 'x', key: 'x', label: 'x', subtype: '', disabled: false },
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
