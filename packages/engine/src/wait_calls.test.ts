import { describe, expect, test } from 'vitest';
import {
  act,
  control,
  type Given,
  type Report,
  runEverywhere,
  runWorkflow,
  trigger,
  workflow,
} from './testing/index.ts';

type NodeText = ReturnType<typeof act>;

const id = '019a0000-0000-7000-8000-000000000001';
const began = Date.parse('2026-11-20T10:00:00.000Z');
const at = (ms: number) => new Date(began + ms).toISOString();
const hour = 3_600_000;

/** `w`, then an effect that gets what it gave. */
const waiting = (config: Record<string, unknown>, edges = '', more: Record<string, NodeText> = {}, w = {}) =>
  workflow(
    { t: trigger(), w: control('wait', config, w), e: act('write', { value: '{{ w }}' }), ...more },
    `t>w w>e ${edges}`,
  );
const parks = ({ storage }: Report) => storage.writes.filter((write) => write === 'park').length;
const shown = (report: Report, node: string) =>
  [...report.storage.rows.values()][0]!.parked!.steps.find(({ node_id }) => node_id === node);

describe('a wait for a call', () => {
  const call = { mode: 'callback', timeout: { value: 2, unit: 'hours' } };
  const body = { paid: true, n: 7 };
  const comes = (after_ms: number, more = {}): Partial<Given> => ({
    signals: [{ path: 'w', result: { outcome: 'done', output: body }, after_ms, ...more }],
  });

  test.each([0, 1, 1_000, hour, 2 * hour - 1])(
    'goes on with its body when it comes after %d ms',
    async (after) => {
      const straight = await runEverywhere(
        { definition: waiting(call), ...comes(after) },
        ({ result, steps, sent }) => {
          expect(result).toMatchObject({ status: 'success', output: body });
          expect(steps.w).toMatchObject({ status: 'success', handle: 'out', output: body });
          expect(sent.filter(({ taken }) => taken)).toHaveLength(1);
        },
      );
      expect(parks(straight)).toBe(1);
      expect(straight.steps.w!.duration_ms).toBe(after);
    },
  );

  test.each([
    ['by itself', '', {}],
    ['beside a branch that runs', 't>x', { x: act('write', { takes: 20_000 }) }],
  ])('is told of when it is in force, and not before: %s', async (_name, edges, more) => {
    const told: string[] = [];
    await runWorkflow({
      definition: waiting(call, edges, more),
      latency_ms: 5,
      observer: {
        stepStarted: (_start, { path }) => told.push(`${path} begins`),
        stepWaiting: (_start, { path }) => told.push(`${path} waits`),
        stepSettled: (_start, { path }) => told.push(`${path} is over`),
      },
      react: () => {
        told.push('registered');
        return [{ result: { outcome: 'done', output: body }, after_ms: 10_000 }];
      },
    });
    const [registered, waits, over] = ['registered', 'w waits', 'w is over'].map((what) =>
      told.indexOf(what),
    );
    expect(registered).toBeGreaterThan(told.indexOf('w begins'));
    expect(waits).toBeGreaterThan(registered!);
    expect(over).toBeGreaterThan(waits!);
  });

  test('shows where to call, and until when', async () => {
    const report = await runWorkflow({ definition: waiting(call) });
    expect(shown(report, 'w')).toMatchObject({
      status: 'waiting',
      resume_url: `https://millrace.test/resume/${id}/w`,
      resume_at: at(2 * hour),
    });
    expect(shown(report, 'w')!.error).toBeUndefined();
  });

  test.each([
    ['takes its timeout path', 'w:timeout>late', 'success', { late: { timed_out: true } }],
    ['fails', '', 'error', null],
  ])('that never comes %s', async (_name, edges, status, output) => {
    const definition = waiting(call, edges, { late: act('write', { value: '{{ w }}' }) });
    const { result } = await runEverywhere({ definition }, ({ result, world, clock }) => {
      expect(result.status).toBe(status);
      expect(world.calls.every(({ node }) => node === 'late')).toBe(true);
      expect(clock.monotonic()).toBeGreaterThanOrEqual(2 * hour);
    });
    if (output) expect(result).toMatchObject({ output: output.late });
    else
      expect(result).toMatchObject({
        error: { code: 'wait_timed_out', node_id: 'w', message: `Nothing came until ${at(2 * hour)}` },
      });
  });

  test.each([
    ['continue', 'partial_success'],
    ['branch', 'success'],
  ] as const)('that never comes may go on (%s)', async (on_error, status) => {
    const definition = waiting(call, 'w:error>x', { x: act('pure', { value: 1 }) }, { on_error });
    expect((await runWorkflow({ definition })).result.status).toBe(status);
  });

  test('that comes twice ends it once', async () => {
    await runEverywhere(
      { definition: waiting(call), ...comes(5, { times: 2 }) },
      ({ result, sent, world, crashed }) => {
        expect(result.status).toBe('success');
        expect(sent.filter(({ taken }) => taken)).toHaveLength(1);
        if (crashed === 0) expect(world.calls).toHaveLength(1);
      },
    );
  });

  test('that comes before it waits is kept', async () => {
    const definition = workflow(
      {
        t: trigger(),
        a: act('write', { takes: 4_000 }),
        w: control('wait', call),
        e: act('write', { value: '{{ w }}' }),
      },
      't>a a>w w>e',
    );
    await runEverywhere({ definition, ...comes(1_000, { from: 'start' }) }, ({ result, sent }) => {
      expect(result).toMatchObject({ status: 'success', output: body });
      expect(sent[0]).toMatchObject({ registered: false, taken: true });
    });
  });

  test('can be made to an address that an earlier step sent, in each round of a loop too', async () => {
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [1, 2] }),
        a: act('write', { value: '{{ execution.resume_urls.w }}' }),
        w: control('wait', call),
        r: act('pure', { value: '{{ [a, w, execution.resume_urls.later] }}' }),
        later: control('approval', { title: 'x' }),
      },
      't>l l:body>a a>w w>r l:done>later',
    );
    const { steps } = await runEverywhere(
      {
        definition,
        react: ({ wait, path }) =>
          wait?.kind === 'callback' ? [{ result: { outcome: 'done', output: path } }] : [],
      },
      ({ steps }) =>
        expect((steps.l!.output as { results: unknown }).results).toEqual([
          [
            `https://millrace.test/resume/${id}/l[0]/w`,
            'l[0]/w',
            `https://millrace.test/approve/${id}/later`,
          ],
          [
            `https://millrace.test/resume/${id}/l[1]/w`,
            'l[1]/w',
            `https://millrace.test/approve/${id}/later`,
          ],
        ]),
    );
    expect(steps.w!.path).toBe('l[1]/w');
  });

  test('is in force while another branch goes on, and ends it there', async () => {
    const definition = waiting(call, 't>x', { x: act('read', { takes: 20_000 }) });
    const straight = await runEverywhere({ definition, ...comes(1_000) }, ({ result }) =>
      expect(result.status).toBe('success'),
    );
    expect(straight.storage.writes.slice(0, 2)).toEqual(['accept', 'append']);
    expect(parks(straight)).toBe(0);
    expect(straight.world.calls.find(({ node }) => node === 'e')!.at).toEqual(new Date(began + 1_000));
  });

  test('does not run out in memory: only who takes the execution over decides that', async () => {
    const short = { mode: 'callback', timeout: { value: 5, unit: 'seconds' } };
    const definition = waiting(short, 't>x w:timeout>late', {
      x: act('read', { takes: 20_000 }),
      late: act('write'),
    });
    const late = await runWorkflow({ definition, ...comes(4_999) });
    expect(late.result.status).toBe('success');
    const never = await runWorkflow({ definition });
    expect(never.world.calls.find(({ node }) => node === 'late')!.at).toEqual(new Date(began + 20_000));
    expect(parks(never)).toBe(1);
  });

  test('that brings what cannot be kept fails', async () => {
    const result = { outcome: 'done', output: { bad: 'x\0' } } as const;
    const report = await runWorkflow({ definition: waiting(call), signals: [{ path: 'w', result }] });
    expect(report.result).toMatchObject({
      status: 'error',
      error: { code: 'output_unstorable_text', node_id: 'w' },
    });
  });

  test('waits in many rounds at the same time, each for its own', async () => {
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [30, 10, 20, 40], concurrency: 3 }),
        w: control('wait', call),
        e: act('write', { value: '{{ [item, w] }}' }),
        after: act('pure', { value: '{{ l.results }}' }),
      },
      't>l l:body>w w>e l:done>after',
    );
    await runEverywhere(
      {
        definition,
        react: ({ path }) => [
          { result: { outcome: 'done', output: path }, after_ms: path === 'l[0]/w' ? 300 : 100 },
        ],
      },
      ({ result, world, crashed }) => {
        expect(result).toMatchObject({
          status: 'success',
          output: [30, 10, 20, 40].map((item, index) => [item, `l[${index}]/w`]),
        });
        if (crashed === 0) expect(world.calls).toHaveLength(4);
      },
    );
  });

  test('is given up with its round, and whoever could end it is told', async () => {
    const definition = workflow(
      {
        t: trigger(),
        l: control('loop', { items: [1, 2], on_item_error: 'collect' }),
        w: control('wait', call),
        a: act('write', { takes: 50 }),
        go: control('continue'),
        after: act('write', { value: '{{ l.results }}' }),
      },
      't>l l:body>w l:body>a a>go l:done>after',
    );
    const { storage, steps } = await runEverywhere({ definition }, ({ result }) =>
      expect(result).toMatchObject({ status: 'success', output: [{ done: 'write' }, { done: 'write' }] }),
    );
    expect(steps.w).toMatchObject({ status: 'skipped', warnings: [expect.stringContaining('ended while')] });
    const { waits } = [...storage.rows.values()][0]!;
    expect([...waits.byPath.values()].map(({ state }) => state)).toEqual(['consumed', 'consumed']);
  });
});

