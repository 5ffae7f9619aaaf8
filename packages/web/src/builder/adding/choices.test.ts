import { describe, expect, it } from 'vitest';
import { knownKinds, readChoices, toggled, usedLast } from './choices.ts';

const none = { recent: [], favourites: [], folded: [], commands: [] };

describe('what a person chose', () => {
  it.each([
    ['nothing', null],
    ['no JSON', '{'],
    ['a number', '7'],
    ['lists of other things', '{"recent":[1,null,{}],"favourites":"if","folded":{"0":"x"}}'],
    ['a hostile name', '{"__proto__":{"recent":["if"]}}'],
    ['a text without end', JSON.stringify({ recent: ['x'.repeat(1000)] })],
  ])('is nothing when %s is kept', (_, text) => {
    expect(readChoices(text)).toEqual(none);
  });

  it('is read as it was kept, each name once', () => {
    expect(readChoices('{"recent":["if","loop","if"],"favourites":["wait"]}')).toEqual({
      ...none,
      recent: ['if', 'loop'],
      favourites: ['wait'],
    });
  });

  it('leaves out kinds that are not known', () => {
    expect(knownKinds(['if', 'gone', '__proto__', 'constructor', 'loop'])).toEqual(['if', 'loop']);
  });

  it('has what was used last in front, and does not grow without end', () => {
    expect(usedLast(['a', 'b', 'c'], 'c')).toEqual(['c', 'a', 'b']);
    const many = Array.from({ length: 100 }, (_, n) => `k${n}`).reduce<string[]>(usedLast, []);
    expect(many).toHaveLength(30);
    expect(many[0]).toBe('k99');
  });

  it('toggles favourites', () => {
    expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  });
});
