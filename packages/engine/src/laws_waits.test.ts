import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WaitResult } from './ports.ts';
import { act, type CrashPoint, control, runWorkflow, trigger, workflow } from './testing/index.ts';
import { noDecision } from './testing/model_wait.ts';
import { limit } from './testing/random_parts.ts';

const runs = { numRuns: Number(process.env.LAW_RUNS ?? 500) };
const hour = { value: 1, unit: 'hours' };
const called = { outcome: 'done' as const, output: { decision: 'approved', call: 1 } } satisfies WaitResult;
const second = { outcome: 'done' as const, output: { decision: 'approved', call: 2 } } satisfies WaitResult;

const crashes = fc.array(
  fc.record<CrashPoint>({ write: fc.integer({ min: 1, max: 6 }), when: fc.constantFrom('before', 'after') }),
  { maxLength: 2 },
);
const kinds = {
  callback: control('wait', { mode: 'callback', timeout: hour }),
  event: control('wait', { mode: 'event', event_type: 'order.paid', timeout: hour }),
  approval: control('approval', { title: 'May it?', deadline: hour }),
};
/** Before anything waits, soon after it does, and around its last moment. */
const moment = fc.oneof(
  fc.record({ from: fc.constant('start' as const), after_ms: fc.nat(60) }),
  fc.record({ from: fc.constant('registration' as const), after_ms: fc.nat(60) }),
  fc.record({
    from: fc.constant('registration' as const),
    after_ms: fc.integer({ min: limit - 60, max: limit + 60 }),
  }),
);
const outside = fc.record({
  latency_ms: fc.constantFrom(0, 3, 30),
  /** Long enough for the time limit to pass while nobody has it. */
  down_ms: fc.constantFrom(0, 15_000, limit - 20, limit + 100),
  accepted: fc.boolean(),
});

describe('a wait of whatever kind', () => {
  test('ends once: by the first call that was accepted, or by its time, never by both or neither', async () => {
    const seen = { called: 0, late: 0, early: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
        fc.array(moment, { minLength: 1, maxLength: 3 }),
        // Another branch, which keeps the process busy for a moment or past the time limit.
        fc.constantFrom(0, 10, 4_000_000),
        outside,
        crashes,
        async (kind, moments, takes, given, died) => {
          const out = kind === 'approval' ? 'approved' : 'out';
          const definition = workflow(
            {
              t: trigger(),
              w: kinds[kind],
              yes: act('write', { value: '{{ w }}' }),
              late: act('write', { value: '{{ w }}' }),
              b: act('read', { takes }, { timeout_seconds: 10_000 }),
            },
            `t>w w:${out}>yes w:timeout>late t>b`,
            { timeout_seconds: 20_000 },
          );
          const signals = moments.flatMap((each) => [
            { ...each, path: 'w', result: called },
            { ...each, path: 'w', result: second },
          ]);
          const { result, steps, sent, world, crashed } = await runWorkflow(
            { definition, signals, ...given },
            ...died,
          );
          expect(result.status).toBe('success');
          const taken = sent.filter((each) => each.taken);
          expect(taken.length).toBeLessThanOrEqual(1);
          const isCalled = taken.length === 1;
          const { output } = isDeepStrictEqual(taken[0]?.result, second) ? second : called;
          const end = isCalled
            ? { handle: out, output }
            : { handle: 'timeout', output: kind === 'approval' ? noDecision : { timed_out: true } };
          expect(steps.w).toMatchObject({ status: 'success', ...end });
          expect(steps[isCalled ? 'late' : 'yes']!.status).toBe('skipped');
          const effects = world.calls.filter(({ node }) => node !== 'b');
          expect(new Set(effects.map(({ node }) => node))).toEqual(new Set([isCalled ? 'yes' : 'late']));
          expect(effects.length).toBeLessThanOrEqual(1 + crashed);
          if (isCalled) seen.called++;
          else seen.late++;
          if (taken.some(({ registered }) => !registered)) seen.early++;
          if (sent.some(({ at, taken }) => !taken && at.getTime() > limit)) seen.refused++;
        },
      ),
      runs,
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(runs.numRuns / 50);
  });

  test.each([
    ['again', { outcome: 'repeat' }, 'success'],
    ['it happened', { outcome: 'done', output: 'by hand' }, 'success'],
    ['stop', { outcome: 'stop' }, 'error'],
  ] as const)('that is a question is answered once: %s', async (_name, answer, status) => {
    const definition = workflow(
      { t: trigger(), a: act('irreversible', { takes: 10 }), b: act('write', { value: '{{ a }}' }) },
      't>a a>b',
    );
    const inFlight = { write: 2, when: 'after' } as const;
    await fc.assert(
      fc.asyncProperty(outside, crashes, fc.nat(100), async (given, died, after_ms) => {
        // Two people answer at the same time, and another one later; each question has one answer.
        const asked: number[] = [];
        const react = ({ attempt }: { attempt: number }) => {
          asked.push(attempt);
          const others = { result: { outcome: 'done', output: 'the second' } as const };
          return [
            { result: answer, after_ms },
            { ...others, after_ms, times: 2 },
          ];
        };
        const report = await runWorkflow({ definition, react, ...given, accepted: false }, inFlight, ...died);
        const { result, sent, steps } = report;
        expect(asked.length).toBeGreaterThan(0);
        expect(sent.filter((each) => each.taken)).toHaveLength(asked.length);
        expect(new Set(asked).size).toBe(asked.length);
        expect(result.status).toBe(status);
        if (status === 'error') expect(result).toMatchObject({ error: { code: 'stopped_by_person' } });
        else expect(steps.a!.output).toEqual('output' in answer ? answer.output : { done: 'irreversible' });
      }),
      { numRuns: 100 },
    );
  });
});
