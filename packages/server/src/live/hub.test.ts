import { livePreviewLimit } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { finishedOf, startOf, stepOf } from '../storage/testing/fixtures.ts';
import { LiveHub, preview, type Watcher } from './hub.ts';

const workflow = { org_id: 'o1', workflow_id: 'w1' };
const start = startOf(workflow);

function watcher(org_id = 'o1'): Watcher & { types: string[] } {
  const types: string[] = [];
  return { org_id, types, send: (text) => types.push((JSON.parse(text) as { type: string }).type) };
}

function tellAll(hub: LiveHub): void {
  hub.executionStarted(start);
  hub.stepStarted(start, { node_id: 'a', label: 'A', path: 'a' });
  hub.stepSettled(start, stepOf('a'));
  hub.stepSettled(start, stepOf('b', { status: 'skipped' }));
  hub.stepSettled(start, stepOf('c', { status: 'error', error: { message: 'no', code: 'x' } }));
  hub.stepWaiting(start, stepOf('d', { status: 'waiting' }));
  hub.executionFinished(finishedOf(start));
}
const everything = [
  'workflow:execution:start',
  'workflow:node:start',
  'workflow:node:complete',
  'workflow:node:error',
  'workflow:node:waiting',
  'workflow:execution:complete',
];

describe('who gets what', () => {
  test.each([
    ['the workflow', { workflow_id: 'w1' }, everything],
    ['the execution', { execution_id: start.id }, everything],
    ['everything of the organization', {}, everything],
    ['another workflow', { workflow_id: 'w2' }, []],
    ['another execution', { execution_id: 'e2' }, []],
  ])('a watcher of %s', (_what, topic, types) => {
    const hub = new LiveHub();
    const one = watcher();
    hub.watch(one, topic);
    tellAll(hub);
    expect(one.types).toEqual(types);
    hub.unwatch(one, topic);
    tellAll(hub);
    expect(one.types).toEqual(types);
    expect(hub.keys).toEqual([]);
  });

  test('a watcher of another organization gets nothing, whatever ids it names', () => {
    const hub = new LiveHub();
    const foreign = watcher('o2');
    for (const topic of [{ workflow_id: 'w1' }, { execution_id: start.id }, {}]) hub.watch(foreign, topic);
    tellAll(hub);
    expect(foreign.types).toEqual([]);
  });

  test('a watcher of several topics gets each event once', () => {
    const hub = new LiveHub();
    const one = watcher();
    for (const topic of [{ workflow_id: 'w1' }, { execution_id: start.id }, {}]) hub.watch(one, topic);
    tellAll(hub);
    expect(one.types).toEqual(everything);
  });

  test('without a watcher nothing is printed', () => {
    const hub = new LiveHub();
    const output = {
      toJSON: () => {
        throw new Error('somebody printed it');
      },
    };
    hub.stepSettled(start, stepOf('a', { output }));
    hub.watch(watcher(), { workflow_id: 'w2' });
    hub.stepSettled(start, stepOf('a', { output }));
    hub.watch(watcher(), { workflow_id: 'w1' });
    expect(() => hub.stepSettled(start, stepOf('a', { output }))).toThrow('somebody printed it');
  });
});

describe('a change of a workflow', () => {
  const change = {
    workflow_id: 'w1',
    change: 'saved' as const,
    updated_at: '2026-01-01T00:00:00.000Z',
    updated_by: 'ada',
  };

  test.each([
    ['the workflow', 'o1', { workflow_id: 'w1' }, ['workflow:changed']],
    ['everything of the organization', 'o1', {}, ['workflow:changed']],
    ['another workflow', 'o1', { workflow_id: 'w2' }, []],
    ['one of its executions', 'o1', { execution_id: start.id }, []],
    ['the workflow, from another organization', 'o2', { workflow_id: 'w1' }, []],
    ['everything of another organization', 'o2', {}, []],
  ])('is told to a watcher of %s as it should be', (_what, org_id, topic, types) => {
    const [here, there] = [new LiveHub(), new LiveHub()];
    const [near, far] = [watcher(org_id), watcher(org_id)];
    here.watch(near, topic);
    there.watch(far, topic);
    here.setRemote(new Set(there.keys));
    here.forward = (delivery) => there.deliver(JSON.parse(JSON.stringify(delivery)));
    here.workflowChanged('o1', change);
    expect([near.types, far.types]).toEqual([types, types]);
  });

  test('is told once to who watches it twice, and says who changed what when', () => {
    const hub = new LiveHub({ now: () => new Date(5) });
    const told: unknown[] = [];
    const one: Watcher = { org_id: 'o1', send: (text) => void told.push(JSON.parse(text)) };
    hub.watch(one, { workflow_id: 'w1' });
    hub.watch(one, {});
    hub.workflowChanged('o1', change);
    expect(told).toEqual([{ type: 'workflow:changed', at: '1970-01-01T00:00:00.005Z', ...change }]);
  });
});

