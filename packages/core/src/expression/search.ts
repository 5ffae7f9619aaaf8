/**
 * Finding text in text. The engine's search takes (length of the text × length of the part) at worst, which for a part of a
 * million characters is hours and cannot be stopped. So a long search is done in windows, and each is charged before.
 */
import type { Run } from './run.ts';

/** Comparisons of characters in one window: a few milliseconds at worst. */
const windowWork = 1 << 22;
const workPerStep = 14;

/** Where the part begins at or after `from`, or -1. */
export function indexOfText(run: Run, text: string, part: string, from = 0): number {
  const start = Math.min(Math.max(0, Math.floor(from) || 0), text.length);
  if (part.length <= 1) return text.indexOf(part, start);
  const size = windowSize(part);
  for (let at = start; at + part.length <= text.length; at += size) {
    const end = Math.min(text.length, at + size + part.length - 1);
    charge(run, end - at - part.length + 1, part);
    const found = end - at === text.length ? text.indexOf(part) : text.slice(at, end).indexOf(part);
    if (found >= 0) return at + found;
  }
  return -1;
}

/** Where the part begins for the last time, at or before `from`, or -1. */
export function lastIndexOfText(
  run: Run,
  text: string,
  part: string,
  from = Number.POSITIVE_INFINITY,
): number {
  if (part.length <= 1) return text.lastIndexOf(part, from);
  const size = windowSize(part);
  let last = Math.min(text.length - part.length, Math.max(0, Math.floor(from) || 0));
  for (; last >= 0; last -= size) {
    const at = Math.max(0, last - size + 1);
    charge(run, last - at + 1, part);
    const found = text.slice(at, last + part.length).lastIndexOf(part);
    if (found >= 0) return at + found;
  }
  return -1;
}

function windowSize(part: string): number {
  return Math.max(1, Math.floor(windowWork / part.length));
}

function charge(run: Run, positions: number, part: string): void {
  run.charge(1 + ((Math.max(0, positions) * part.length) >>> workPerStep));
}
