import { expect, it } from 'vitest';
import { flushFields, registerFlusher } from './flush.ts';

it('every field that holds something back hands it over, until it is gone', () => {
  const stored: string[] = [];
  const leave = registerFlusher(() => stored.push('key'));
  const other = registerFlusher(() => stored.push('name'));
  flushFields();
  leave();
  flushFields();
  other();
  flushFields();
  expect(stored).toEqual(['key', 'name', 'name']);
});
