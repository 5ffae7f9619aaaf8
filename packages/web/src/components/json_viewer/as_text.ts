/**
 * What Copy gives: a text as it is, everything else as JSON. Ten megabytes take longer than a frame, so they are written
 * bit by bit, and the page answers in between.
 */
import { rawLines } from './raw_lines.ts';

/** Milliseconds of work before the browser gets a turn. */
const slice = 12;
/** Lines between two looks at the clock. */
const step = 200;

/** The text at once where that is quick, else the promise of it. */
export function asText(value: unknown): string | Promise<string> {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  const lines = rawLines(value);
  const parts: string[] = [];
  return write(lines, parts) ? parts.join('\n') : writeRest(lines, parts);
}

async function writeRest(lines: Iterator<string>, parts: string[]): Promise<string> {
  let done = false;
  while (!done) {
    await new Promise((resolve) => setTimeout(resolve));
    done = write(lines, parts);
  }
  return parts.join('\n');
}

/** @returns whether that was all */
function write(from: Iterator<string>, into: string[]): boolean {
  const end = performance.now() + slice;
  do {
    const lines: string[] = [];
    for (let taken = 0; taken < step; taken += 1) {
      const { value, done } = from.next();
      if (done) {
        if (lines.length > 0) into.push(lines.join('\n'));
        return true;
      }
      lines.push(value);
    }
    into.push(lines.join('\n'));
  } while (performance.now() < end);
  return false;
}
