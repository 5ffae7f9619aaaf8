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
  hub.executionFinished(finishedOf(start));
}
const everything = [
  'workflow:execution:start',
  'workflow:node:start',
  'workflow:node:complete',
  'workflow:node:error',
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

test.each([
  ['nothing', undefined, null],
  ['a small value', { a: 1 }, { a: 1 }],
  ['a large value', 'x'.repeat(livePreviewLimit * 2), `"${'x'.repeat(livePreviewLimit - 1)}…`],
])('the preview of %s', (_what, output, expected) => {
  expect(preview(output)).toEqual(expected);
});

describe('who comes late', () => {
  const steps = [stepOf('a'), stepOf('b', { status: 'skipped' }), stepOf('c', { status: 'running' })];
  const stateOf = (id: string) => (id === start.id ? { start, steps } : null);

  test.each([
    ['the execution', 'o1', { execution_id: start.id }, ['workflow:node:complete', 'workflow:node:start']],
    ['another execution', 'o1', { execution_id: 'e2' }, []],
    ['the whole workflow', 'o1', { workflow_id: 'w1' }, []],
    ['an execution of another organization', 'o2', { execution_id: start.id }, []],
  ])('a watcher of %s is told what it has come to', (_what, org_id, topic, types) => {
    const hub = new LiveHub({ stateOf });
    const late = watcher(org_id);
    hub.watch(late, topic);
    expect(late.types).toEqual(types);
  });

  test('another process is told once, when somebody there begins to watch', () => {
    const hub = new LiveHub({ stateOf });
    const forwarded: string[] = [];
    hub.forward = ({ text }) => void forwarded.push(text);
    hub.setRemote(new Set([`e:${start.id}`]));
    hub.setRemote(new Set([`e:${start.id}`, 'w:w1']));
    expect(forwarded.map((text) => JSON.parse(text).type)).toEqual([
      'workflow:node:complete',
      'workflow:node:start',
    ]);
  });
});
