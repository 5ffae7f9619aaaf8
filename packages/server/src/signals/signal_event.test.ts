import type { Wait } from '@millrace/engine';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHarness, type Harness, later, parkedOf, waiting } from '../storage/testing/harness.ts';
import { type FieldMatch, matches, signalEvent } from './signal_event.ts';

describe('an event matches', () => {
  const data = { order: { id: 17, tags: ['new', { name: 'vip' }], note: null }, 'a.b': true };
  test.each<[FieldMatch[], boolean]>([
    [[], true],
    [[{ path: 'order.id', value: 17 }], true],
    [[{ path: 'order.id', value: '17' }], false],
    [[{ path: 'order.tags[0]', value: 'new' }], true],
    [[{ path: 'order.tags[1].name', value: 'vip' }], true],
    [[{ path: 'order.tags', value: ['new', { name: 'vip' }] }], true],
    [[{ path: '["a.b"]', value: true }], true],
    [[{ path: 'order.note', value: null }], true],
    [[{ path: 'order.missing', value: null }], false],
    [[{ path: 'order.__proto__', value: {} }], false],
    [
      [
        { path: 'order.id', value: 17 },
        { path: 'order.tags[0]', value: 'old' },
      ],
      false,
    ],
  ])('%j: %s', (fields, expected) => expect(matches(fields, data)).toBe(expected));

  test('nothing that is no object', () => {
    expect(matches([{ path: 'a', value: 1 }], null)).toBe(false);
    expect(matches([{ path: 'length', value: 3 }], 'abc')).toBe(false);
  });
});

describe('publishing', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness();
  });
  afterAll(() => harness.stop());

  const publish = (data: unknown, over: { org_id?: string; type?: string } = {}) =>
    harness.database.db.asEngine((tx) =>
      signalEvent(tx, harness.queue, { org_id: harness.workflow.org_id, type: 'order.paid', data, ...over }),
    );

  async function waits(over: Partial<Extract<Wait, { kind: 'event' }>> = {}) {
    const start = await harness.running();
    const match = [{ path: 'id', value: start.id }];
    const wait: Wait = { kind: 'event', event_type: 'order.paid', match, expires_at: later(), ...over };
    await harness.storage.park(parkedOf(start, [waiting('wait', wait)]));
    return start;
  }

  test('ends the waits that it matches, each with its data, and no others', async () => {
    const [first, second] = [await waits(), await waits({ match: [] })];
    const other = await waits();
    expect(await publish({ id: first.id, paid: true })).toBe(2);
    const claimed = await harness.claim();
    expect(claimed.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    for (const { journal } of claimed)
      expect(journal.at(-1)).toMatchObject({
        kind: 'signalled',
        result: { output: { id: first.id, paid: true } },
      });
    expect(await harness.row(other)).toMatchObject({ status: 'waiting' });
    expect(await publish({ id: first.id })).toBe(0);
  });

  test('says nothing to another organization, another type, or a wait whose time is over', async () => {
    const [start, late] = [await waits(), await waits({ expires_at: later(-1) })];
    expect(await publish({ id: start.id }, { org_id: newId() })).toBe(0);
    expect(await publish({ id: start.id }, { type: 'order.sent' })).toBe(0);
    expect(await publish({ id: late.id })).toBe(0);
  });

  test('a large one is printed and compressed once for all who wait, and each of them has it whole', async () => {
    const starts = await Promise.all(
      Array.from({ length: 4 }, () => waits({ event_type: 'large', match: [] })),
    );
    const text = 'large '.repeat(20_000);
    const printed = vi.spyOn(JSON, 'stringify');
    expect(await publish(text, { type: 'large' })).toBe(4);
    expect(printed.mock.calls.filter(([value]) => value === text)).toHaveLength(1);
    printed.mockRestore();
    const claimed = await harness.claim();
    expect(claimed.map(({ id }) => id).sort()).toEqual(starts.map(({ id }) => id).sort());
    for (const { journal } of claimed)
      expect(journal.at(-1)).toMatchObject({ kind: 'signalled', result: { output: text } });
  });

  test('ends more than are looked at in one go, those of one execution among them', async () => {
    const start = await waits({ event_type: 'many', match: [] });
    await harness.database.db.asEngine((tx) =>
      tx.query(
        `insert into waits (execution_id, path, org_id, attempt, kind, event_type, match, expires_at)
         select $1, 'w' || n, $2, 1, 'event', 'many', '[]', now() + interval '1 hour' from generate_series(1, 2345) n`,
        [start.id, harness.workflow.org_id],
      ),
    );
    expect(await publish({}, { type: 'many' })).toBe(2346);
    expect(await publish({}, { type: 'many' })).toBe(0);
  });

  test('twice at once ends a wait once', async () => {
    const start = await waits();
    const counts = await Promise.all(Array.from({ length: 5 }, () => publish({ id: start.id })));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect((await harness.claim()).filter(({ id }) => id === start.id)).toHaveLength(1);
  });
});
