import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closest, editDistance, mostCompared } from './closest.ts';

test.each([
  ['custmer', ['order', 'customer', 'consumer'], 'customer'],
  ['Total', ['total'], 'total'],
  ['totla', ['total'], 'total'],
  ['xyz', ['total'], undefined],
  ['a', ['b'], undefined],
  ['', ['a'], undefined],
  ['ab', ['ab', 'abc'], 'ab'],
])('%j means %j: %s', (typed, known, meant) => expect(closest(typed, known)).toBe(meant));

/** Written down from its definition, without the short cuts. */
function plainDistance(a: string, b: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    rows.push([]);
    for (let j = 0; j <= b.length; j++) {
      const ways = i === 0 ? [j] : j === 0 ? [i] : [];
      if (i > 0 && j > 0)
        ways.push(
          rows[i - 1]![j]! + 1,
          rows[i]![j - 1]! + 1,
          rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        ways.push(rows[i - 2]![j - 2]! + 1);
      rows[i]!.push(Math.min(...ways));
    }
  }
  return rows[a.length]![b.length]!;
}

test('a distance that is small enough is told as it is, a larger one as one more than that', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 3 }), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
    }),
    { numRuns: 2_000 },
  );
});

/** Counts how often a character of it is looked at. */
function counted(text: string): { text: string; reads: () => number } {
  let reads = 0;
  const characters = new Proxy(Object(text), {
    get(target, key) {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key);
    },
  }) as string;
  return { text: characters, reads: () => reads };
}

test('twice as long texts are twice the work, not four times', () => {
  const work = (length: number) => {
    const { text, reads } = counted('ab'.repeat(length / 2));
    editDistance(text, `${'ab'.repeat(length / 2 - 1)}ba`, 2);
    return reads();
  };
  expect(work(2_000) / work(1_000)).toBeLessThan(2.1);
});

test('of a very long list only the beginning is compared', () => {
  let asked = 0;
  function* names() {
    for (;;) {
      asked++;
      yield `name${asked}`;
    }
  }
  closest('nothing_like_it', names());
  expect(asked).toBe(mostCompared + 1);
});
