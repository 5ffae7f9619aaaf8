import { createHash } from 'node:crypto';
import type { Step } from '@millrace/core';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signal } from '../signals/signal.ts';
import { blobLimit, blobOf, readBlob } from './blobs.ts';
import { cancelExecutions } from './cancel_executions.ts';
import { readExecution, readWholeExecution } from './read_execution.ts';
import { finishedOf, insertWorkflow, stepOf } from './testing/fixtures.ts';
import { call, callback, createHarness, type Harness, parkedOf, waiting } from './testing/harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

/** Just below what a step may give. */
const tenMegabytes = {
  rows: Array.from({ length: 100 }, (_, index) => `${index} ${'ä "quoted" \u2028 '.repeat(6_500)}`),
};
const large = (text = 'x') => ({ text: text.repeat(blobLimit) });
const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('base64url');
const blobs = (id: string) =>
  harness.query('select hash, bytes from execution_blobs where execution_id = $1', [id]);
const engine = () => harness.database.db.engine;
const { org_id: nobody } = { org_id: newId() };

test('one text that many executions are given is printed once', () => {
  const text = 'x'.repeat(blobLimit);
  const blob = blobOf(text);
  expect(blobOf(text)).toBe(blob);
  expect(blobOf(`${text}y`)?.ref).not.toEqual(blob?.ref);
  expect(blobOf(text)?.ref).toEqual(blob?.ref);
});

test('of a value that as many executions keep as there are, few are remembered', () => {
  const blob = blobOf(large())!;
  for (let n = 0; n < 10_000; n += 1) blob.wasKept(`execution ${n}`);
  expect(blob.isKept('execution 9999')).toBe(true);
  expect(blob.isKept('execution 1')).toBe(false);
});

describe('a value', () => {
  test.each<[string, unknown, boolean]>([
    ['small', { a: 1 }, false],
    ['a text at the limit', 'x'.repeat(blobLimit - 2), false],
    ['a text beyond it', 'x'.repeat(blobLimit), true],
    ['many small numbers', Array.from({ length: 10_000 }, () => 1), false],
    ['many numbers', Array.from({ length: 10_000 }, () => 12_345), true],
    ['a deep one', JSON.parse(`${'{"a":['.repeat(40)}"${'x'.repeat(blobLimit)}"${']}'.repeat(40)}`), true],
    ['nothing', null, false],
    ['undefined', undefined, false],
  ])('%s is kept apart: %s', (_what, value, apart) => expect(blobOf(value) !== null).toBe(apart));

  test('that is written again is printed once, and its preview is text that can be stored', () => {
    const value = { text: '💡'.repeat(blobLimit) };
    expect(blobOf(value)).toBe(blobOf(value));
    expect(blobOf(value)!.preview.isWellFormed()).toBe(true);
    expect(blobOf(value)!.preview.length).toBeLessThanOrEqual(2_048);
  });
});

describe('10 MB', () => {
  test('through trigger, steps and output: stored once, small in the row, whole when it is asked for', async () => {
    const { org_id } = harness.workflow;
    const start = harness.newStart({ trigger: { data: tenMegabytes, method: 'POST' } });
    const copy = structuredClone(tenMegabytes);
    const steps = [stepOf('map', { input: tenMegabytes, output: copy })];
    await harness.storage.finish(finishedOf(start, { output: copy, steps }));
    const hash = hashOf(tenMegabytes);
    expect(await blobs(start.id)).toEqual([{ hash, bytes: Buffer.byteLength(JSON.stringify(tenMegabytes)) }]);
    const row = await harness.row(start);
    expect(JSON.stringify(row).length).toBeLessThan(20_000);
    expect(row).toMatchObject({ output_blob: { hash }, trigger_blob: { hash }, trigger: { method: 'POST' } });
    expect((row.steps as Step[])[0]).toMatchObject({ output_blob: { hash }, input_blob: { hash } });
    expect(row.output).toBe(JSON.stringify(tenMegabytes).slice(0, 2_048));
    expect((await readExecution(engine(), org_id, start.id))?.output).toEqual(tenMegabytes);
    const whole = (await readWholeExecution(engine(), org_id, start.id))!;
    expect(whole.trigger).toEqual({ data: tenMegabytes, method: 'POST' });
    expect(whole.steps).toEqual(steps);
    expect(await readBlob(engine(), org_id, start.id, hash)).toBe(JSON.stringify(tenMegabytes));
    expect(await readBlob(engine(), nobody, start.id, hash)).toBeNull();
    expect(await readBlob(engine(), org_id, newId(), hash)).toBeNull();
  });

  test('come back whole to whoever takes the execution over, and are not stored again', async () => {
    const start = harness.newStart({ trigger: { data: tenMegabytes } });
    await harness.storage.accept(start, start.created_at);
    const step = stepOf('map', { output: large('y') });
    await harness.storage.park(
      parkedOf(start, [{ kind: 'settled', path: 'map', attempt: 1, step }], {
        status: 'queued',
        resume_at: null,
        steps: [step],
      }),
    );
    const claimed = (await harness.claim()).find(({ id }) => id === start.id)!;
    expect(claimed.trigger).toEqual({ data: tenMegabytes });
    expect(claimed.journal).toEqual([{ kind: 'settled', path: 'map', attempt: 1, step }]);
    expect(claimed).toMatchObject({ large: true, waited: false });
    expect(await blobs(start.id)).toHaveLength(2);
  });
});

