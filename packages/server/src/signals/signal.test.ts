import type { JournalEntry, WaitResult } from '@millrace/engine';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { finishedOf, stepOf } from '../storage/testing/fixtures.ts';
import {
  callback,
  createHarness,
  type Harness,
  later,
  parkedOf,
  waiting,
} from '../storage/testing/harness.ts';
import { findSignalled, readSignals, signalChannel } from './read_signals.ts';
import { type SignalRequest, signal } from './signal.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.stop());

const done = (output: unknown): WaitResult => ({ outcome: 'done', output });

const send = (execution_id: string, over: Partial<SignalRequest> = {}) =>
  harness.database.db.asEngine((tx) =>
    signal(tx, harness.queue, {
      org_id: harness.workflow.org_id,
      execution_id,
      path: 'wait',
      kind: 'callback',
      result: done('hello'),
      ...over,
    }),
  );

const settled = (path = 'wait'): JournalEntry => ({ kind: 'settled', path, attempt: 1, step: stepOf(path) });
const claimOf = async (id: string) => (await harness.claim()).find((claimed) => claimed.id === id);
const states = (id: string) =>
  harness.query('select path, state from waits where execution_id = $1 order by path', [id]);
const waits = async () => {
  const start = await harness.running();
  await harness.storage.append(start, [waiting('wait', callback())]);
  return start;
};

describe('a call of the address of a wait', () => {
  test('while the execution is parked: it is queued once and goes on with the result', async () => {
    const start = await waits();
    await harness.storage.park(parkedOf(start));
    expect(await send(start.id)).toBe('accepted');
    const claimed = await claimOf(start.id);
    expect(claimed?.journal).toMatchObject([
      { kind: 'waiting', path: 'wait' },
      { kind: 'signalled', path: 'wait', attempt: 1, result: done('hello') },
    ]);
    expect(claimed).toMatchObject({ waited: true, large: false });
  });

  test('while it runs: its owner is told and reads the result', async () => {
    const start = await waits();
    const heard: string[] = [];
    const client = await harness.database.db.owner.connect();
    client.on('notification', ({ payload }) => heard.push(payload!));
    await client.query(`listen ${signalChannel}`);
    expect(await send(start.id)).toBe('accepted');
    await client.query('select 1');
    client.removeAllListeners('notification');
    await client.query('unlisten *');
    client.release();
    expect(heard).toEqual([start.id]);
    const { engine } = harness.database.db;
    expect(await readSignals(engine, [start.id])).toEqual(
      new Map([[start.id, [{ path: 'wait', attempt: 1, result: done('hello') }]]]),
    );
    const { owner } = await harness.row(start);
    expect(await findSignalled(engine, owner as string)).toContain(start.id);
    await harness.storage.append(start, [settled()]);
    expect(await readSignals(engine, [start.id])).toEqual(new Map());
    expect(await findSignalled(engine, owner as string)).not.toContain(start.id);
  });

  test('while it runs, and it parks without having heard: it is queued at once', async () => {
    const start = await waits();
    await send(start.id);
    await harness.storage.park(parkedOf(start, [], { resume_at: null }));
    expect(await harness.row(start)).toMatchObject({ status: 'queued', owner: null });
    expect((await claimOf(start.id))?.journal.at(-1)).toMatchObject({ kind: 'signalled' });
  });

  test('that its step has taken does not wake it again', async () => {
    const start = await waits();
    await send(start.id);
    await harness.storage.park(parkedOf(start, [settled(), waiting('next', callback())]));
    expect(await harness.row(start)).toMatchObject({ status: 'waiting' });
    expect(await states(start.id)).toEqual([
      { path: 'next', state: 'open' },
      { path: 'wait', state: 'consumed' },
    ]);
    expect(await send(start.id)).toBe('used');
  });

  test('that let a step run again does not wake it again while that is to be tried once more', async () => {
    const start = await harness.running();
    const error = { code: 'busy', message: 'Try later' };
    const question = waiting('wait', { kind: 'question', failure: error });
    await harness.storage.append(start, [question]);
    expect(await send(start.id, { kind: 'question', result: { outcome: 'repeat' } })).toBe('accepted');
    const retry_at = new Date(Date.now() + 3_600_000).toISOString();
    await harness.storage.append(start, [{ kind: 'started', path: 'wait', attempt: 2, at: retry_at }]);
    await harness.storage.park(
      parkedOf(start, [{ kind: 'failed', path: 'wait', attempt: 2, error, retry_at }]),
    );
    expect(await harness.row(start)).toMatchObject({ status: 'waiting' });
    expect(await states(start.id)).toEqual([{ path: 'wait', state: 'consumed' }]);
  });

  test('before the step waits: it is kept, and given when the wait comes into force', async () => {
    const start = await harness.running();
    expect(await send(start.id, { result: done('early') })).toBe('early');
    expect(await send(start.id)).toBe('used');
    expect(await harness.storage.append(start, [waiting('other', callback())])).toEqual([]);
    expect(await harness.storage.append(start, [waiting('wait', callback())])).toEqual([
      { path: 'wait', attempt: 1, result: done('early') },
    ]);
  });

  test('before the step waits, while it is parked for something else: it stays parked until the step comes', async () => {
    const start = await harness.running();
    await harness.storage.park(parkedOf(start, [waiting('other', callback())]));
    expect(await send(start.id, { result: done('early') })).toBe('early');
    expect(await harness.row(start)).toMatchObject({ status: 'waiting' });
    await send(start.id, { path: 'other' });
    const claimed = (await claimOf(start.id))!;
    expect(claimed.journal.filter(({ kind }) => kind === 'signalled')).toHaveLength(1);
  });

  test('kept early, and the step parks with its registration: it goes on at once', async () => {
    const start = await harness.running();
    await send(start.id, { result: done('early') });
    await harness.storage.park(parkedOf(start, [waiting('wait', callback())]));
    expect((await claimOf(start.id))?.journal.at(-1)).toMatchObject({ result: done('early') });
  });

  test('twenty at once, while it parks: one is accepted, it is queued once', async () => {
    const start = await waits();
    const [outcomes] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, (_, index) => send(start.id, { result: done(index) }))),
      harness.storage.park(parkedOf(start)),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'used')).toHaveLength(19);
    const claims = (await Promise.all([harness.claim(), harness.claim(), harness.claim()])).flat();
    expect(claims.filter(({ id }) => id === start.id)).toHaveLength(1);
    expect(await claimOf(start.id)).toBeUndefined();
  });

  test('twenty at once before the step waits: one is kept', async () => {
    const start = await harness.running();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => send(start.id)));
    expect(outcomes.filter((outcome) => outcome === 'early')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'used')).toHaveLength(19);
  });

  test.each([
    ['of another organization', { org_id: newId() }],
    ['of another kind', { kind: 'approval' as const }],
  ])('%s ends nothing', async (_what, over) => {
    const start = await waits();
    expect(await send(start.id, over)).toBe('not_found');
    expect(await states(start.id)).toEqual([{ path: 'wait', state: 'open' }]);
  });

  test('of an execution that is not there, or is over, ends nothing', async () => {
    expect(await send(newId())).toBe('not_found');
    const start = await waits();
    await harness.storage.finish(finishedOf(start));
    expect(await send(start.id)).toBe('ended');
    expect(await states(start.id)).toEqual([]);
  });

  test('for a step that is over without having waited is refused', async () => {
    const start = await harness.running();
    await harness.storage.append(start, [settled()]);
    expect(await send(start.id)).toBe('used');
  });

  test('after its time is refused, and the one that wakes for the time-out finds no signal', async () => {
    const start = await harness.running();
    const expires_at = later(-1);
    await harness.storage.park(
      parkedOf(start, [waiting('wait', callback(expires_at))], { resume_at: new Date(expires_at) }),
    );
    expect(await send(start.id)).toBe('expired');
    expect((await claimOf(start.id))?.journal).toMatchObject([{ kind: 'waiting' }]);
  });
});

