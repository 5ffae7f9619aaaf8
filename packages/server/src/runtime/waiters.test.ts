import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { quiet, until } from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createListener } from './listener.ts';
import { endsChannel, Waiters } from './waiters.ts';

let database: TestDatabase;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(() => database.drop());

/** The waiters of one process, and how many notifications it heard. */
async function startProcess(): Promise<{ waiters: Waiters; heard: () => number }> {
  const listener = createListener({ url: database.url, log: quiet });
  let heard = 0;
  listener.on(endsChannel, () => {
    heard += 1;
  });
  const waiters = new Waiters({ engine: database.db.engine, listener });
  await listener.start();
  stops.push(async () => {
    waiters.stop();
    await listener.stop();
  });
  return { waiters, heard: () => heard };
}

const answer = { status: 200, headers: {}, body: { text: 'ü💡'.repeat(5_000) } };
/** Far longer than a notification needs, and shorter than the net below would be for many of them. */
const PATIENCE_MS = 5_000;

describe('who waits for an execution in another process', () => {
  test('is told its end', async () => {
    const [here, there] = [await startProcess(), await startProcess()];
    const outcome = here.waiters.wait('e1', PATIENCE_MS, 'finished');
    await until('the other one knows', () => there.heard() > 0);
    there.waiters.tell('e1', { kind: 'finished' });
    expect(await outcome).toEqual({ kind: 'finished' });
  });

  test('is told it also when it ended a moment before anybody heard of the wait', async () => {
    const [here, there] = [await startProcess(), await startProcess()];
    there.waiters.tell('e2', { kind: 'response', response: answer });
    there.waiters.tell('e2', { kind: 'finished' });
    expect(await here.waiters.wait('e2', PATIENCE_MS, 'response')).toEqual({
      kind: 'response',
      response: answer,
    });
  });

  test('gets the answer of a Respond node, however long, if that is what it waits for; others the end', async () => {
    const [here, there] = [await startProcess(), await startProcess()];
    const [first, last] = [
      here.waiters.wait('e3', PATIENCE_MS, 'response'),
      here.waiters.wait('e3', PATIENCE_MS, 'finished'),
    ];
    await until('the other one knows', () => there.heard() > 0);
    there.waiters.tell('e3', { kind: 'response', response: answer });
    expect(await first).toEqual({ kind: 'response', response: answer });
    there.waiters.tell('e3', { kind: 'finished' });
    expect(await last).toEqual({ kind: 'finished' });
  });

  test('is let go when it is out of patience, and when the process stops', async () => {
    const { waiters } = await startProcess();
    expect(await waiters.wait('e4', 20, 'finished')).toEqual({ kind: 'late' });
    const waiting = waiters.wait('e4', PATIENCE_MS, 'finished');
    waiters.stop();
    expect(await waiting).toEqual({ kind: 'late' });
  });
});

test('ends that nobody waits for are told to nobody', async () => {
  const [here, there] = [await startProcess(), await startProcess()];
  for (let index = 0; index < 3_000; index += 1) there.waiters.tell(`n${index}`, { kind: 'finished' });
  const outcome = here.waiters.wait('e5', PATIENCE_MS, 'finished');
  await until('the wait is known', () => there.heard() === 1);
  there.waiters.tell('e5', { kind: 'finished' });
  await outcome;
  expect(here.heard()).toBe(2); // its own wish, and the one end
});
