import { validate, version } from 'uuid';
import { expect, test, vi } from 'vitest';
import { idsFollow, newId } from './new_id.ts';

test('a hundred thousand ids are valid, different and in order', () => {
  const ids = Array.from({ length: 100_000 }, () => newId());
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
});

test('it carries the time it was made', () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThan(before + 1_000);
});

test('a clock that goes back makes no earlier ids', () => {
  const before = newId();
  vi.useFakeTimers({ now: Date.now() - 60_000 });
  try {
    expect(newId() > before).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('once they follow another clock they carry its time, also when the one before was an hour ahead', () => {
  vi.useFakeTimers({ now: Date.now() + 3_600_000 });
  newId();
  vi.useRealTimers();
  const now = Date.now();
  idsFollow(() => now);
  try {
    expect(Number.parseInt(newId().replaceAll('-', '').slice(0, 12), 16)).toBe(now);
  } finally {
    idsFollow(() => Date.now());
  }
});
