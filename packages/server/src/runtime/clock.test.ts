import { describe, expect, test } from 'vitest';
import { createClock } from './clock.ts';

/** A process whose clock shows `wall` at the moment 0, and a database whose clock shows `truth` then. */
function setUp(wall: number, truth: number) {
  let moment = 0;
  let set = wall;
  const clock = createClock({ wall: () => set + moment, monotonic: () => moment });
  return {
    clock,
    pass: (ms: number) => {
      moment += ms;
    },
    setWall: (ms: number) => {
      set = ms;
    },
    /** Question and answer take this long; the database looks at its clock after `reads_after`. */
    ask: (reads_after: number, takes: number) => {
      const sent = moment;
      moment += takes;
      clock.measured(truth + sent + reads_after, sent, moment);
    },
    error: () => clock.time() - (truth + moment),
  };
}

const hour = 3_600_000;

describe('the time of the database', () => {
  test.each([
    ['an hour ahead', hour],
    ['an hour behind', -hour],
    ['right', 0],
  ])('is known to a process whose clock is %s', (_, off) => {
    const { ask, error, pass } = setUp(1_000 * hour + off, 1_000 * hour);
    expect(error()).toBe(off);
    ask(4, 10);
    expect(Math.abs(error())).toBeLessThanOrEqual(5);
    pass(10 * hour);
    expect(Math.abs(error())).toBeLessThanOrEqual(5);
  });

  test('does not change when somebody sets the clock of the machine', () => {
    const { clock, ask, error, setWall } = setUp(0, 5_000);
    ask(0, 0);
    setWall(hour);
    expect(error()).toBe(0);
    expect(clock.now().getTime()).toBe(clock.time());
  });

  test('is not spoiled by an answer that took two seconds, and made better by one that took two milliseconds', () => {
    const { ask, error } = setUp(0, 9_000);
    ask(1, 2);
    ask(1_999, 2_000);
    expect(Math.abs(error())).toBeLessThanOrEqual(1);
    const slow = setUp(0, 9_000);
    slow.ask(0, 600);
    expect(Math.abs(slow.error())).toBe(300);
    slow.ask(1, 2);
    expect(Math.abs(slow.error())).toBeLessThanOrEqual(2);
  });

  test('never goes back a little, and follows at once when the database is another one', () => {
    const { clock, ask, pass } = setUp(0, 1_000);
    ask(0, 100);
    const before = clock.time();
    clock.measured(before - 500, 100, 100);
    expect(clock.time()).toBe(before);
    pass(700);
    expect(clock.time()).toBe(before + 200);
    clock.measured(50, 800, 800);
    expect(clock.time()).toBe(50);
  });
});
