import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { outlineRows } from './rows.ts';
import { findRow, outlineCommand } from './tree_keys.ts';

const definition = draw({ t: 'manual', k: 'if', a: 'respond', b: 'stop' }, 't>k', 'k:true>a', 'k:false>b');
// t, k, [true], a, [false], b
const rows = outlineRows(definition, new Set());
const folded = outlineRows(definition, new Set(['k']));
const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const press = (combination: string) => {
  const parts = combination.split('+');
  const key = parts.pop()!;
  const has = (name: string) => parts.includes(name);
  return { ...none, key, ctrlKey: has('Ctrl'), shiftKey: has('Shift'), altKey: has('Alt') };
};

describe('keys in the outline', () => {
  it.each<[string, number, string]>([
    ['ArrowDown', 0, 'k'],
    ['ArrowUp', 0, 't'],
    ['ArrowDown', 5, 'b'],
    ['End', 0, 'b'],
    ['Home', 5, 't'],
    ['PageDown', 0, 'a'],
    ['PageUp', 5, 'branch k:true'],
    ['ArrowRight', 1, 'branch k:true'],
    ['ArrowLeft', 3, 'branch k:true'],
  ])('%s from row %i leads to %s', (key, at, to) => {
    expect(outlineCommand(press(key), rows, at, 3)).toEqual({ do: 'go', to });
  });

  it('fold and unfold, and go to what is around', () => {
    expect(outlineCommand(press('ArrowLeft'), rows, 1, 3)).toEqual({ do: 'fold', row: 'k' });
    expect(outlineCommand(press('ArrowRight'), folded, 1, 3)).toEqual({ do: 'unfold', row: 'k' });
    expect(outlineCommand(press('ArrowLeft'), rows, 0, 3)).toEqual({ do: 'stay' });
    expect(outlineCommand(press('ArrowDown'), [], -1, 3)).toEqual({ do: 'stay' });
  });

  it.each<[string, object | null]>([
    ['Enter', { do: 'open' }],
    ['Alt+Enter', { do: 'test', part: 'one' }],
    ['Shift+R', { do: 'test', part: 'from' }],
    ['Alt+r', { do: 'test', part: 'up_to' }],
    ['Ctrl+Enter', null],
    ['Alt+ArrowUp', { do: 'up' }],
    ['Alt+ArrowDown', { do: 'down' }],
    ['Shift+F10', { do: 'menu' }],
    ['ContextMenu', { do: 'menu' }],
    ['F2', { do: 'rename' }],
    ['/', { do: 'add' }],
    ['*', { do: 'unfold_all' }],
    ['r', { do: 'find', letter: 'r' }],
    ['ä', { do: 'find', letter: 'ä' }],
    ['Ctrl+z', null],
    ['Ctrl+d', null],
    ['?', null],
    ['Delete', null],
    ['Escape', null],
    ['Tab', null],
  ])('%s', (key, command) => {
    expect(outlineCommand(press(key), rows, 1, 3)).toEqual(command);
  });

  it('letters find the next name that begins so, and start over at the end', () => {
    expect(findRow(rows, 0, 'r')).toBe('a');
    expect(findRow(rows, 3, 'r')).toBe('a');
    expect(findRow(rows, 3, 'st')).toBe('b');
    expect(findRow(rows, 5, 'm')).toBe('t');
    expect(findRow(rows, 0, 'zz')).toBeNull();
    expect(findRow([], -1, 'a')).toBeNull();
  });
});
