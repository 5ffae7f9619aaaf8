import type { Failure } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import {
  act,
  type Child,
  control,
  runEverywhere,
  runWorkflow,
  type ScriptedChild,
  trigger,
  workflow,
} from './testing/index.ts';

const calling = (config: Record<string, unknown> = {}, more = {}) =>
  workflow(
    {
      t: trigger(),
      s: control(
        'sub_workflow',
        { workflow_id: 'other', input: { n: '{{ trigger.data.n }}' }, ...config },
        more,
      ),
      e: act('write', { value: '{{ s }}' }),
    },
    't>s s>e',
  );
const ends = (after_ms: number, output: unknown) => (): ScriptedChild => ({
  after_ms,
  result: { outcome: 'done', output },
});
const fails = (after_ms: number | 'not_started', failure: Failure) => (): ScriptedChild => ({
  after_ms,
  result: { outcome: 'failed', failure },
});

describe('a sub-workflow', () => {
  test.each([0, 20, 86_400_000])('is started once, and gives its output after %d ms', async (after) => {
    await runEverywhere(
      { definition: calling(), children: ends(after, { sum: 3 }) },
      ({ result, steps, storage }) => {
        expect(result).toMatchObject({ status: 'success', output: { sum: 3 } });
        const children = [...storage.children.values()];
        expect(children).toHaveLength(1);
        expect(children[0]).toMatchObject({
          path: 's',
          status: 'ended',
          wait: { workflow_id: 'other', input: { n: 1 }, attached: true },
        });
        expect(steps.s!.execution_id).toBe(children[0]!.wait.execution_id);
      },
    );
  });

  test('parks meanwhile, and shows what it waits for', async () => {
    const { storage } = await runWorkflow({ definition: calling(), children: ends(60_000, 1) });
    const { parked, finished } = [...storage.rows.values()][0]!;
    expect(parked).toMatchObject({ status: 'waiting', resume_at: null });
    const execution_id = storage.children.keys().next().value;
    expect(parked!.steps.find(({ node_id }) => node_id === 's')).toMatchObject({
      status: 'waiting',
      execution_id,
    });
    expect(finished!.status).toBe('success');
  });

  test('that is not waited for goes on at once, without being parked', async () => {
    const straight = await runEverywhere(
      { definition: calling({ wait: false }), children: () => null },
      ({ result, storage }) => {
        const [child] = [...storage.children.values()];
        expect(result).toMatchObject({
          status: 'success',
          output: { execution_id: child!.wait.execution_id },
        });
        expect(child!.status).toBe('running');
        expect(storage.children.size).toBe(1);
      },
    );
    expect(straight.storage.writes).not.toContain('park');
  });

  const failure: Failure = {
    message: 'The workflow "Other" ended with an error',
    code: 'sub_workflow_failed',
    details: { execution_id: 'x', status: 'error' },
  };

  test.each([
    ['ends with an error', 500, failure],
    ['is gone', 'not_started', { message: 'The workflow was deleted', code: 'workflow_gone' }],
    ['was never deployed', 'not_started', { message: 'The workflow is not deployed', code: 'not_deployed' }],
  ] as const)('that %s fails the step', async (_name, after, why) => {
    await runEverywhere({ definition: calling(), children: fails(after, why) }, ({ result, world }) => {
      expect(result).toMatchObject({ status: 'error', error: { ...why, node_id: 's' } });
      expect(world.calls).toEqual([]);
    });
  });

  test('that cannot be started although nobody would have waited fails too', async () => {
    const why = { message: 'The workflow is paused', code: 'not_active' };
    const { result } = await runEverywhere(
      { definition: calling({ wait: false }), children: fails('not_started', why) },
      ({ result }) => expect(result.status).toBe('error'),
    );
    expect(result).toMatchObject({ error: { ...why, node_id: 's' } });
  });

  test('that fails is not tried again, and its failure can be handled', async () => {
    const definition = calling({}, { on_error: 'continue', retry: { max_attempts: 3, retry_on: ['any'] } });
    const { result, storage } = await runEverywhere(
      { definition, children: fails(5, failure) },
      ({ result }) => expect(result.status).toBe('partial_success'),
    );
    expect(result).toMatchObject({
      output: { error: { code: 'sub_workflow_failed', details: { status: 'error' }, node_id: 's' } },
    });
    expect(storage.children.size).toBe(1);
  });

  test.each([
    [9, 'success'],
    [10, 'error'],
    [11, 'error'],
  ])('called %d levels deep: %s', async (depth, status) => {
    const { result, storage } = await runWorkflow({ definition: calling(), depth, children: ends(5, 1) });
    expect(result.status).toBe(status);
    expect(storage.children.size).toBe(status === 'success' ? 1 : 0);
    if (status === 'error') expect(result).toMatchObject({ error: { code: 'too_deep', node_id: 's' } });
  });

  test.each<[string, Record<string, unknown>, object]>([
    ['no workflow', { workflow_id: '' }, { code: 'validation', field: 'workflow_id' }],
    ['a workflow that is a list', { workflow_id: '{{ [1] }}' }, { code: 'validation', field: 'workflow_id' }],
    [
      'an input that cannot be kept',
      { input: '{{ "a\\u0000b" }}' },
      { code: 'input_unstorable_text', field: 'input' },
    ],
  ])('with %s fails before anything is started', async (_name, config, error) => {
    const { result, storage } = await runWorkflow({ definition: calling(config) });
    expect(result).toMatchObject({ status: 'error', error });
    expect(storage.children.size).toBe(0);
  });

  test('of which the parent is cancelled, is cancelled', async () => {
    await runEverywhere(
      { definition: calling(), children: ends(60_000, 1), cancel_at: 30_000 },
      ({ result, steps, storage }) => {
        expect(result.status).toBe('cancelled');
        expect([...storage.children.values()].map(({ status }) => status)).toEqual(['cancelled']);
        expect(steps.s).toMatchObject({
          status: 'error',
          error: { code: 'cancelled' },
          execution_id: expect.any(String),
        });
      },
    );
  });

  test('is called in every round, several at the same time', async () => {
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [1, 2, 3, 4], concurrency: 2 }),
        s: control('sub_workflow', { workflow_id: 'other', input: '{{ item }}' }),
        after: act('pure', { value: '{{ l.results }}' }),
      },
      't>l l:body>s l:done>after',
    );
    const children = ({ wait }: Child): ScriptedChild => ({
      after_ms: 1_000,
      result: { outcome: 'done', output: [wait.input] },
    });
    await runEverywhere({ definition, children }, ({ result, storage }) => {
      expect(result).toMatchObject({ status: 'success', output: [[1], [2], [3], [4]] });
      expect(storage.children.size).toBe(4);
    });
  });
});
