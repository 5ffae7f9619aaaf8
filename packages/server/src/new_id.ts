/** UUIDv7: sorted by time, and within a millisecond by order of making. Ids are made twice per request, so this is quick. */
import { randomFillSync } from 'node:crypto';

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** Random bytes for 1,024 ids at a time: one system call instead of one per id. */
const pool = Buffer.allocUnsafe(1_024 * 10);
let used = pool.length;
let time = 0;
/** 12 bits that count within a millisecond, from a random beginning. */
let counter = 0;
let prefix = '';
let clock = (): number => Date.now();

/**
 * Ids carry this time from now on, in milliseconds since 1970: those of all processes then sort by one clock. Those that were made
 * before, by a clock that may be an hour ahead, hold nothing up.
 */
export function idsFollow(now: () => number): void {
  clock = now;
  time = 0;
}

/** A new id. Ids of one process never repeat, and by one clock never go back, also when it does. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const at = used;
  used += 10;
  const now = clock();
  if (now > time) tick(now, ((pool[at]! << 8) | pool[at + 1]!) & 0x7ff);
  else if (counter === 0xfff) tick(time + 1, 0);
  else counter += 1;
  const variant = hex[(pool[at + 2]! & 0x3f) | 0x80]!;
  return `${prefix}7${hex[counter >> 8]![1]}${hex[counter & 0xff]}-${variant}${hex[pool[at + 3]!]}-${hex[pool[at + 4]!]}${hex[pool[at + 5]!]}${hex[pool[at + 6]!]}${hex[pool[at + 7]!]}${hex[pool[at + 8]!]}${hex[pool[at + 9]!]}`;
}

function tick(next: number, start: number): void {
  time = next;
  counter = start;
  const digits = next.toString(16).padStart(12, '0');
  prefix = `${digits.slice(0, 8)}-${digits.slice(8)}-`;
}
