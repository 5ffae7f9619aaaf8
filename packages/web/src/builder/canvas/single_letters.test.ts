import { afterEach, describe, expect, it } from 'vitest';
import { hintOf } from './keys.ts';
import { isTurnedOff, setSingleLetters } from './single_letters.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('shortcuts of a single letter', () => {
  afterEach(() => setSingleLetters(true));

  it('are there until they are turned off', () => {
    expect(isTurnedOff(press('f'))).toBe(false);
    expect(hintOf('fit')).toBe('F');
  });

  for (const key of ['f', 'F', '/', '?', '+', '0', 'ж'])
    it(`${key} is none when they are turned off`, () => {
      setSingleLetters(false);
      expect(isTurnedOff(press(key))).toBe(true);
    });

  for (const [name, kept] of [
    ['Enter', press('Enter')],
    ['Delete', press('Delete')],
    ['an arrow', press('ArrowDown')],
    ['Ctrl Z', press('z', { ctrlKey: true })],
    ['⌘ Z', press('z', { metaKey: true })],
    ['Alt R', press('r', { altKey: true })],
    ['the space bar, which presses a button', press(' ')],
  ] as const)
    it(`${name} stays`, () => {
      setSingleLetters(false);
      expect(isTurnedOff(kept)).toBe(false);
    });

  it('are named in no hint when they are turned off', () => {
    setSingleLetters(false);
    expect(hintOf('fit')).toBe('');
    expect(hintOf('help')).toBe('');
    expect(hintOf('save', false)).toBe('Ctrl S');
  });
});
