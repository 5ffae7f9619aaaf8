import type { Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { configsOf, goesOnAtResume, queueReason, waitKind } from './waiting.ts';

const step = (more: Partial<Step>): Step => ({
  node_id: 'n',
  key: 'n',
  label: 'n',
  path: 'n',
  status: 'waiting',
  subtype: 'http_request',
  ...more,
});
const failure = (code: string) => ({ message: 'no', code });

describe('what a step waits for', () => {
  it.each<[Partial<Step>, Record<string, unknown> | undefined, string]>([
    [{ subtype: 'wait' }, {}, 'time'],
    [{ subtype: 'wait' }, undefined, 'time'],
    [{ subtype: 'wait' }, { mode: 'event' }, 'event'],
    [{ subtype: 'wait' }, { mode: 'callback' }, 'callback'],
    [{ subtype: 'wait', resume_url: 'https://x' }, undefined, 'callback'],
    [{ subtype: 'approval', approval_id: 'a' }, {}, 'approval'],
    [{ subtype: 'sub_workflow' }, {}, 'child'],
    [{ subtype: 'loop' }, {}, 'loop'],
    [{ error: failure('unknown_outcome') }, {}, 'question'],
    [{ error: failure('reconnect') }, {}, 'reconnect'],
    [{ error: failure('timeout') }, {}, 'retry'],
    [{}, {}, 'other'],
  ])('%j with %j is %s', (more, config, kind) => {
    expect(waitKind(step(more), config)).toBe(kind);
  });

  it('ends with its time where time is what it waits for, and gives up then otherwise', () => {
    expect((['time', 'retry', 'callback', 'approval', 'child'] as const).map(goesOnAtResume)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

it('reads configurations out of whatever was stored', () => {
  expect(configsOf({})).toEqual(new Map());
  expect(
    configsOf({ nodes: [null, { id: 1 }, { id: 'a' }, { id: 'b', config: { mode: 'event' } }] }),
  ).toEqual(new Map([['b', { mode: 'event' }]]));
});

it.each([
  [{}, { kind: 'worker' }],
  [{ config: { max_concurrency: 3 } }, { kind: 'limit', limit: 3 }],
  [{ config: { concurrency_key: 'trigger.data.id' } }, { kind: 'key', limit: 1 }],
  [{ config: { concurrency_key: 'trigger.data.id', max_concurrency: 2 } }, { kind: 'key', limit: 2 }],
  [{ config: { concurrency_key: ' ' } }, { kind: 'worker' }],
])('with %j the reason to be queued is %j', (definition, reason) => {
  expect(queueReason(definition)).toEqual(reason);
});
