import { useEffect, useState } from 'react';
import { rawLines } from './raw_lines.ts';

/** Milliseconds of work before the browser gets a turn. */
const slice = 12;
/** As many lines as are seen at first are there at once. */
const first = 500;

/** The lines of a value; of a large one the first at once and the others bit by bit, without freezing the page. */
export function useRawLines(value: unknown): readonly string[] {
  const [state, setState] = useState(() => begin(value));
  if (state.value !== value) setState(begin(value));

  const { lines, rest, done } = state;
  useEffect(() => {
    if (done) return;
    let timer: ReturnType<typeof setTimeout>;
    function work() {
      const end = performance.now() + slice;
      let whole = false;
      while (!whole && performance.now() < end) whole = take(rest, lines, 200);
      setState((now) => (now.lines === lines ? { ...now, done: whole, count: lines.length } : now));
      if (!whole) timer = setTimeout(work);
    }
    timer = setTimeout(work);
    return () => clearTimeout(timer);
  }, [lines, rest, done]);
  return lines;
}

function begin(value: unknown) {
  const lines: string[] = [];
  const rest = rawLines(value);
  const done = take(rest, lines, first);
  return { value, lines, rest, done, count: lines.length };
}

/** @returns whether there are no more */
function take(from: Iterator<string>, into: string[], most: number): boolean {
  for (let taken = 0; taken < most; taken += 1) {
    const { value, done } = from.next();
    if (done) return true;
    into.push(value);
  }
  return false;
}
