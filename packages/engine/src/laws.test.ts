import type { Definition } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CrashPoint, type Given, type Report, runWorkflow } from './testing/index.ts';
import { Model } from './testing/model.ts';
import { outsideOf } from './testing/random_parts.ts';
import { randomWorkflow } from './testing/random_workflow.ts';

const crashPoint: fc.Arbitrary<CrashPoint> = fc.record({
  write: fc.integer({ min: 1, max: 12 }),
  when: fc.constantFrom('before', 'after'),
});
const latency = fc.constantFrom(0, 3, 30);
const down = fc.constantFrom(0, 0, 15_000);
/** More for a long night: LAW_RUNS=50000. */
const runs = { numRuns: Number(process.env.LAW_RUNS ?? 700) };

const run = (given: Given, ...crashes: CrashPoint[]) =>
  runWorkflow({ ...given, ...outsideOf(given.definition) }, ...crashes);

/** The record of every step against the model, and the end against the ends that are possible. */
function equalsModel(definition: Definition, { result }: Report): void {
  const recorded = new Map(result.steps.map((step) => [step.path, step]));
  expect(recorded.size).toBe(result.steps.length);
  const model = new Model(definition, result.steps);
  expect(model.problems).toEqual([]);
  expect([...model.statuses]).toContain(result.status);
  for (const [path, { outcome, maybe }] of model.expected) {
    const step = recorded.get(path);
    const isCut =
      !step || step.status === 'skipped' || ['cancelled', 'busy'].includes(step.error?.code ?? '');
    // What an end cut off, or did not let begin.
    if (isCut && (maybe || model.mayBeCut)) continue;
    // In a round only what ran is recorded.
    if (!step && outcome.status === 'skipped' && outcome.handle === null && path.includes('/')) continue;
    const { status, output } = step ?? {};
    expect({ path, status, output }).toEqual({ path, status: outcome.status, output: outcome.output });
  }
  for (const [path, { status }] of recorded)
    if (!model.expected.has(path)) expect({ path, status }).toEqual({ path, status: 'skipped' });
  for (const { id } of definition.nodes)
    if (!id.includes('x')) expect(recorded.has(id) ? id : `no record of ${id}`).toBe(id);
}

/** What the world must never see. */
function worldIsSound({ result, world, clock, processes, crashed }: Report): void {
  const counts = new Map<string, number>();
  for (const { path } of world.calls) counts.set(path, (counts.get(path) ?? 0) + 1);
  for (const { path, effect, input } of world.calls) {
    const count = counts.get(path)!;
    const step = result.steps.find((each) => each.path === path);
    if (effect !== 'read') expect({ path, status: step?.status }).not.toEqual({ path, status: 'skipped' });
    // Each process that died may have lost one attempt; of reads, which may stay local, all of them.
    expect(count).toBeLessThanOrEqual(effect === 'read' ? 3 * processes : 3 + crashed);
    if (step?.status === 'success' && crashed === 0 && effect !== 'read') expect(count).toBe(input.fails + 1);
  }
  expect(clock.pending).toBe(0);
}

/** Of all that was sent to a step one was taken, and it is what the step gave. */
function signalsAreKept({ result, sent, storage }: Report): void {
  const taken = sent.filter((each) => each.taken);
  expect(new Set(taken.map(({ path }) => path)).size).toBe(taken.length);
  for (const { path, result: told } of taken) {
    const step = result.steps.find((each) => each.path === path);
    if (step?.status !== 'success' || told.outcome !== 'done') continue;
    expect({ path, output: step.output }).toEqual({ path, output: told.output });
  }
  for (const child of storage.children.values()) {
    const others = [...storage.children.values()].filter(({ path }) => path === child.path);
    expect(others).toHaveLength(1);
  }
}

describe('whatever the workflow', () => {
  test('a straight run gives what the model says, and settles every step once', async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, latency, async (definition, latency_ms) => {
        const report = await run({ definition, latency_ms });
        equalsModel(definition, report);
        worldIsSound(report);
        signalsAreKept(report);
        if (report.processes === 1) expect(new Set(report.settled).size).toBe(report.settled.length);
      }),
      runs,
    );
  });

  test('stopped anywhere and resumed, it gives the same and repeats nothing that was settled', async () => {
    let crashed = 0;
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        latency,
        fc.array(crashPoint, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        down,
        async (definition, latency_ms, crashes, accepted, down_ms) => {
          const report = await run({ definition, latency_ms, accepted, down_ms }, ...crashes);
          if (report.crashed > 0) crashed++;
          equalsModel(definition, report);
          signalsAreKept(report);
          if (report.result.status !== 'error') worldIsSound(report);
        },
      ),
      { numRuns: 2 * runs.numRuns },
    );
    expect(crashed).toBeGreaterThan(runs.numRuns / 2);
  });

  test('cancelled anywhere, no step is left running and nothing happens afterwards', async () => {
    let cancelled = 0;
    const moment = fc.oneof(fc.nat(120), fc.nat(10_000), fc.nat(7_300_000));
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        latency,
        moment,
        fc.option(crashPoint),
        async (definition, latency_ms, cancel_at, crash) => {
          const report = await run({ definition, latency_ms, cancel_at }, ...(crash ? [crash] : []));
          const { result, clock, world, storage } = report;
          const calls = world.calls.length;
          if (result.status === 'cancelled') cancelled++;
          for (const step of result.steps) expect(['success', 'error', 'skipped']).toContain(step.status);
          const paths = result.steps.map(({ path }) => path);
          expect(new Set(paths).size).toBe(paths.length);
          for (const { id } of definition.nodes) if (!id.includes('x')) expect(paths).toContain(id);
          await new Promise((resolve) => setImmediate(resolve));
          expect(world.calls).toHaveLength(calls);
          expect(clock.pending).toBe(0);
          for (const child of storage.children.values())
            if (child.wait.attached) expect(child.status).not.toBe('running');
        },
      ),
      runs,
    );
    expect(cancelled).toBeGreaterThan(runs.numRuns / 20);
  });
});
