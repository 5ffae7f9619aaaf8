import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelExecutions } from './cancel_executions.ts';
import type { EndedExecution, EndHook } from './end_hooks.ts';
import { finishedOf, insertWorkflow } from './testing/fixtures.ts';
import { createHarness, type Harness, parkedOf } from './testing/harness.ts';

const gated = { nodes: [], edges: [], config: { max_concurrency: 1 } };
let ended: EndedExecution[] = [];
let failures = 0;

/** Writes down who ended, in the database too, so that a rollback shows. */
const hook: EndHook = {
  needed: (one) => one.gated,
  async run(tx, all) {
    ended.push(...all);
    await tx.query(
      `insert into execution_keys (org_id, scope, key) select o, 'hook', i from unnest($1::uuid[], $2::text[]) x(o, i)`,
      [all.map(({ org_id }) => org_id), all.map(({ id }) => id)],
    );
    if (failures-- > 0) throw Object.assign(new Error('deadlock'), { code: '40P01' });
  },
};

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness([hook]);
});
afterAll(() => harness.stop());
beforeEach(() => {
  ended = [];
  failures = 0;
});

const noted = async (id: string) =>
  (await harness.query(`select from execution_keys where scope = 'hook' and key = $1`, [id])).length;

describe('the hooks of the end run in its transaction', () => {
  test('of an execution that is written complete', async () => {
    const start = harness.newStart({ definition: gated });
    await harness.storage.finish(finishedOf(start, { status: 'error', error: { message: 'No', code: 'x' } }));
    expect(ended).toMatchObject([
      {
        id: start.id,
        org_id: start.org_id,
        version: 1,
        status: 'error',
        error: { message: 'No', code: 'x' },
        trigger: { data: { order: 17 } },
        settings: { max_concurrency: 1 },
        depth: 0,
        parent: null,
      },
    ]);
    expect(await noted(start.id)).toBe(1);
  });

  test('of one that was accepted, with its whole data also where they are not kept', async () => {
    const start = harness.newStart({ definition: gated }, { save_data: 'none' });
    await harness.storage.accept(start, start.created_at);
    await harness.storage.finish(finishedOf(start, { accepted: true, output: { name: 'Ada' } }));
    expect(ended).toMatchObject([
      { id: start.id, output: { name: 'Ada' }, trigger: { data: { order: 17 } } },
    ]);
    expect(await harness.row(start)).toMatchObject({ output: null });
  });

  test('of one that is cancelled while nobody runs it', async () => {
    const workflow = await insertWorkflow(harness.database.db, { definition: gated });
    const start = harness.newStart({ ...workflow, definition: gated });
    await harness.storage.park(parkedOf(start, [], { accepted: false }));
    await harness.database.db.asEngine((tx) => cancelExecutions(tx, harness.ends, [start.id]));
    expect(ended).toMatchObject([
      { id: start.id, status: 'cancelled', gated: true, settings: { max_concurrency: 1 } },
    ]);
  });

  test('of one whose settings nobody could read', async () => {
    const start = harness.newStart({}, { settings_unknown: true });
    await harness.storage.finish(finishedOf(start, { status: 'error' }));
    expect(ended).toMatchObject([{ id: start.id, gated: true, settings: null }]);
  });

  test('and are undone with it: the end is tried again, and happens once', async () => {
    const start = await harness.running({ definition: gated });
    failures = 1;
    await harness.storage.finish(finishedOf(start, { accepted: true }));
    expect(ended).toHaveLength(2);
    expect(await noted(start.id)).toBe(1);
    expect(await harness.row(start)).toMatchObject({ status: 'success' });
  });

  test('not for an execution that was lost: its end never happened', async () => {
    const start = await harness.running({ definition: gated });
    await harness.query('update workflow_executions set fence = 1, owner = $2 where id = $1', [
      start.id,
      newId(),
    ]);
    await expect(harness.storage.finish(finishedOf(start, { accepted: true }))).rejects.toThrow(
      'belongs to another',
    );
    expect(ended).toEqual([]);
  });
});

describe('who needs none', () => {
  /** What is sent outside of transactions, by name, and `transaction` for each of those. */
  const statements = async (work: () => Promise<unknown>): Promise<string[]> => {
    const { engine } = harness.database.db;
    const { query, connect } = engine;
    const sent: string[] = [];
    engine.query = ((...asked: [{ name: string }]) => {
      sent.push(asked[0].name);
      return query.apply(engine, asked as never);
    }) as typeof query;
    engine.connect = ((...given: unknown[]) => {
      // A pool also connects for its own queries, with a callback.
      if (given.length === 0) sent.push('transaction');
      return connect.apply(engine, given as never);
    }) as typeof connect;
    try {
      await work();
    } finally {
      Object.assign(engine, { query, connect });
    }
    return sent;
  };

  test('is written complete with one statement, and finished with one', async () => {
    const [lone, accepted] = [harness.newStart(), await harness.running()];
    expect(await statements(() => harness.storage.finish(finishedOf(lone)))).toEqual(['insert_executions']);
    expect(await statements(() => harness.storage.finish(finishedOf(accepted, { accepted: true })))).toEqual([
      'finish_accepted',
    ]);
  });

  test('has its first entries written with its row, in one statement', async () => {
    const start = harness.newStart();
    const sent = await statements(() =>
      Promise.all([
        harness.storage.accept(start, start.created_at),
        harness.storage.append(start, [
          { kind: 'started', path: 'a', attempt: 1, at: '2026-11-20T00:00:00Z' },
        ]),
      ]),
    );
    expect(sent).toEqual(['insert_executions_and_journal']);
    expect(
      await harness.query('select path, kind from execution_journal where execution_id = $1', [start.id]),
    ).toEqual([{ path: 'a', kind: 'started' }]);
  });
});
