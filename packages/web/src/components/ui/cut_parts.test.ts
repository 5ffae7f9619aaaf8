import { describe, expect, it } from 'vitest';
import { cutParts } from './cut_parts.ts';

describe('a name that is cut in its middle', () => {
  it.each([
    ['Paid', 'Paid', ''],
    ['', '', ''],
    ['Fall mit langem Namen 1', 'Fall mit langem ', 'Namen 1'],
    ['Fall mit langem Namen 2', 'Fall mit langem ', 'Namen 2'],
    // One sign each, of several code units: none is torn apart.
    ['👩‍👩‍👧'.repeat(20), '👩‍👩‍👧'.repeat(13), '👩‍👩‍👧'.repeat(7)],
    ['👩‍👩‍👧'.repeat(5), '👩‍👩‍👧'.repeat(5), ''],
    [`${'a'.repeat(20)}${'e\u0301'.repeat(8)}`, `${'a'.repeat(20)}e\u0301`, 'e\u0301'.repeat(7)],
  ])('%j is %j and %j', (text, head, tail) => expect(cutParts(text)).toEqual({ head, tail }));

  it('loses nothing, and of a very long one only the end is looked at', () => {
    const text = `${'x'.repeat(100_000)} end`;
    const { head, tail } = cutParts(text);
    expect(head + tail).toBe(text);
    expect(tail).toBe('xxx end');
  });
});
