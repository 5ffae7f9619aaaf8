import type { LiveEvent, Step } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { createProblemsStore } from '../problems/store.ts';
import { createResultsStore } from './store.ts';

const id = '01997a60-0000-7000-8000-000000000001';
const nodes = [{ id: 'a', key: 'order', label: 'Get order', subtype: 'http_request' }];
const base = { execution_id: id, workflow_id: id, at: '2026-01-01T00:00:00.000Z' };
const start: LiveEvent = {
  type: 'workflow:node:start',
  ...base,
  node_id: 'a',
  node_name: 'Get order',
  path: 'a',
};
const complete: LiveEvent = {
  type: 'workflow:node:complete',
  ...base,
  node_id: 'a',
  path: 'a',
  output: { ok: true },
  duration_ms: 12,
};
const step = (node_id: string, more: Partial<Step> = {}): Step => ({
  node_id,
  key: node_id,
  label: node_id,
  subtype: 'respond',
  path: node_id,
  status: 'success',
  ...more,
});

describe('a watched run', () => {
  it('rings nodes as events arrive', () => {
    const store = createResultsStore();
    store.getState().watch(id);
    store.getState().apply([start], nodes);
    expect(store.getState().byNode.get('a')).toMatchObject({
      status: 'running',
      label: 'Get order',
      key: 'order',
    });
    store.getState().apply([complete], nodes);
    expect(store.getState().byNode.get('a')).toMatchObject({
      status: 'success',
      output: { ok: true },
      duration_ms: 12,
    });
    store
      .getState()
      .apply(
        [{ type: 'workflow:execution:complete', ...base, status: 'success', total_duration_ms: 20 }],
        nodes,
      );
    expect(store.getState().run).toMatchObject({ status: 'success', duration_ms: 20 });
  });

  it('waits while a step waits, and runs again when one goes on', () => {
    const store = createResultsStore();
    const waits: LiveEvent = { type: 'workflow:node:waiting', ...base, node_id: 'a', path: 'a' };
    store.getState().watch(id);
    store.getState().apply([start, waits], nodes);
    expect(store.getState().run).toMatchObject({ status: 'waiting' });
    store.getState().apply([{ ...start, node_id: 'b', path: 'b' }], nodes);
    expect(store.getState().run).toMatchObject({ status: 'running' });
  });

  it('misses nothing that happens before its number is known', () => {
    const store = createResultsStore();
    store.getState().expectRun();
    store.getState().apply([start], nodes);
    store.getState().apply([{ ...complete, execution_id: '01997a60-0000-7000-8000-000000000003' }], nodes);
    expect(store.getState().byNode.size).toBe(0);
    store.getState().watch(id);
    expect(store.getState().byNode.get('a')).toMatchObject({ status: 'running' });
  });

  it('does not hear other executions, nor anything after the end', () => {
    const store = createResultsStore();
    store.getState().watch(id);
    store.getState().apply([{ ...start, execution_id: '01997a60-0000-7000-8000-000000000002' }], nodes);
    expect(store.getState().byNode.size).toBe(0);
    store
      .getState()
      .apply(
        [{ type: 'workflow:execution:complete', ...base, status: 'error', total_duration_ms: 1 }],
        nodes,
      );
    store.getState().apply([start], nodes);
    expect(store.getState().byNode.size).toBe(0);
  });

  it('knows what it ran on once the stored one is read, and is no past execution for that', () => {
    const store = createResultsStore();
    store.getState().watch(id);
    expect(store.getState().run?.ran).toBeUndefined();
    const ran = { number: 3, version: 1, workflow_definition: { nodes: [] } };
    const ended = { id, status: 'success' as const, duration_ms: 1, output: null, error: null };
    store.getState().showExecution({ ...ended, steps: [step('a')], ran });
    expect(store.getState().run).toMatchObject({ ran });
    expect(store.getState().run?.loaded).toBeUndefined();
  });

  it('shows an event of a node that was deleted meanwhile by its id', () => {
    const store = createResultsStore();
    store.getState().watch(id);
    store.getState().apply([{ ...start, node_id: 'gone', path: 'gone' }], nodes);
    expect(store.getState().byNode.get('gone')).toMatchObject({ label: 'gone' });
  });
});

describe('a test', () => {
  it('shows the step that failed, and keeps the outputs of the others as samples', () => {
    const store = createResultsStore({ outputs: { z: 1 }, pinned: {} });
    const error = { message: 'no', code: 'x' };
    store.getState().showTest({
      status: 'error',
      duration_ms: 3,
      output: null,
      steps: [
        step('a', { output: 5 }),
        step('b', { status: 'error', error }),
        step('c', { status: 'skipped' }),
      ],
    });
    expect(store.getState()).toMatchObject({
      selectedStep: 'b',
      samples: { outputs: { a: 5, z: 1 } },
      run: { kind: 'test', error },
    });
  });
});

describe('problems', () => {
  const finding = (node_id: string | null, message: string) => ({
    node_id,
    field: null,
    severity: 'error' as const,
    message,
  });

  it('are listed once although browser and server both find them', () => {
    const store = createProblemsStore();
    store.getState().setList([finding('a', 'one'), finding(null, 'two')]);
    store.getState().setRefused([finding('a', 'one'), finding('a', 'three')]);
    expect(
      store
        .getState()
        .byNode.get('a')
        ?.map(({ message }) => message),
    ).toEqual(['one', 'three']);
    expect(store.getState().byNode.size).toBe(1);
  });

  it('keep the list of a node whose findings are the same', () => {
    const store = createProblemsStore();
    store.getState().setList([finding('a', 'one')]);
    const before = store.getState().byNode.get('a');
    store.getState().setList([finding('a', 'one'), finding('b', 'two')]);
    expect(store.getState().byNode.get('a')).toBe(before);
  });
});