describe('large values', () => {
  test('of a signal and of the input of a child arrive whole', async () => {
    const { workflow_id } = await insertWorkflow(harness.database.db, { org_id: harness.workflow.org_id });
    const start = await harness.running();
    const child = call(workflow_id, { input: large('i') });
    await harness.storage.append(start, [waiting('wait', callback()), waiting('call', child)]);
    await harness.storage.park(parkedOf(start));
    const result = { outcome: 'done', output: large('o') } as const;
    await harness.database.db.asEngine((tx) =>
      signal(tx, harness.queue, {
        org_id: start.org_id,
        execution_id: start.id,
        path: 'wait',
        kind: 'callback',
        result,
      }),
    );
    const claimed = await harness.claim();
    const parent = claimed.find(({ id }) => id === start.id)!;
    expect(parent.journal).toMatchObject([
      { kind: 'waiting', path: 'call', wait: { input: large('i') } },
      { kind: 'waiting', path: 'wait' },
      { kind: 'signalled', path: 'wait', result },
    ]);
    const started = claimed.find(({ id }) => id === child.execution_id)!;
    expect(started.trigger).toEqual({ data: large('i') });
    expect(await blobs(child.execution_id)).toHaveLength(1);
  });

  test('of 50 executions at once are each stored with their own', async () => {
    const shared = large('s');
    const starts = Array.from({ length: 50 }, () => harness.newStart());
    await Promise.all(
      starts.map((start, index) =>
        harness.storage.finish(
          finishedOf(start, { output: shared, steps: [stepOf('a', { output: large(String(index)) })] }),
        ),
      ),
    );
    const [counted] = await harness.query(
      'select count(*)::int as count from execution_blobs where execution_id = any($1)',
      [starts.map(({ id }) => id)],
    );
    expect(counted).toEqual({ count: 100 });
  });

  test('that are not kept leave nothing behind, whether it ran to its end or was cancelled', async () => {
    const finished = harness.newStart({ trigger: { data: large() } }, { save_data: 'none' });
    await harness.storage.accept(finished, finished.created_at);
    expect(await blobs(finished.id)).toHaveLength(1);
    await harness.storage.finish(finishedOf(finished, { accepted: true, output: large('o') }));
    expect(await blobs(finished.id)).toEqual([]);
    expect(await harness.row(finished)).toMatchObject({
      status: 'success',
      output: null,
      trigger_blob: null,
      trigger: { data: null },
    });

    const definition = { nodes: [], edges: [], config: { save_data: 'none' as const } };
    const secretive = await insertWorkflow(harness.database.db, { definition });
    const cancelled = harness.newStart({ ...secretive, trigger: { data: large() } });
    await harness.storage.park(
      parkedOf(cancelled, [], { accepted: false, steps: [stepOf('a', { output: large('a') })] }),
    );
    expect(await blobs(cancelled.id)).toHaveLength(2);
    await harness.database.db.asEngine((tx) => cancelExecutions(tx, harness.ends, [cancelled.id]));
    expect(await blobs(cancelled.id)).toEqual([]);
    expect(await harness.row(cancelled)).toMatchObject({
      status: 'cancelled',
      trigger_blob: null,
      trigger: { data: null },
    });
    expect(JSON.stringify((await harness.row(cancelled)).steps)).not.toContain('aaa');
  });

  test.each(['ran on', 'was parked and claimed'])(
    'that came with the end of a wait go too, when it %s meanwhile',
    async (how) => {
      const start = harness.newStart({}, { save_data: 'none' });
      const { org_id, id: execution_id } = start;
      await harness.storage.accept(start, start.created_at);
      const asks = waiting('wait', callback());
      if (how === 'ran on') await harness.storage.append(start, [asks]);
      else await harness.storage.park(parkedOf(start, [asks], { resume_at: null }));
      const result = { outcome: 'done', output: large('s') } as const;
      await harness.database.db.asEngine((tx) =>
        signal(tx, harness.queue, { org_id, execution_id, path: 'wait', kind: 'callback', result }),
      );
      expect(await blobs(execution_id)).toHaveLength(1);
      let mine = start;
      if (how !== 'ran on') {
        const claimed = (await harness.claim()).find(({ id }) => id === execution_id)!;
        const { owner, fence } = await harness.row(start);
        mine = { ...start, fence: fence as number };
        const { waited, large } = claimed;
        const accepted = Promise.resolve();
        harness.storage.hold(mine, {
          owner: owner as string,
          accepted,
          priority: 0,
          save_data: 'none',
          waited,
          large,
        });
      }
      await harness.storage.finish(finishedOf(mine, { accepted: true }));
      expect(await blobs(execution_id)).toEqual([]);
    },
  );

  test('that were inserted before anybody held the execution are erased too', async () => {
    const start = harness.newStart({ trigger: { data: large() } });
    await harness.storage.accept(start, start.created_at);
    const { owner } = await harness.row(start);
    harness.storage.hold(start, {
      owner: owner as string,
      accepted: Promise.resolve(),
      priority: 0,
      save_data: 'none',
    });
    await harness.storage.finish(finishedOf(start, { accepted: true }));
    expect(await blobs(start.id)).toEqual([]);
  });

  test('that end with an error of the database still end their execution', async () => {
    const start = harness.newStart({ trigger: { data: large() } });
    await harness.storage.finish(finishedOf(start, { status: 'nonsense' as 'success', output: large('o') }));
    expect(await harness.row(start)).toMatchObject({
      status: 'error',
      error: { code: 'unstorable' },
      output: null,
    });
  });
});