describe('a wait for an event', () => {
  const config = {
    mode: 'event',
    event_type: 'order.paid',
    match: [
      { path: 'order.id', value: '{{ trigger.data.n }}' },
      { path: 'ok', value: true },
    ],
  };

  test('says what it waits for, with its values, and gives the event', async () => {
    const event = { order: { id: 1 }, ok: true };
    let wait: unknown;
    await runEverywhere(
      {
        definition: waiting(config),
        react: (kept) => {
          wait = kept.wait;
          return [{ result: { outcome: 'done', output: event }, after_ms: 50 }];
        },
      },
      ({ result }) => expect(result).toMatchObject({ status: 'success', output: event }),
    );
    expect(wait).toMatchObject({
      kind: 'event',
      event_type: 'order.paid',
      match: [
        { path: 'order.id', value: 1 },
        { path: 'ok', value: true },
      ],
      expires_at: expect.stringMatching(/^2027-11-21T10:/),
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['without a type', { event_type: undefined }, 'event_type'],
    ['of a type that is none', { event_type: 'no type!' }, 'event_type'],
    ['with a match that is none', { match: [{ value: 1 }] }, 'match[0].path'],
    ['with a match that is a document', { match: [{ path: 'a', value: 'x'.repeat(17_000) }] }, 'match'],
  ])('%s fails', async (_name, change, field) => {
    const { result } = await runWorkflow({ definition: waiting({ ...config, ...change }) });
    expect(result).toMatchObject({ status: 'error', error: { code: 'validation', field } });
  });
});
