import { describe, expect, it } from 'vitest';
import { durationWords, readDuration, storedDuration } from './duration.ts';

describe('a duration', () => {
  it.each([
    [{ value: 5, unit: 'minutes' }, '5 minutes'],
    [{ value: 1, unit: 'hours' }, '1 hour'],
    [{ value: 0, unit: 'seconds' }, '0 seconds'],
    [{ value: '1', unit: 'days' }, '1 day'],
    [{ value: '{{ order.days }}', unit: 'days' }, 'order.days days'],
    [{ value: 3 }, '3 minutes'],
    [{ unit: 'days' }, null],
    [undefined, null],
    ['5 minutes', null],
  ])('%j is said as %s', (stored, words) => {
    expect(durationWords(stored)).toBe(words);
  });

  it.each([
    [undefined, { value: undefined, unit: 'minutes' }],
    [
      { value: true, unit: 'years' },
      { value: undefined, unit: 'minutes' },
    ],
    [[1], { value: undefined, unit: 'minutes' }],
    [
      { value: '{{ x }}', unit: 'days' },
      { value: '{{ x }}', unit: 'days' },
    ],
  ])('of %j is read as %j', (stored, read) => {
    expect(readDuration(stored)).toEqual(read);
  });

  it('is not stored without a value', () => {
    expect(storedDuration({ value: undefined, unit: 'days' })).toBeUndefined();
    expect(storedDuration({ value: Number.NaN, unit: 'days' })).toBeUndefined();
    expect(storedDuration({ value: 2, unit: 'days' })).toEqual({ value: 2, unit: 'days' });
  });
});
