import type { Step } from '@millrace/core';
import { beforeEach, expect, it, vi } from 'vitest';
import { keepChoice, keptChoice, noChoice } from './kept_choice.ts';
import { recordedMocks } from './recorded_mocks.ts';

const step = (node_id: string, rest: Partial<Step>): Step => ({
  node_id,
  key: node_id,
  label: node_id,
  subtype: 'http_request',
  path: node_id,
  status: 'success',
  ...rest,
});

it('are what the steps gave, or how they failed; the first round that went well counts', () => {
  const mocks = recordedMocks([
    step('ok', { output: { id: 1 } }),
    step('failed', { status: 'error', error: { message: 'Down', code: 'http_status', status: 503 } }),
    step('each', { path: 'l[0]/each', status: 'error', error: { message: 'no', code: 'x' } }),
    step('each', { path: 'l[1]/each', output: 'b' }),
    step('each', { path: 'l[2]/each', output: 'c' }),
    step('large', { output: 'the beginning', output_blob: { hash: 'h', bytes: 9 } }),
    step('skipped', { status: 'skipped' }),
    step('nothing', { output: null }),
  ]);
  expect(Object.fromEntries(mocks)).toEqual({
    ok: { id: 1 },
    failed: { $error: { message: 'Down', code: 'http_status', status: 503 } },
    each: 'b',
    nothing: null,
  });
});

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

it('a choice is kept for the tab, by workflow, and not when it is too large', () => {
  const choice = { ...noChoice, typed: '{"a":1}', mocks: { send: '{}' } };
  keepChoice('w1', choice);
  expect([keptChoice('w1'), keptChoice('w2')]).toEqual([choice, noChoice]);
  keepChoice('w1', { ...choice, typed: 'x'.repeat(600_000) });
  expect(keptChoice('w1')).toEqual(noChoice);
  kept.set('millrace.test_choice.w1', '{broken');
  expect(keptChoice('w1')).toEqual(noChoice);
});
