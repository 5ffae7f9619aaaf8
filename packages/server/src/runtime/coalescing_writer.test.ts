import { describe, expect, test } from 'vitest';
import { CoalescingWriter, type Outcome } from './coalescing_writer.ts';
import { DatabaseAway } from './database_errors.ts';

class ServerError extends Error {
  code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** A table in memory whose statements can be held back and made to fail. */
function table(
  behave: (rows: string[], call: number) => Promise<Outcome[] | undefined> | undefined = () => undefined,
) {
  const written = new Set<string>();
  const calls: { rows: string[]; maybe_written: boolean }[] = [];
  const writer = new CoalescingWriter<string>({
    size: (row) => row.length,
    max_rows: 10,
    max_bytes: 100,
    patience_ms: 400,
    async write(rows, maybe_written) {
      calls.push({ rows, maybe_written });
      const outcomes = await behave(rows, calls.length);
      for (const [index, row] of rows.entries()) if (!outcomes?.[index]) written.add(row);
      return outcomes;
    },
  });
  return { writer, written, calls };
}

describe('the coalescing writer', () => {
  test('a lone row leaves alone and resolves after its write', async () => {
    const { writer, written, calls } = table();
    await writer.push('a');
    expect([...written]).toEqual(['a']);
    expect(calls).toEqual([{ rows: ['a'], maybe_written: false }]);
    expect(writer.waiting).toBe(0);
  });

  test('whoever waits while a statement runs leaves together in the next', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { writer, calls } = table((_rows, call) => (call === 1 ? gate.promise : undefined));
    const first = writer.push('first');
    await new Promise(setImmediate);
    const rest = ['b', 'c', 'd'].map((row) => writer.push(row));
    expect([writer.waiting, writer.waiting_bytes]).toEqual([4, 8]);
    gate.resolve(undefined);
    await Promise.all([first, ...rest]);
    expect([writer.waiting, writer.waiting_bytes]).toEqual([0, 0]);
    expect(calls.map(({ rows }) => rows)).toEqual([['first'], ['b', 'c', 'd']]);
  });

  test('with two lanes a second statement leaves beside the first, and again only one when one is left', async () => {
    const gates = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    let lanes = 2;
    const calls: string[][] = [];
    const writer = new CoalescingWriter<string>({
      size: (row) => row.length,
      lanes: () => lanes,
      async write(rows) {
        calls.push(rows);
        await gates[calls.length - 1]?.promise;
        return undefined;
      },
    });
    const pushed = [writer.push('a')];
    await new Promise(setImmediate);
    pushed.push(writer.push('b'));
    await new Promise(setImmediate);
    pushed.push(writer.push('c'), writer.push('d'));
    await new Promise(setImmediate);
    expect(calls).toEqual([['a'], ['b']]);
    expect(writer.waiting).toBe(4);
    lanes = 1;
    gates[1]!.resolve(undefined);
    await pushed[1];
    await new Promise(setImmediate);
    expect(calls).toEqual([['a'], ['b']]);
    gates[0]!.resolve(undefined);
    await Promise.all(pushed);
    expect(calls).toEqual([['a'], ['b'], ['c', 'd']]);
    expect([writer.waiting, writer.waiting_bytes]).toEqual([0, 0]);
  });

  test.each([
    ['rows', Array.from({ length: 25 }, (_, index) => `r${index}`), [10, 10, 5]],
    ['bytes', ['x'.repeat(60), 'y'.repeat(60), 'z'.repeat(10)], [1, 2]],
    ['a row that alone is above the limit', ['x'.repeat(500), 'y'], [1, 1]],
  ])('a statement is bounded by %s', async (_what, rows, sizes) => {
    const { writer, calls, written } = table();
    await Promise.all(rows.map((row) => writer.push(row)));
    expect(calls.map((call) => call.rows.length)).toEqual(sizes);
    expect(written.size).toBe(rows.length);
    expect(writer.waiting_bytes).toBe(0);
  });

  test('a row that the database refuses is rejected alone and its neighbours are written', async () => {
    const { writer, written } = table((rows) => {
      if (rows.includes('bad')) throw new ServerError('22P02');
      return undefined;
    });
    const rows = ['a', 'b', 'bad', 'c', 'd', 'e', 'f'];
    const results = await Promise.allSettled(rows.map((row) => writer.push(row)));
    expect(results.map(({ status }) => status)).toEqual(
      rows.map((row) => (row === 'bad' ? 'rejected' : 'fulfilled')),
    );
    expect([...written].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('an outcome of one row rejects that row only', async () => {
    const lost = new Error('lost');
    const { writer } = table(async (rows) => rows.map((row) => (row === 'b' ? lost : undefined)));
    const results = await Promise.allSettled(['a', 'b', 'c'].map((row) => writer.push(row)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(writer.push('b')).rejects.toBe(lost);
  });

  test.each([
    ['a broken connection', Object.assign(new Error('read'), { code: 'ECONNRESET' })],
    ['a terminated backend', new ServerError('57P01')],
    ['a deadlock', new ServerError('40P01')],
  ])('after %s the same rows are tried again and told that they may be there', async (_what, error) => {
    const { writer, calls } = table((_rows, call) => {
      if (call === 1) throw error;
      return undefined;
    });
    await Promise.all([writer.push('a'), writer.push('b')]);
    expect(calls).toEqual([
      { rows: ['a', 'b'], maybe_written: false },
      { rows: ['a', 'b'], maybe_written: true },
    ]);
    expect(writer.away_since).toBeNull();
  });

  test('a statement that was cancelled refuses nobody: it is tried again in smaller ones', async () => {
    const { writer, calls } = table((_rows, call) => {
      if (call <= 2) throw new ServerError('57014');
      return undefined;
    });
    await Promise.all([writer.push('a'), writer.push('b')]);
    expect(calls.map(({ rows }) => rows)).toEqual([['a', 'b'], ['a'], ['a'], ['b']]);
  });

  test('while the database is away rows wait, and are given up after the patience only', async () => {
    const { writer, calls } = table(() => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    });
    const pushed = writer.push('a');
    await expect(pushed).rejects.toBeInstanceOf(DatabaseAway);
    expect(calls.length).toBeGreaterThan(2);
    expect(writer.away_since).not.toBeNull();
    expect(writer.waiting).toBe(0);
  });
});
