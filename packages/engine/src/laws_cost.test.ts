import { afterEach, expect, test } from 'vitest';
import { createEngine } from './engine.ts';
import {
  act,
  control,
  FakeClock,
  FakeWorld,
  fakeMakers,
  MemoryStorage,
  trigger,
  workflow,
} from './testing/index.ts';
import { startOf } from './testing/run_workflow.ts';

/**
 * What a run costs, in things that are counted and not measured: entries that are looked at in lists, maps and sets, time
 * that is read, bytes that are stored.
 */
const counts = { visits: 0, clock: 0 };
const undo: (() => void)[] = [];

afterEach(() => {
  for (const each of undo.splice(0)) each();
});

/** Counts how much of a list, a map or a set each call of one of these may look at. */
function countVisits(): void {
  const array = [
    ...['map', 'filter', 'some', 'every', 'find', 'findLast', 'findIndex', 'includes', 'indexOf', 'flatMap'],
    ...['forEach', 'reduce', 'slice', 'concat', 'splice', 'shift', 'unshift', 'sort', 'join', 'entries'],
  ] as const;
  const set = ['values', 'entries', 'keys', 'forEach'] as const;
  const size = (value: unknown) =>
    (value as { length?: number; size?: number }).length ?? (value as { size: number }).size;
  const wrap = (prototype: object, names: readonly (string | symbol)[]) => {
    for (const name of names) {
      const before = Object.getOwnPropertyDescriptor(prototype, name)!;
      const original = before.value as (...args: unknown[]) => unknown;
      Object.defineProperty(prototype, name, {
        ...before,
        value(this: unknown, ...args: unknown[]) {
          counts.visits += size(this);
          return original.apply(this, args);
        },
      });
      undo.push(() => Object.defineProperty(prototype, name, before));
    }
  };
  wrap(Array.prototype, [...array, Symbol.iterator]);
  wrap(Map.prototype, [...set, Symbol.iterator]);
  wrap(Set.prototype, [...set, Symbol.iterator]);
}

/** The cost of a loop over so many items. */
async function costOf(rounds: number, concurrency: number, body: string) {
  const definition = workflow(
    {
      t: trigger(),
      list: act('pure', { value: Array.from({ length: rounds }, (_, n) => ({ n })) }),
      l: control('loop', { items: '{{ list }}', concurrency }),
      a: act(body, { value: { n: '{{ item.n }}', index: '{{ index }}' }, takes: body === 'pure' ? 0 : 3 }),
      c: control('if', { condition: 'item.n == 1' }),
      after: act('pure', { value: '{{ l.results[0] }}' }),
    },
    't>list list>l l:body>c c:true>a c:false>a l:done>after',
  );
  Object.assign(counts, { visits: 0, clock: 0 });
  const { now, monotonic } = FakeClock.prototype;
  FakeClock.prototype.now = function () {
    counts.clock++;
    return now.call(this);
  };
  FakeClock.prototype.monotonic = function () {
    counts.clock++;
    return monotonic.call(this);
  };
  undo.push(() => Object.assign(FakeClock.prototype, { now, monotonic }));
  const clock = new FakeClock();
  const storage = new MemoryStorage(clock);
  const engine = createEngine({
    storage: storage.process(),
    registry: new FakeWorld(clock).registry,
    clock,
    makers: fakeMakers(),
    http: { request: () => Promise.reject(new Error('The fake apps use no HTTP')) },
    log: { info: () => {}, warn: () => {} },
  });
  countVisits();
  const result = await engine.run(startOf({ definition }, clock), { accepted: false });
  for (const each of undo.splice(0)) each();
  expect(result).toMatchObject({ status: 'success', output: { n: 0, index: 0 } });
  return { ...counts, entries: storage.entries, bytes: storage.bytes };
}

test.each([
  ['pure', 1],
  ['pure', 20],
  ['read', 20],
  ['write', 1],
  ['write', 20],
])(
  'a round of a loop costs the same whether there are 100 or 1,000 (%s, %i side by side)',
  async (body, side) => {
    const few = await costOf(100, side, body);
    const many = await costOf(1_000, side, body);
    for (const [what, count] of Object.entries(many)) {
      // What every execution costs, however short, makes the small one dearer by round; no more than that is allowed.
      const limit = few[what as keyof typeof few] * 10 * 1.2 + 100;
      expect(count, `${what} of 1,000 rounds; of 100: ${few[what as keyof typeof few]}`).toBeLessThanOrEqual(
        limit,
      );
    }
  },
);
