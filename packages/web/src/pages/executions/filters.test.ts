import { expect, test } from 'vitest';
import { hasFilters, pickFilters, toApiFilters } from './filters.ts';

test('a day is taken from its first to its last millisecond, in the calendar of the person', () => {
  const { from, to } = toApiFilters({ from: '2026-11-20', to: '2026-11-20' });
  expect(Date.parse(to!) - Date.parse(from!)).toBe(86_399_999);
  expect(new Date(from!).getHours()).toBe(0);
});

test('a day that is none is left out', () => {
  expect(toApiFilters({ from: '2026-13-45', status: 'error' })).toEqual({
    status: 'error',
    from: undefined,
    to: undefined,
  });
});

test('the status of another page in the same address is not a filter', () => {
  expect(pickFilters({ status: 'draft', search: 'x' })).toMatchObject({ status: undefined, search: 'x' });
  expect(pickFilters({ status: 'timed_out' })).toMatchObject({ status: 'timed_out' });
});

test('nothing chosen is no filter', () => {
  expect(hasFilters(pickFilters({}))).toBe(false);
  expect(hasFilters({ to: '2026-11-20' })).toBe(true);
});
