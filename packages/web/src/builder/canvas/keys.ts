/**
 * Which key does what in the builder. One table: the handler looks commands up in it, and the sheet that `?` shows and the
 * hints in menus and tooltips are written from it, so that neither can be wrong.
 */
import { keys as words } from '../../strings/adding.ts';
import { knowing } from '../../strings/knowing.ts';
import { outline as outlineWords } from '../../strings/outline.ts';
import { areSingleLettersOn } from './single_letters.ts';

export type Command =
  | {
      do:
        | 'save'
        | 'test'
        | 'undo'
        | 'redo'
        | 'palette'
        | 'copy'
        | 'cut'
        | 'paste'
        | 'duplicate'
        | 'toggle'
        | 'delete'
        | 'delete_apart'
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
  | { do: 'walk'; direction: 'next' | 'previous' | null; x: number; y: number }
  | { do: 'test_part'; part: 'one' | 'from' | 'up_to' };

/**
 * Keys held together, as `mod+shift+z`; `mod` is Ctrl, or ⌘ on a Mac. Letters are small. Of other signs (`?`, `+`) it does not
 * matter whether they take Shift: that is another matter on every keyboard.
 */
export type Chord = string;

export interface Shortcut {
  does: string;
  /** What is shown; the first of `binds` where nothing else is said. Also what is no key: `shift+drag`. */
  shows?: readonly Chord[];
  /** What the handler looks up. Without it somebody else listens: the pointer, the browser, the palette. */
  binds?: Readonly<Record<Chord, Command>>;
  /** Somebody else listens, but not while single letters are turned off. */
  letter?: true;
}

const nudge = (x: number, y: number): Command => ({ do: 'nudge', x, y });
const walk = (direction: 'next' | 'previous' | null, x: number, y: number): Command => ({
  do: 'walk',
  direction,
  x,
  y,
});
const bind = <Name extends Exclude<Command['do'], 'nudge' | 'walk' | 'test_part'>>(
  name: Name,
  ...chords: Chord[]
): Record<Chord, Command> => Object.fromEntries(chords.map((chord) => [chord, { do: name } as Command]));

const arrows = ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown'];
const { does, sections } = words;
const outline = outlineWords.keys;

export const shortcuts: readonly { title: string; rows: readonly Shortcut[] }[] = [
  {
    title: sections.workflow,
    rows: [
      { does: does.save, binds: bind('save', 'mod+s') },
      { does: does.test, binds: bind('test', 'mod+Enter') },
      { does: does.undo, binds: bind('undo', 'mod+z') },
      { does: does.redo, binds: bind('redo', 'mod+shift+z', 'mod+y'), shows: ['mod+shift+z', 'mod+y'] },
      { does: does.palette, binds: bind('palette', 'mod+k') },
      { does: does.help, binds: bind('help', '?') },
    ],
  },
  {
    title: sections.adding,
    rows: [
      { does: does.quick_add, binds: bind('quick_add', '/') },
      { does: does.add_at, shows: ['doubleclick'] },
      { does: does.note, binds: bind('note', 'n') },
      { does: does.paste, binds: bind('paste', 'mod+v') },
    ],
  },
  {
    title: sections.selected,
    rows: [
      { does: does.open, binds: bind('open', 'Enter') },
      { does: does.menu, binds: bind('menu', 'shift+F10', 'ContextMenu') },
      {
        does: does.nudge,
        shows: arrows,
        binds: {
          ArrowLeft: nudge(-20, 0),
          ArrowUp: nudge(0, -20),
          ArrowRight: nudge(20, 0),
          ArrowDown: nudge(0, 20),
        },
      },
      {
        does: does.nudge_far,
        shows: ['shift+ArrowLeft', 'shift+ArrowRight'],
        binds: {
          'shift+ArrowLeft': nudge(-100, 0),
          'shift+ArrowUp': nudge(0, -100),
          'shift+ArrowRight': nudge(100, 0),
          'shift+ArrowDown': nudge(0, 100),
        },
      },
      { does: does.copy, binds: bind('copy', 'mod+c') },
      { does: does.cut, binds: bind('cut', 'mod+x') },
      { does: does.duplicate, binds: bind('duplicate', 'mod+d') },
      { does: does.duplicate_drag, shows: ['alt+drag'] },
      { does: does.toggle, binds: bind('toggle', 'x') },
      { does: does.delete, binds: bind('delete', 'Delete', 'Backspace') },
      { does: does.delete_apart, binds: bind('delete_apart', 'shift+Delete', 'shift+Backspace') },
      { does: does.group, binds: bind('group', 'mod+g') },
      { does: does.ungroup, binds: bind('ungroup', 'mod+shift+g') },
      { does: does.select_all, binds: bind('select_all', 'mod+a') },
      { does: does.select_more, shows: ['shift+click'] },
      { does: does.select_box, shows: ['shift+drag'] },
      { does: does.select_none, binds: bind('select_none', 'Escape') },
    ],
  },
  {
    title: knowing.part.keys,
    rows: [
      { does: knowing.part.key_one, binds: { r: { do: 'test_part', part: 'one' } } },
      { does: knowing.part.key_from, binds: { 'shift+r': { do: 'test_part', part: 'from' } } },
      { does: knowing.part.key_up_to, binds: { 'alt+r': { do: 'test_part', part: 'up_to' } } },
    ],
  },
  {
    title: sections.view,
    rows: [
      { does: does.tab, shows: ['Tab'] },
      { does: does.walk_next, binds: { 'alt+ArrowRight': walk('next', 20, 0) } },
      { does: does.walk_back, binds: { 'alt+ArrowLeft': walk('previous', -20, 0) } },
      { does: does.scroll, shows: ['wheel', 'shift+wheel'] },
      { does: does.scroll_zoom, shows: ['mod+wheel'] },
      { does: does.fit, binds: bind('fit', 'f') },
      { does: does.zoom_selection, binds: bind('zoom_to_selection', 'z') },
      { does: does.zoom_in, binds: bind('zoom_in', '+', '=') },
      { does: does.zoom_out, binds: bind('zoom_out', '-', '−') },
      { does: does.actual_size, binds: bind('actual_size', '0') },
      { does: does.tidy, binds: bind('tidy', 't') },
    ],
  },
  {
    title: sections.notes,
    rows: [
      { does: does.note_open, shows: ['Enter'] },
      {
        does: does.note_size,
        shows: ['alt+ArrowRight', 'alt+ArrowDown'],
        binds: { 'alt+ArrowUp': walk(null, 0, -20), 'alt+ArrowDown': walk(null, 0, 20) },
      },
    ],
  },
  {
    title: outline.title,
    rows: [
      { does: outline.show, shows: ['o'], letter: true },
      { does: outline.walk, shows: arrows },
      { does: outline.first_last, shows: ['Home', 'End'] },
      { does: outline.find, shows: [outline.letters] },
      { does: outline.properties, shows: ['Enter'] },
      { does: outline.add, shows: ['/'], letter: true },
      { does: outline.move, shows: ['alt+ArrowUp', 'alt+ArrowDown'] },
      { does: outline.rename, shows: ['F2'] },
      { does: outline.test, shows: ['alt+Enter'] },
    ],
  },
  {
    title: sections.palette,
    rows: [
      { does: does.palette_walk, shows: ['ArrowUp', 'ArrowDown'] },
      { does: does.palette_add, shows: ['Enter'] },
      { does: does.palette_star, shows: ['*'] },
    ],
  },
];

const commands: ReadonlyMap<Chord, Command> = new Map(
  shortcuts.flatMap(({ rows }) => rows.flatMap(({ binds = {} }) => Object.entries(binds))),
);

export interface KeyPress {
  key: string;
  /** The place of the key, for letters that Alt turns into signs. */
  code?: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** What a key press means in the builder; null for what is not ours. */
export function commandOf(press: KeyPress): Command | null {
  return commands.get(chordOf(press)) ?? null;
}

function chordOf({ key, code = '', ctrlKey, metaKey, shiftKey, altKey }: KeyPress): Chord {
  const place = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
  const letter = altKey && place ? place : key.length === 1 ? key.toLowerCase() : key;
  const isSign = letter.length === 1 && letter.toLowerCase() === letter.toUpperCase();
  return [(ctrlKey || metaKey) && 'mod', altKey && 'alt', shiftKey && !isSign && 'shift', letter]
    .filter(Boolean)
    .join('+');
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const held: Record<string, { mac: string; pc: string }> = {
  mod: { mac: '⌘', pc: 'Ctrl' },
  shift: { mac: '⇧', pc: 'Shift' },
  alt: { mac: '⌥', pc: 'Alt' },
};

/** The keys of a chord as they are written on the keyboard. */
export function keysOfChord(chord: Chord, mac = isMac): string[] {
  // The last `+` may be the key itself.
  const parts = chord.endsWith('+')
    ? [...chord.slice(0, -1).split('+').filter(Boolean), '+']
    : chord.split('+');
  return parts.map((part) => {
    const modifier = held[part];
    if (modifier) return mac ? modifier.mac : modifier.pc;
    return words.names[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

/** What is shown of a row: each entry is one way to do it. */
export function shownKeys({ shows, binds }: Shortcut, mac = isMac): string[][] {
  const chords = shows ?? Object.keys(binds ?? {}).slice(0, 1);
  return chords.map((chord) => keysOfChord(chord, mac));
}

/** A letter or a sign, alone or with Shift, which the person has turned off. */
export function isOff(chord: Chord, on = areSingleLettersOn()): boolean {
  return !on && /^(shift\+)?.$/.test(chord);
}

/** No key of a row is in force. */
export function isRowOff({ shows = [], binds, letter }: Shortcut, on = areSingleLettersOn()): boolean {
  const chords = letter ? shows : Object.keys(binds ?? {});
  return chords.length > 0 && chords.every((chord) => isOff(chord, on));
}

/** The key that shows the outline, which listens itself. */
export function outlineHint(): string | undefined {
  return isOff('o') ? undefined : 'O';
}

const firstChords = new Map<string, Chord>();
for (const [chord, command] of commands) if (!firstChords.has(command.do)) firstChords.set(command.do, chord);

/** The keys of a command for a hint: `Ctrl D`, or `⌘ D`; none for a letter while letters are turned off. */
export function hintOf(name: Exclude<Command['do'], 'nudge' | 'walk' | 'test_part'>, mac = isMac): string {
  const chord = firstChords.get(name);
  return chord === undefined || isOff(chord) ? '' : keysOfChord(chord, mac).join(' ');
}
