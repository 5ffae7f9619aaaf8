/** Which key does what on the canvas. One table for the handler and for the sheet that `?` shows. */
import { knowing } from '../../strings/knowing.ts';

export interface Shortcut {
  keys: string[];
  does: string;
}

const mac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
const mod = mac ? '⌘' : 'Ctrl';

export const shortcuts: readonly { title: string; rows: readonly Shortcut[] }[] = [
  {
    title: 'Workflow',
    rows: [
      { keys: [mod, 'S'], does: 'Save' },
      { keys: [mod, 'Z'], does: 'Undo' },
      { keys: [mod, 'Shift', 'Z'], does: 'Redo' },
      { keys: ['/'], does: 'Add a node' },
      { keys: ['N'], does: 'Add a sticky note' },
      { keys: ['T'], does: 'Tidy up everything, or what is selected' },
      { keys: ['?'], does: 'Show this list' },
    ],
  },
  {
    title: 'Selected nodes',
    rows: [
      { keys: ['Enter'], does: 'Open the properties' },
      { keys: ['←', '↑', '→', '↓'], does: 'Move (with Shift: further)' },
      { keys: [mod, 'C'], does: 'Copy' },
      { keys: [mod, 'X'], does: 'Cut' },
      { keys: [mod, 'V'], does: 'Paste' },
      { keys: [mod, 'D'], does: 'Duplicate' },
      { keys: [mod, 'G'], does: 'Group' },
      { keys: [mod, 'Shift', 'G'], does: 'Ungroup' },
      { keys: ['Delete'], does: 'Delete' },
      { keys: [mod, 'A'], does: 'Select all' },
      { keys: ['Esc'], does: 'Select nothing' },
    ],
  },
  {
    title: knowing.part.keys,
    rows: [
      { keys: ['R'], does: knowing.part.key_one },
      { keys: ['Shift', 'R'], does: knowing.part.key_from },
      { keys: ['Alt', 'R'], does: knowing.part.key_up_to },
    ],
  },
  {
    title: 'Sticky notes and groups',
    rows: [
      { keys: ['Enter'], does: 'Write the note, or rename the group' },
      { keys: ['Esc'], does: 'Stop writing' },
      { keys: ['Alt', 'arrows'], does: 'Make the note larger or smaller' },
    ],
  },
  {
    title: 'Getting around',
    rows: [
      { keys: ['F'], does: 'Fit to screen' },
      { keys: ['Z'], does: 'Zoom to what is selected' },
      { keys: ['+', '−'], does: 'Zoom in and out' },
      { keys: ['0'], does: 'Actual size' },
      { keys: ['Tab'], does: 'Next node in the flow' },
      { keys: ['Alt', '→'], does: 'Along the connection to the next node' },
      { keys: ['Alt', '←'], does: 'Back to the node before' },
      { keys: ['Shift', 'F10'], does: 'Menu of the node: connect, insert, copy' },
      { keys: ['Shift', 'drag'], does: 'Select with a box' },
    ],
  },
];

export type Command =
  | {
      do:
        | 'save'
        | 'undo'
        | 'redo'
        | 'duplicate'
        | 'delete'
        | 'select_all'
        | 'select_none'
        | 'fit'
        | 'zoom_in'
        | 'zoom_out'
        | 'actual_size'
        | 'zoom_to_selection'
        | 'tidy'
        | 'note'
        | 'group'
        | 'ungroup'
        | 'quick_add'
        | 'help'
        | 'open'
        | 'menu';
    }
  | { do: 'nudge'; x: number; y: number }
  | { do: 'walk'; direction: 'next' | 'previous' | null; x: number; y: number };

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** What a key press means on the canvas; null for what is not ours. Copy, cut and paste come as events of the clipboard. */
export function commandOf(press: KeyPress): Command | null {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey) return withModifier(key, press.shiftKey);
  const arrow = arrows[press.key];
  if (arrow && press.altKey) {
    const along = arrow.x > 0 ? 'next' : 'previous';
    return { do: 'walk', direction: arrow.y === 0 ? along : null, x: arrow.x * 20, y: arrow.y * 20 };
  }
  if (press.altKey) return null;
  if (arrow) {
    const step = press.shiftKey ? 100 : 20;
    return { do: 'nudge', x: arrow.x * step, y: arrow.y * step };
  }
  if (press.key === '?') return { do: 'help' };
  // On many keyboards it takes Shift.
  if (press.key === '+') return { do: 'zoom_in' };
  if (press.key === 'ContextMenu' || (press.key === 'F10' && press.shiftKey)) return { do: 'menu' };
  return press.shiftKey ? null : (plain[key] ?? null);
}

const plain: Record<string, Command> = {
  Delete: { do: 'delete' },
  Backspace: { do: 'delete' },
  Enter: { do: 'open' },
  Escape: { do: 'select_none' },
  f: { do: 'fit' },
  z: { do: 'zoom_to_selection' },
  n: { do: 'note' },
  t: { do: 'tidy' },
  '+': { do: 'zoom_in' },
  '=': { do: 'zoom_in' },
  '-': { do: 'zoom_out' },
  '−': { do: 'zoom_out' },
  '0': { do: 'actual_size' },
  '/': { do: 'quick_add' },
};

function withModifier(key: string, shift: boolean): Command | null {
  if (key === 'z') return { do: shift ? 'redo' : 'undo' };
  if (key === 'g') return { do: shift ? 'ungroup' : 'group' };
  if (shift) return null;
  if (key === 's') return { do: 'save' };
  if (key === 'y') return { do: 'redo' };
  if (key === 'd') return { do: 'duplicate' };
  if (key === 'a') return { do: 'select_all' };
  return null;
}
