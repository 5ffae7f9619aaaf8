import { describe, expect, test } from 'vitest';
import { act, control, runEverywhere, runWorkflow, trigger, workflow } from './testing/index.ts';

const id = '019a0000-0000-7000-8000-000000000001';
const asking = (config: Record<string, unknown> = {}, edges = 'p:timeout>late', more = {}) =>
  workflow(
    {
      t: trigger(),
      p: control(
        'approval',
        { title: 'Refund of {{ trigger.data.n }}?', deadline: { value: 2, unit: 'days' }, ...config },
        more,
      ),
      yes: act('write', { value: '{{ p }}' }),
      no: act('write', { value: '{{ p }}' }),
      late: act('write', { value: '{{ p }}' }),
    },
    `t>p p:approved>yes p:rejected>no ${edges}`,
  );
const decided = (decision: string, comment: string | null = null) => ({
  outcome: 'done' as const,
  output: { decision, comment, decided_by: 'user', decided_at: '2026-11-20T11:00:00.000Z' },
});
const ran = (calls: { node: string }[]) => [...new Set(calls.map(({ node }) => node))];

describe('an approval', () => {
  test.each([
    ['approved', 'yes'],
    ['rejected', 'no'],
  ])('that is %s takes that path', async (decision, node) => {
    const result = decided(decision, 'fine');
    const given = { definition: asking(), signals: [{ path: 'p', result, after_ms: 3_600_000 }] };
    const { steps } = await runEverywhere(given, ({ result: end, world }) => {
      expect(end).toMatchObject({ status: 'success', output: result.output });
      expect(ran(world.calls)).toEqual([node]);
    });
    expect(steps.p).toMatchObject({ status: 'success', handle: decision, approval_id: expect.any(String) });
  });

  test('decided twice at once keeps the first decision', async () => {
    const signals = [
      { path: 'p', result: decided('rejected'), after_ms: 10 },
      { path: 'p', result: decided('approved'), after_ms: 10 },
    ];
    await runEverywhere({ definition: asking(), signals }, ({ world, sent }) => {
      expect(ran(world.calls)).toEqual(['no']);
      expect(sent.map(({ taken }) => taken)).toEqual([true, false]);
    });
  });

  test.each([
    [
      'takes its timeout path',
      'p:timeout>late',
      {
        status: 'success',
        output: { decision: 'timeout', comment: null, decided_by: null, decided_at: null },
      },
    ],
    [
      'fails without one',
      '',
      {
        status: 'error',
        error: { code: 'approval_timed_out', message: 'Nobody decided until 2026-11-22T10:00:00.000Z' },
      },
    ],
  ])('that nobody decides %s', async (_name, edges, end) => {
    await runEverywhere({ definition: asking({}, edges) }, ({ result, crashed }) => {
      if (crashed === 0) expect(result).toMatchObject(end);
      else expect(result.status).toBe(end.status);
    });
  });

  test('that fails and goes on counts as rejected', async () => {
    const { world } = await runWorkflow({ definition: asking({}, '', { on_error: 'continue' }) });
    expect(ran(world.calls)).toEqual(['no']);
  });

  test('asks with its texts filled in, and shows where to decide', async () => {
    const definition = asking({
      title: 'Refund of {{ trigger.data.n }}?',
      message: '{{ trigger.data }}',
      approvers: ['admin', '{{ trigger.data.who }}'],
      required: 2,
    });
    let wait: unknown;
    const { storage } = await runWorkflow({
      definition,
      trigger: { data: { n: 5, who: 'user-1' } },
      react: (kept) => {
        wait = kept.wait;
        return [];
      },
    });
    expect(wait).toMatchObject({
      kind: 'approval',
      title: 'Refund of 5?',
      message: '{"n":5,"who":"user-1"}',
      approvers: ['admin', 'user-1'],
      required: 2,
      expires_at: '2026-11-22T10:00:00.000Z',
    });
    const { approval_id } = wait as { approval_id: string };
    expect([...storage.rows.values()][0]!.parked!.steps.find(({ node_id }) => node_id === 'p')).toMatchObject(
      {
        status: 'waiting',
        approval_id,
        resume_url: `https://millrace.test/approve/${id}/p`,
        resume_at: '2026-11-22T10:00:00.000Z',
      },
    );
  });

  test('asks once, whoever dies', async () => {
    const ids = new Set<string>();
    const signals = [{ path: 'p', result: decided('approved'), after_ms: 50 }];
    const given = { definition: asking(), signals, accepted: true };
    await runEverywhere(given, ({ storage }) => {
      ids.clear();
      for (const { wait } of [...storage.rows.values()][0]!.waits.byPath.values())
        if (wait?.kind === 'approval') ids.add(wait.approval_id);
      expect(ids.size).toBe(1);
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['nobody to approve', { required: 0 }, 'required'],
    ['a deadline that is none', { deadline: { value: 'soon' } }, 'deadline.value'],
    ['a list of approvers that is none', { approvers: '{{ 5 }}' }, 'approvers'],
  ])('with %s fails', async (_name, config, field) => {
    expect((await runWorkflow({ definition: asking(config) })).result).toMatchObject({
      status: 'error',
      error: { code: 'validation', field, node_id: 'p' },
    });
  });

  test('with a deadline of 400 days fails', async () => {
    const { result } = await runWorkflow({ definition: asking({ deadline: { value: 400, unit: 'days' } }) });
    expect(result).toMatchObject({ error: { code: 'wait_too_long', field: 'deadline' } });
  });
});
