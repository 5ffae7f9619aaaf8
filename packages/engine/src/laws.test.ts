import type { Definition } from '@millrace/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CrashPoint, type Report, runWorkflow } from './testing/index.ts';
import { Model } from './testing/model.ts';
import { randomWorkflow } from './testing/random_workflow.ts';

const crashPoint: fc.Arbitrary<CrashPoint> = fc.record({
  write: fc.integer({ min: 1, max: 12 }),
  when: fc.constantFrom('before', 'after'),
});
const latency = fc.constantFrom(0, 3, 30);
/** More for a long night: LAW_RUNS=50000. */
const runs = { numRuns: Number(process.env.LAW_RUNS ?? 700) };

/** The record of every node against the model, and the end against the ends that are possible. */
function equalsModel(definition: Definition, { result, steps }: Report): void {
  const model = new Model(definition, steps);
  const ended = [...model.outcomes.values()].some(({ ends }) => ends !== null);
  expect(result.steps.map((step) => step.node_id).sort()).toEqual(
    definition.nodes.map((node) => node.id).sort(),
  );
  expect([...model.statuses]).toContain(result.status);
  for (const [id, outcome] of model.outcomes) {
    const { status, output, error } = steps[id]!;
    // What the end cut off, or did not let begin.
    if (ended && (status === 'skipped' || error?.code === 'cancelled' || error?.code === 'busy')) continue;
    expect({ id, status, output }).toEqual({ id, status: outcome.status, output: outcome.output });
  }
}

/** What the world must never see. */
function worldIsSound(definition: Definition, { world, steps, clock, processes }: Report): void {
  for (const node of definition.nodes) {
    const calls = world.calls.filter((call) => call.node === node.id).length;
    if (steps[node.id]!.status === 'skipped') expect(calls).toBe(0);
    // Each process but the last may have lost one attempt; of reads, which may stay local, all of them.
    const reads = node.config.do === 'read' || node.config.do === 'counter';
    expect(calls).toBeLessThanOrEqual(reads ? 3 * processes : 3 + processes - 1);
  }
  expect(clock.pending).toBe(0);
}

describe('whatever the workflow', () => {
  test('a straight run gives what the model says, and settles every node once', async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, latency, async (definition, latency_ms) => {
        const report = await runWorkflow({ definition, latency_ms });
        equalsModel(definition, report);
        worldIsSound(definition, report);
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
        async (definition, latency_ms, crashes, accepted) => {
          const report = await runWorkflow({ definition, latency_ms, accepted }, ...crashes);
          if (report.processes > 1) crashed++;
          equalsModel(definition, report);
          if (report.result.status !== 'error') worldIsSound(definition, report);
        },
      ),
      { numRuns: 2 * runs.numRuns },
    );
    expect(crashed).toBeGreaterThan(runs.numRuns / 2);
  });

  test('cancelled anywhere, no step is left running and nothing happens afterwards', async () => {
    let cancelled = 0;
    await fc.assert(
      fc.asyncProperty(randomWorkflow, latency, fc.nat(120), async (definition, latency_ms, cancel_at) => {
        const { result, clock, world } = await runWorkflow({ definition, latency_ms, cancel_at });
        const calls = world.calls.length;
        if (result.status === 'cancelled') cancelled++;
        for (const step of result.steps) expect(['success', 'error', 'skipped']).toContain(step.status);
        expect(result.steps).toHaveLength(definition.nodes.length);
        await new Promise((resolve) => setImmediate(resolve));
        expect(world.calls).toHaveLength(calls);
        expect(clock.pending).toBe(0);
      }),
      runs,
    );
    expect(cancelled).toBeGreaterThan(runs.numRuns / 20);
  });
});
