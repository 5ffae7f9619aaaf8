import { randomUUID } from 'node:crypto';
import type { Signal } from '@millrace/engine';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { until } from '../storage/testing/runtime.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createSignalReader, type SignalReader } from './signal_reader.ts';

let database: TestDatabase;
let running: Map<string, unknown>;
let told: [string, readonly Signal[]][];
let errors: unknown[];
let reader: SignalReader;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  running = new Map();
  told = [];
  errors = [];
  reader = createSignalReader({
    engine: database.db.engine,
    runner: { running: running as never, signal: (id, signals) => void told.push([id, signals]) },
    onError: (error) => void errors.push(error),
  });
});
afterAll(() => database.drop());

const run = (id: string): void => void running.set(id, {});

/** A wait that ended with this output. */
async function signalled(output: unknown, state = 'signalled'): Promise<string> {
  const id = randomUUID();
  await database.db.engine.query(
    `insert into waits (execution_id, path, org_id, attempt, kind, state, result, signalled_at)
     values ($1, 'step', $2, 1, 'callback', $3, $4, now())`,
    [id, randomUUID(), state, JSON.stringify({ outcome: 'done', output })],
  );
  return id;
}
const signal = (output: unknown) => ({ path: 'step', attempt: 1, result: { outcome: 'done', output } });

test('what was heard of an execution that runs here reaches it, and of others nothing is asked', async () => {
  const [here, elsewhere, open] = [await signalled(1), await signalled(2), await signalled(3, 'open')];
  run(here);
  run(open);
  for (const id of [here, elsewhere, open]) reader.heard(id);
  await until('it is told', () => told.length > 0);
  expect(told).toEqual([[here, [signal(1)]]]);
});

test('what was heard a moment before the execution runs here reaches it when it begins', async () => {
  const id = await signalled('early');
  reader.heard(id);
  run(id);
  reader.begun(id);
  await until('it is told', () => told.length > 0);
  expect(told).toEqual([[id, [signal('early')]]]);
  reader.begun(id);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told).toHaveLength(1);
});

test('after a reconnection everything that runs is looked at', async () => {
  const ids = [await signalled(1), await signalled(2)];
  for (const id of ids) run(id);
  reader.readAll();
  await until('both are told', () => told.length === 2);
  expect(new Set(told.map(([id]) => id))).toEqual(new Set(ids));
});

test('a database that does not answer is reported, and the next notification is read', async () => {
  const id = await signalled(1);
  run('no uuid');
  reader.heard('no uuid');
  await until('it is reported', () => errors.length === 1);
  run(id);
  reader.heard(id);
  await until('it is told', () => told.length === 1);
});
