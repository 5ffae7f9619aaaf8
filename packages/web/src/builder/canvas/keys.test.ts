import { describe, expect, it } from 'vitest';
import { commandOf, hintOf, keysOfChord, shortcuts, shownKeys } from './keys.ts';

const rows = shortcuts.flatMap((section) => section.rows);

/** Presses the keys of a chord as a keyboard does. */
function press(chord: string) {
  const parts = chord.endsWith('+') ? [...chord.slice(0, -1).split('+'), '+'] : chord.split('+');
  const key = parts.at(-1)!;
  const shiftKey = parts.includes('shift');
  return commandOf({
    key: shiftKey && key.length === 1 ? key.toUpperCase() : key,
    ctrlKey: parts.includes('mod'),
    metaKey: false,
    shiftKey,
    altKey: parts.includes('alt'),
  });
}

describe('the table of keys', () => {
  it('says what each key does, and the handler does just that', () => {
    for (const { binds = {} } of rows)
      for (const [chord, command] of Object.entries(binds)) expect(press(chord), chord).toEqual(command);
  });

  it('gives no key two meanings', () => {
    const chords = rows.flatMap(({ binds = {} }) => Object.keys(binds));
    expect(chords.length).toBe(new Set(chords).size);
  });

  it('shows something for every row, and has words for it', () => {
    for (const row of rows) {
      expect(row.does).not.toBe('');
      expect(shownKeys(row).length, row.does).toBeGreaterThan(0);
    }
    for (const { title } of shortcuts) expect(title).not.toBe('');
  });

  it('shows of bound rows only keys that are bound', () => {
    for (const { binds, shows } of rows.filter((row) => row.binds && row.shows))
      for (const chord of shows ?? [])
        expect(press(chord), `${chord} in ${Object.keys(binds!)}`).not.toBeNull();
  });

  it.each([
    ['mod+shift+z', true, '⌘ ⇧ Z'],
    ['mod+shift+z', false, 'Ctrl Shift Z'],
    ['+', false, '+'],
    ['Delete', true, 'Del'],
    ['alt+ArrowRight', true, '⌥ →'],
  ])('writes %s as it is on the keyboard (Mac: %s)', (chord, mac, expected) => {
    expect(keysOfChord(chord, mac).join(' ')).toBe(expected);
  });

  it('knows the letter of a key that Alt turns into a sign', () => {
    const held = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: true };
    expect(commandOf({ key: '®', code: 'KeyR', ...held })).toEqual({ do: 'test_part', part: 'up_to' });
  });

  it('hints at the first key', () => {
    expect(hintOf('duplicate', false)).toBe('Ctrl D');
    expect(hintOf('delete', true)).toBe('Del');
  });
});
