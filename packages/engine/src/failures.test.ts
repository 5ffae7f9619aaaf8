import { describe, expect, test } from 'vitest';
import { act, control, runEverywhere, runWorkflow, trigger, workflow } from './testing/index.ts';

describe('a step that fails', () => {
  const failing = (on_error: 'stop' | 'continue' | 'branch', edges: string) =>
    workflow(
      {
        t: trigger(),
        a: act('rejected', {}, { on_error }),
        next: act('pure', { value: '{{a.error.message}}' }),
        handler: act('pure', { value: '{{a.error}}' }),
      },
      edges,
    );

  test('stops the execution', async () => {
    await runEverywhere(
      { definition: failing('stop', 't>a a>next a:error>handler') },
      ({ result, steps }) => {
        expect(result).toMatchObject({
          status: 'error',
          output: null,
          error: {
            message: 'They said no',
            code: 'http_status',
            status: 422,
            node_id: 'a',
            details: { field: 'email' },
          },
        });
        expect(steps).toMatchObject({
          a: { status: 'error' },
          next: { status: 'skipped' },
          handler: { status: 'skipped' },
        });
      },
    );
  });

  test('lets it go on', async () => {
    await runEverywhere({ definition: failing('continue', 't>a a>next') }, ({ result, steps }) => {
      expect(result).toMatchObject({ status: 'partial_success', error: null });
      expect(steps.next).toMatchObject({ status: 'success', output: 'They said no' });
    });
  });

  test('takes its branch', async () => {
    await runEverywhere(
      { definition: failing('branch', 't>a a>next a:error>handler') },
      ({ result, steps }) => {
        expect(result.status).toBe('success');
        expect(steps).toMatchObject({
          a: { status: 'error', handle: 'error' },
          next: { status: 'skipped' },
          handler: {
            output: {
              message: 'They said no',
              code: 'http_status',
              status: 422,
              node_id: 'a',
              details: { field: 'email' },
            },
          },
        });
      },
    );
  });

  test('is not hidden when its branch leads nowhere', async () => {
    const { result } = await runWorkflow({ definition: failing('branch', 't>a a>next') });
    expect(result.status).toBe('partial_success');
  });

  test('is not tried again when trying again cannot help', async () => {
    const definition = workflow(
      { t: trigger(), a: act('rejected', {}, { retry: { max_attempts: 5 } }) },
      't>a',
    );
    expect((await runWorkflow({ definition })).world.calls).toHaveLength(1);
  });

  test('lets what is under way elsewhere finish, and starts nothing new', async () => {
    const definition = workflow(
      {
        t: trigger(),
        bad: act('rejected', { takes: 10 }),
        w: act('write', { takes: 50 }),
        r: act('read', { takes: 50 }),
        next: act('write'),
      },
      't>bad t>w t>r w>next',
    );
    const { steps, world, clock } = await runWorkflow({ definition });
    expect(steps).toMatchObject({
      bad: { status: 'error' },
      w: { status: 'success' },
      r: { status: 'error', error: { code: 'cancelled' } },
      next: { status: 'skipped' },
    });
    expect(world.calls.map((call) => call.node).sort()).toEqual(['bad', 'r', 'w']);
    expect(clock.monotonic()).toBe(50);
  });

  test('in a condition goes the careful way when told to go on', async () => {
    const definition = workflow(
      { t: trigger(), c: control('if', {}, { on_error: 'continue' }), no: act('pure') },
      't>c c:false>no',
    );
    const { result, steps } = await runWorkflow({ definition });
    expect(result.status).toBe('partial_success');
    expect(steps).toMatchObject({ c: { status: 'error', handle: 'false' }, no: { status: 'success' } });
  });

  test('says what is wrong with its input, and where', async () => {
    const definition = workflow({ t: trigger(), a: act('write', { takes: 'long' }) }, 't>a');
    const { result, world } = await runWorkflow({ definition });
    expect(result).toMatchObject({
      status: 'error',
      error: {
        code: 'validation',
        field: 'takes',
        node_id: 'a',
        message: 'takes must be a number, not text',
      },
    });
    expect(world.calls).toHaveLength(0);
  });

  test.each([
    ['an expression that does not parse', act('pure', { value: '{{ 1 + }}' }), 'expression', 'value'],
    [
      'an expression that cannot be evaluated',
      act('pure', { value: { total: "{{ 'abc' * 2 }}" } }),
      'expression',
      'value.total',
    ],
    ['a condition that is missing', control('if'), 'condition', 'condition'],
    [
      'a condition that compares the wrong things',
      control('switch', { cases: [{ condition: "'a' > 1" }] }),
      'condition',
      'cases[0].condition',
    ],
    ['a setting that does not exist', control('merge', { mode: 'best' }), 'validation', 'mode'],
  ])('says where: %s', async (_name, node, code, field) => {
    const { result, steps } = await runWorkflow({ definition: workflow({ t: trigger(), a: node }, 't>a') });
    expect(result).toMatchObject({ status: 'error', error: { code, field, node_id: 'a' } });
    expect(steps.a!.error!.message).not.toBe('');
  });

  test('because the outputs together are more than can be kept', async () => {
    const names = Array.from({ length: 8 }, (_, n) => `n${n}`);
    const big = act('pure', { value: '{{ trigger.data.big }}' });
    const edges = names.map((name, n) => `${n === 0 ? 't' : `n${n - 1}`}>${name}`).join(' ');
    const { result, steps } = await runWorkflow({
      definition: workflow({ t: trigger(), ...Object.fromEntries(names.map((name) => [name, big])) }, edges),
      trigger: { data: { big: 'x'.repeat(9 * 1024 * 1024) } },
    });
    expect(result).toMatchObject({ status: 'error', error: { code: 'execution_too_large', node_id: 'n4' } });
    expect(steps.n3!.status).toBe('success');
    expect(steps.n5!.status).toBe('skipped');
  });

  test('by a fault of its own says so in words, without a stack', async () => {
    const definition = workflow({ t: trigger(), a: act('broken') }, 't>a');
    const { result } = await runWorkflow({ definition });
    expect(result).toMatchObject({
      status: 'error',
      error: { code: 'unexpected', hint: expect.stringContaining('server log') },
    });
    expect(JSON.stringify(result)).not.toContain('fake_apps.ts');
  });

  test('after the end harms nobody', async () => {
    const definition = workflow(
      { t: trigger(), late: act('broken_later'), s: control('stop') },
      't>late t>s',
    );
    expect((await runWorkflow({ definition })).result.status).toBe('success');
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test.each([
    ['nul', 'output_unstorable_text'],
    ['surrogate', 'output_unstorable_text'],
    ['cycle', 'output_too_deep'],
    ['deep', 'output_too_deep'],
    ['large', 'output_too_large'],
    ['function', 'output_not_json'],
    ['bigint', 'output_not_json'],
    ['infinite', 'output_not_a_number'],
  ])('because its output cannot be stored: %s', async (value, code) => {
    const definition = workflow({ t: trigger(), a: act('strange', { value }), b: act('write') }, 't>a a>b');
    const { result, world } = await runWorkflow({ definition });
    expect(result).toMatchObject({ status: 'error', error: { code, node_id: 'a' } });
    expect(world.calls).toHaveLength(0);
  });

  test('dates and nothing are stored as JSON has them', async () => {
    const definition = workflow(
      { t: trigger(), a: act('strange', { value: 'date' }), b: act('strange', { value: 'nothing' }) },
      't>a a>b',
    );
    const { steps } = await runWorkflow({ definition });
    expect(steps.a!.output).toEqual({ at: '1970-01-01T00:00:00.000Z' });
    expect(steps.b!.output).toBeNull();
  });
});

describe('what is recorded', () => {
  test('secrets are masked in the input and wherever they come back', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('write', { secret: 's3cret-value', value: { echo: 'Bearer s3cret-value' } }),
        b: act('pure', { value: '{{a.echo}}' }),
      },
      't>a a>b',
    );
    await runEverywhere({ definition }, ({ result, storage, steps }) => {
      expect(steps.a).toMatchObject({ input: { secret: '••••••' }, output: { echo: 'Bearer ••••••' } });
      expect(
        JSON.stringify([result.steps, [...storage.rows.values()].map((row) => [...row.journal.values()])]),
      ).not.toContain('"s3cret');
      expect(steps.b!.output).toBe('Bearer ••••••');
    });
  });

  test('an output that is not what was promised is a warning', async () => {
    const definition = workflow({ t: trigger(), a: act('promise_kept', { value: { id: 'x' } }) }, 't>a');
    const { steps } = await runWorkflow({ definition });
    expect(steps.a).toMatchObject({
      status: 'success',
      output: { id: 'x' },
      warnings: [expect.stringContaining('at id')],
    });
  });

  test('a huge input is named instead of kept twice', async () => {
    const big = 'x'.repeat(2 * 1024 * 1024);
    const definition = workflow({ t: trigger(), a: act('pure', { value: big }) }, 't>a');
    const { steps } = await runWorkflow({ definition });
    expect(steps.a!.input).toBe('(not kept: larger than 1 MB)');
    expect(steps.a!.output).toBe(big);
  });
});
