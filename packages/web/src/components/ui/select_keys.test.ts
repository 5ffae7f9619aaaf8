import { describe, expect, test } from 'vitest';
import { findOption, type SelectCommand, type SelectState, selectCommand } from './select_keys.ts';

const enabled = Array.from({ length: 25 }, () => true);
const open: SelectState = { open: true, active: 3, enabled, typing: false };
const closed: SelectState = { ...open, open: false };

function press(name: string, state: SelectState): SelectCommand | null {
  const parts = name.split('+');
  return selectCommand(
    {
      key: parts.at(-1)!,
      ctrlKey: parts.includes('Control'),
      metaKey: parts.includes('Meta'),
      altKey: parts.includes('Alt'),
    },
    state,
  );
}

describe('a closed select', () => {
  test.each<[string, SelectCommand | null]>([
    ['ArrowDown', { do: 'open', at: 3 }],
    ['ArrowUp', { do: 'open', at: 3 }],
    ['Enter', { do: 'open', at: 3 }],
    [' ', { do: 'open', at: 3 }],
    ['Alt+ArrowDown', { do: 'open', at: 3 }],
    ['Home', { do: 'open', at: 0 }],
    ['End', { do: 'open', at: 24 }],
    ['r', { do: 'find', letter: 'r' }],
    ['?', { do: 'find', letter: '?' }],
    ['Tab', null],
    ['Escape', null],
    ['PageDown', null],
    ['F2', null],
    ['Alt+r', null],
    ['Alt+ArrowUp', null],
    ['Control+s', null],
    ['Meta+k', null],
  ])('on %j', (key, command) => {
    expect(press(key, closed)).toEqual(command);
  });
});

test('a closed select with nothing chosen opens at what can be chosen first', () => {
  const nothing = { ...closed, active: -1 };
  expect(press('Enter', nothing)).toEqual({ do: 'open', at: 0 });
  expect(press('ArrowDown', { ...nothing, enabled: [false, true] })).toEqual({ do: 'open', at: 1 });
  expect(press('ArrowDown', { ...nothing, enabled: [] })).toEqual({ do: 'open', at: null });
});

describe('an open select', () => {
  test.each<[string, SelectCommand | null]>([
    ['ArrowDown', { do: 'go', to: 4 }],
    ['ArrowUp', { do: 'go', to: 2 }],
    ['PageDown', { do: 'go', to: 13 }],
    ['PageUp', { do: 'go', to: 0 }],
    ['Home', { do: 'go', to: 0 }],
    ['End', { do: 'go', to: 24 }],
    ['Enter', { do: 'choose', leave: false }],
    [' ', { do: 'choose', leave: false }],
    ['Alt+ArrowUp', { do: 'choose', leave: false }],
    ['Tab', { do: 'choose', leave: true }],
    ['Escape', { do: 'close' }],
    ['o', { do: 'find', letter: 'o' }],
    ['ArrowLeft', null],
    ['Alt+ArrowDown', null],
    ['Control+a', null],
  ])('on %j', (key, command) => {
    expect(press(key, open)).toEqual(command);
  });

  test('stays at its ends', () => {
    expect(press('ArrowUp', { ...open, active: 0 })).toEqual({ do: 'go', to: 0 });
    expect(press('ArrowDown', { ...open, active: 24 })).toEqual({ do: 'go', to: 24 });
  });

  test('where nothing is chosen begins at the end that the arrow comes from', () => {
    expect(press('ArrowDown', { ...open, active: -1 })).toEqual({ do: 'go', to: 0 });
    expect(press('ArrowUp', { ...open, active: -1 })).toEqual({ do: 'go', to: 24 });
  });

  test('steps over what cannot be chosen, and does not stop on it at the ends', () => {
    const some = [false, true, false, true, false];
    expect(press('ArrowDown', { ...open, active: 1, enabled: some })).toEqual({ do: 'go', to: 3 });
    expect(press('ArrowDown', { ...open, active: 3, enabled: some })).toEqual({ do: 'go', to: 3 });
    expect(press('Home', { ...open, active: 3, enabled: some })).toEqual({ do: 'go', to: 1 });
    expect(press('End', { ...open, active: 1, enabled: some })).toEqual({ do: 'go', to: 3 });
    expect(press('Home', { ...closed, enabled: some })).toEqual({ do: 'open', at: 1 });
  });

  test('with nothing to choose stands nowhere', () => {
    expect(press('ArrowDown', { ...open, active: -1, enabled: [] })).toEqual({ do: 'go', to: -1 });
    expect(press('ArrowUp', { ...open, active: -1, enabled: [false] })).toEqual({ do: 'go', to: -1 });
  });

  test('takes a space for part of the word while one types', () => {
    expect(press(' ', { ...open, typing: true })).toEqual({ do: 'find', letter: ' ' });
  });
});

describe('typing a name', () => {
  const names = [
    'equals',
    'does not equal',
    'contains',
    'does not contain',
    'École',
    'is empty',
    '5 minutes',
  ];
  const all = names.map(() => true);

  test.each<[string, number, string, number | null]>([
    ['goes to the next that begins with the letter', 0, 'd', 1],
    ['goes past the present one with a letter alone', 1, 'd', 3],
    ['comes round', 3, 'd', 1],
    ['goes round with the same letter again and again', 1, 'dd', 3],
    ['stays where more letters still fit', 1, 'does', 1],
    ['knows a word of several words', 1, 'does not c', 3],
    ['does not mind large letters', 0, 'DOES NOT C', 3],
    ['does not mind accents', 0, 'eco', 4],
    ['finds digits', 0, '5', 6],
    ['starts at the top where nothing is chosen', -1, 'e', 0],
    ['finds nothing where nothing begins so', 0, 'x', null],
    ['finds nothing for letters that differ', 0, 'dx', null],
    ['finds nothing for nothing', 0, '', null],
  ])('%s', (_, active, typed, found) => {
    expect(findOption(names, all, active, typed)).toBe(found);
  });

  test('does not find what cannot be chosen, nor anything in an empty list', () => {
    expect(
      findOption(
        names,
        all.map((_, index) => index !== 1),
        0,
        'd',
      ),
    ).toBe(3);
    expect(findOption([], [], -1, 'd')).toBeNull();
  });
});