test.each([
  ['nothing', undefined, null],
  ['a small value', { a: 1 }, { a: 1 }],
  ['a large value', 'x'.repeat(livePreviewLimit * 2), `"${'x'.repeat(livePreviewLimit - 1)}…`],
])('the preview of %s', (_what, output, expected) => {
  expect(preview(output)).toEqual(expected);
});

describe('who comes late', () => {
  const steps = [
    stepOf('a'),
    stepOf('b', { status: 'skipped' }),
    stepOf('c', { status: 'running' }),
    stepOf('d', { status: 'waiting' }),
  ];
  const caught_up = ['workflow:node:complete', 'workflow:node:start', 'workflow:node:waiting'];
  const stateOf = (id: string) => (id === start.id ? { start, steps } : null);

  test.each([
    ['the execution', 'o1', { execution_id: start.id }, caught_up],
    ['another execution', 'o1', { execution_id: 'e2' }, []],
    ['the whole workflow', 'o1', { workflow_id: 'w1' }, []],
    ['an execution of another organization', 'o2', { execution_id: start.id }, []],
  ])('a watcher of %s is told what it has come to', (_what, org_id, topic, types) => {
    const hub = new LiveHub({ stateOf });
    const late = watcher(org_id);
    hub.watch(late, topic);
    expect(late.types).toEqual(types);
  });

  test('every watcher of an execution elsewhere asks once, and only those who asked are told', () => {
    const asked: string[] = [];
    const here = new LiveHub({ onAsk: (id) => void asked.push(id) });
    const there = new LiveHub({ stateOf });
    const [first, second, foreign] = [watcher(), watcher(), watcher('o2')];
    here.watch(first, { execution_id: start.id });
    expect(asked).toEqual([start.id]);
    here.tellState(start.id, there.stateOf(start.id));
    here.watch(second, { execution_id: start.id });
    here.watch(foreign, { execution_id: start.id });
    here.tellState(start.id, there.stateOf(start.id));
    expect([asked.length, first.types, second.types, foreign.types]).toEqual([3, caught_up, caught_up, []]);
    expect(there.stateOf('e2')).toEqual([]);
  });
});

describe('many events', () => {
  const round = (index: number) => stepOf('body', { path: `loop[${index}]/body` });

  test('of a loop of 10,000 rounds a watcher gets few, the last round among them, and then the end', () => {
    const hub = new LiveHub();
    const told: { path?: string; type: string }[] = [];
    hub.watch({ org_id: 'o1', send: (text) => void told.push(JSON.parse(text)) }, { execution_id: start.id });
    for (let index = 0; index < 10_000; index += 1) {
      hub.stepStarted(start, { node_id: 'body', label: 'Body', path: `loop[${index}]/body` });
      hub.stepSettled(start, round(index));
    }
    hub.stepSettled(start, stepOf('loop'));
    hub.executionFinished(finishedOf(start));
    expect(told.length).toBeLessThan(100);
    expect(told.findIndex(({ path }) => path === 'loop[9999]/body')).toBeGreaterThan(0);
    expect(told.at(-1)).toMatchObject({ type: 'workflow:execution:complete' });
    expect(told.some(({ path }) => path === 'loop')).toBe(true);
    hub.stop();
  });

  test('of 10,000 executions a watcher of the workflow gets every end, and of one of them that is watched every step', () => {
    const hub = new LiveHub();
    const [all, one] = [watcher(), watcher()];
    const other = { ...start, id: 'watched' };
    hub.watch(all, { workflow_id: 'w1' });
    hub.watch(one, { execution_id: 'watched' });
    for (let index = 0; index < 10_000; index += 1) {
      const each = { ...start, id: `e${index}` };
      hub.stepSettled(each, stepOf('a'));
      hub.executionFinished(finishedOf(each));
    }
    hub.stepSettled(other, stepOf('a'));
    hub.executionFinished(finishedOf(other));
    const count = (type: string): number => all.types.filter((each) => each === type).length;
    expect(count('workflow:execution:complete')).toBe(10_001);
    expect(count('workflow:node:complete')).toBeLessThan(8_000);
    expect(one.types).toEqual(['workflow:node:complete', 'workflow:execution:complete']);
  });

  test('what may be left out for a slow watcher are steps, never the start or the end of an execution', () => {
    const hub = new LiveHub();
    const kept: string[] = [];
    const send = (text: string, essential: boolean) => void (essential && kept.push(JSON.parse(text).type));
    hub.watch({ org_id: 'o1', send }, {});
    tellAll(hub);
    expect(kept).toEqual(['workflow:execution:start', 'workflow:execution:complete']);
  });
});
