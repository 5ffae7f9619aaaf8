/**
 * Undo and redo over immutable values. Invariants:
 *  1. `past` holds at most {@link historyDepth} values; the oldest is forgotten first;
 *  2. a recorded change empties `future`;
 *  3. changes with the same `group` that follow each other within {@link coalesceMs} are one step
 *     (a word typed, a node nudged with the arrow keys), whatever their number.
 */
export const historyDepth = 100;
export const coalesceMs = 1_000;

export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last change belonged to, and when it happened. */
  group: string | null;
  at: number;
}

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], group: null, at: 0 };
}

/** Makes `next` the present. With `group`, joins the step before it when that has the same group and is recent. */
export function record<T>(
  history: History<T>,
  next: T,
  now: number,
  group: string | null = null,
): History<T> {
  if (Object.is(next, history.present)) return history;
  const joins = group !== null && group === history.group && now - history.at < coalesceMs;
  const past = joins ? history.past : [...history.past, history.present].slice(-historyDepth);
  return { past, present: next, future: [], group, at: now };
}

/** One step back; the same history where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    group: null,
    at: 0,
  };
}

/** One step forward; the same history where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, group: null, at: 0 };
}
