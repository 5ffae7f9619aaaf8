import { describe, expect, test } from 'vitest';
import { act, control, type Report, runEverywhere, runWorkflow, trigger, workflow } from './testing/index.ts';

type NodeText = ReturnType<typeof act>;

const began = Date.parse('2026-11-20T10:00:00.000Z');
const at = (ms: number) => new Date(began + ms).toISOString();
const hour = 3_600_000;
const day = 24 * hour;

/** `w`, then an effect that gets what it gave. */
const waiting = (config: Record<string, unknown>, edges = '', more: Record<string, NodeText> = {}, w = {}) =>
  workflow(
    { t: trigger(), w: control('wait', config, w), e: act('write', { value: '{{ w }}' }), ...more },
    `t>w w>e ${edges}`,
  );
const parks = ({ storage }: Report) => storage.writes.filter((write) => write === 'park').length;
const shown = (report: Report, node: string) =>
  [...report.storage.rows.values()][0]!.parked!.steps.find(({ node_id }) => node_id === node);

describe('a wait for a time', () => {
  test.each<[string, Record<string, unknown>, number, number]>([
    ['three seconds in memory', { duration: { value: 3, unit: 'seconds' } }, 3_000, 0],
    ['two hours parked', { duration: { value: 2, unit: 'hours' } }, 2 * hour, 1],
    ['minutes where nothing else is said', { duration: { value: 10 } }, 600_000, 1],
    [
      'as long as an expression says',
      { duration: { value: '{{ trigger.data.n + 1 }}', unit: 'days' } },
      2 * day,
      1,
    ],
    ['as long as a text says that is a number', { duration: { value: '1.5', unit: 'seconds' } }, 1_500, 0],
    ['not at all', { duration: { value: 0 } }, 0, 0],
    ['until a date', { mode: 'until', until: at(3 * hour) }, 3 * hour, 1],
    ['until a date of an expression', { mode: 'until', until: "{{ addTime(now(), 1, 'day') }}" }, day, 1],
    [
      'until a date in the zone of the workflow',
      { mode: 'until', until: '2026-11-20T13:00:00' },
      3 * hour,
      1,
    ],
  ])('%s', async (_name, config, ms, parked) => {
    const definition = waiting(config);
    const straight = await runEverywhere({ definition }, ({ result, steps, clock, crashed }) => {
      const { waited_until } = steps.w!.output as { waited_until: string };
      expect(result).toMatchObject({ status: 'success', output: { waited_until } });
      expect(clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse(waited_until));
      if (crashed === 0) expect(waited_until).toBe(at(ms));
    });
    expect(straight.clock.monotonic()).toBe(ms);
    expect(parks(straight)).toBe(parked);
    expect(straight.steps.w).toMatchObject({ status: 'success', started_at: at(0), duration_ms: ms });
    expect(straight.steps.w!.warnings).toBeUndefined();
  });

  test.each<[string, Record<string, unknown>, object]>([
    [
      '400 days',
      { duration: { value: 400, unit: 'days' } },
      {
        code: 'wait_too_long',
        field: 'duration',
        message: 'Nothing waits longer than 366 days; this is 400 days',
      },
    ],
    [
      'until a date 400 days away',
      { mode: 'until', until: at(400 * day) },
      { code: 'wait_too_long', field: 'until' },
    ],
    ['less than nothing', { duration: { value: -5 } }, { code: 'validation', field: 'duration.value' }],
    [
      'less than nothing, by expression',
      { duration: { value: '{{ -5 }}' } },
      { code: 'validation', field: 'duration.value' },
    ],
    [
      'a duration that is a word',
      { duration: { value: 'soon' } },
      { code: 'validation', field: 'duration.value', message: 'A duration is a number; this is "soon"' },
    ],
    ['a duration that is a list', { duration: { value: '{{ [1] }}' } }, { code: 'validation' }],
    [
      'in a unit that is none',
      { duration: { value: 1, unit: 'years' } },
      { code: 'validation', field: 'duration.unit' },
    ],
    ['no duration', {}, { code: 'validation', field: 'duration' }],
    [
      'until a word',
      { mode: 'until', until: 'tomorrow' },
      { code: 'validation', field: 'until', message: 'until must be a date; it is "tomorrow"' },
    ],
    [
      'until nothing',
      { mode: 'until', until: '{{ trigger.data.when }}' },
      { code: 'validation', field: 'until' },
    ],
    ['until a truth', { mode: 'until', until: '{{ true }}' }, { code: 'validation', field: 'until' }],
    [
      'an expression that throws',
      { duration: { value: '{{ {} + 1 }}' } },
      { code: 'expression', field: 'duration.value' },
    ],
  ])('%s fails', async (_name, config, error) => {
    const { result, world } = await runWorkflow({ definition: waiting(config) });
    expect(result).toMatchObject({ status: 'error', error: { node_id: 'w', ...error } });
    expect(world.calls).toEqual([]);
  });

  test.each([
    [at(-hour), 'The date had passed 1 hour before, so nothing was waited for'],
    [at(-3 * day), 'The date had passed 3 days before, so nothing was waited for'],
    ['1970-01-01T00:00:00Z', expect.stringContaining('had passed 20,')],
  ])('until the past (%s) goes on at once and says so', async (until, warning) => {
    await runEverywhere({ definition: waiting({ mode: 'until', until }) }, ({ result, steps, clock }) => {
      expect(result.status).toBe('success');
      expect(steps.w!.warnings).toEqual([warning]);
      expect(clock.monotonic()).toBe(0);
    });
  });

  test('shows when it goes on', async () => {
    const report = await runWorkflow({ definition: waiting({ duration: { value: 2, unit: 'hours' } }) });
    expect([...report.storage.rows.values()][0]!.parked!.resume_at).toEqual(new Date(began + 2 * hour));
    expect(shown(report, 'w')).toMatchObject({
      status: 'waiting',
      resume_at: at(2 * hour),
      started_at: at(0),
    });
    expect(shown(report, 'w')!.error).toBeUndefined();
  });

  test('leaves the execution and its trigger the time at which they began', async () => {
    const definition = waiting({ duration: { value: 2, unit: 'hours' } });
    await runEverywhere({ definition, down_ms: hour }, ({ result, steps }) => {
      expect(result).toMatchObject({ started_at: new Date(began) });
      expect(steps.t).toMatchObject({ started_at: at(0), duration_ms: 0 });
    });
  });

  test('lets the other branch go on', async () => {
    const definition = waiting({ duration: { value: 1, unit: 'days' } }, 't>x x>y', {
      x: act('write', { takes: 7_000 }),
      y: act('write'),
    });
    await runEverywhere({ definition }, ({ result, world }) => {
      expect(result.status).toBe('success');
      expect(world.calls.findIndex(({ node }) => node === 'y')).toBeLessThan(
        world.calls.findIndex(({ node }) => node === 'e'),
      );
    });
  });

  test('of a year keeps no timer busy while the other branch runs', async () => {
    const definition = waiting({ duration: { value: 365, unit: 'days' } }, 't>x', {
      x: act('write', { takes: 7_000 }),
    });
    const { result, clock } = await runWorkflow({ definition, cancel_at: 8_000 });
    expect(result.status).toBe('cancelled');
    expect(clock.pending).toBe(0);
  });

  test.each([500, 4_000, hour])('is ended by cancelling after %d ms', async (cancel_at) => {
    const definition = waiting({ duration: { value: cancel_at === hour ? 5 : 1 / 720, unit: 'hours' } });
    await runEverywhere({ definition, cancel_at }, ({ result, steps, clock, world, crashed }) => {
      expect(result.status).toBe('cancelled');
      // Who died before anything was written never waited.
      if (crashed > 0) expect(steps.w!.status).toMatch(/error|skipped/);
      else expect(steps.w).toMatchObject({ status: 'error', error: { code: 'cancelled' } });
      expect(steps.e!.status).toBe('skipped');
      expect(world.calls).toEqual([]);
      expect(clock.pending).toBe(0);
    });
  });
});
