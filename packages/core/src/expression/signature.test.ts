import { describe, expect, it, test } from 'vitest';
import { signatureAt } from './signature.ts';

/** `^` is the cursor. */
function at(source: string) {
  const cursor = source.indexOf('^');
  return signatureAt(source.slice(0, cursor) + source.slice(cursor + 1), cursor);
}

describe('the call around the cursor', () => {
  test.each([
    ['round(^', 'round', 'value: number'],
    ['round(order.total, ^', 'round', 'digits?: number'],
    ['round(order.total, ^)', 'round', 'digits?: number'],
    ['order.total | round(^', 'round', 'digits?: number'],
    ['upper(round(1, ^', 'round', 'digits?: number'],
    ['replace(name, [1, 2], ^', 'replace', undefined],
    ["replace(name, ',', ^", 'replace', undefined],
    ['if(a > (1 + ^', 'if', undefined],
    ['max(1, 2, 3, ^', 'max', undefined],
    ['name.padStart(8, ^', 'padStart', undefined],
    ['items.map(i => round(i.price), ^', 'map', undefined],
  ])('%s is %s', (source, name, param) => {
    const found = at(source);
    expect(found?.name).toBe(name);
    if (param) expect(found?.params[found.active]).toBe(param);
  });

  test.each([
    '^',
    'order.total^',
    '(1 + ^',
    "upper('a^",
    'upper(name)^',
    'nothingOfOurs(^',
    '[1, ^',
    'a || b^',
  ])('is none at %s', (source) => expect(at(source)).toBeNull());

  it('leaves out the argument that stands before it, and says what is too much', () => {
    expect(at('x | round(^')?.params).toEqual(['digits?: number']);
    expect(at('round(1, 2, ^')?.active).toBe(-1);
    expect(at('max(1, 2, 3, ^')).toMatchObject({ active: expect.any(Number) });
    expect(at('max(1, 2, 3, ^')!.params[at('max(1, 2, 3, ^')!.active]).toMatch(/^\.\.\./);
  });

  it('has words and an example that is true', () => {
    expect(at('upper(^')).toMatchObject({
      description: expect.stringMatching(/\w/),
      example: expect.any(Array),
    });
  });
});