describe('registration', () => {
  test('twice changes nothing, and a later attempt waits anew', async () => {
    const start = await waits();
    const entry = waiting('wait', callback());
    expect(await harness.storage.append(start, [entry])).toEqual([]);
    await send(start.id, { result: done('first') });
    expect(await harness.storage.append(start, [entry])).toMatchObject([{ result: done('first') }]);
    expect(await harness.storage.append(start, [waiting('wait', callback(), 2)])).toEqual([]);
    expect(await send(start.id, { result: done('second') })).toBe('accepted');
    expect((await readSignals(harness.database.db.engine, [start.id])).get(start.id)).toEqual([
      { path: 'wait', attempt: 2, result: done('second') },
    ]);
  });

  test('a transaction that is rolled back leaves the wait open and the execution where it was', async () => {
    const start = await waits();
    await harness.storage.park(parkedOf(start));
    const { org_id } = harness.workflow;
    const request = {
      org_id,
      execution_id: start.id,
      path: 'wait',
      kind: 'callback',
      result: done(1),
    } as const;
    await expect(
      harness.database.db.asEngine(async (tx) => {
        expect(await signal(tx, harness.queue, request)).toBe('accepted');
        throw new Error('the process died');
      }),
    ).rejects.toThrow('the process died');
    expect(await states(start.id)).toEqual([{ path: 'wait', state: 'open' }]);
    expect(await harness.row(start)).toMatchObject({ status: 'waiting' });
    expect(await claimOf(start.id)).toBeUndefined();
    expect(await send(start.id)).toBe('accepted');
  });

  test('an execution that parks at once, without a row, is one transaction and can be woken', async () => {
    const start = harness.newStart();
    await harness.storage.park(
      parkedOf(start, [waiting('wait', callback())], { accepted: false, resume_at: null }),
    );
    expect(await harness.row(start)).toMatchObject({
      status: 'waiting',
      owner: null,
      duration_ms: 3,
      number: expect.any(String),
    });
    expect(await send(start.id)).toBe('accepted');
    expect((await claimOf(start.id))?.journal).toMatchObject([{ kind: 'waiting' }, { kind: 'signalled' }]);
  });

  test('500 park at once beside each other, each once', async () => {
    const starts = Array.from({ length: 500 }, () => harness.newStart());
    await Promise.all(
      starts.map((start) =>
        harness.storage.park(
          parkedOf(start, [waiting('wait', callback())], { accepted: false, resume_at: null }),
        ),
      ),
    );
    const ids = starts.map(({ id }) => id);
    const [counted] = await harness.query(
      `select count(*)::int as count from workflow_executions e join waits w on w.execution_id = e.id
        where e.id = any($1) and e.status = 'waiting' and w.state = 'open'`,
      [ids],
    );
    expect(counted).toEqual({ count: 500 });
  });
});
