/** What the canvas says of notes, groups, lining up and the view. */
import type { Tint } from '@millrace/core';
import type { Alignment } from '../builder/document/edits/align.ts';

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

const tints: Record<Tint, string> = {
  yellow: 'Yellow',
  blue: 'Blue',
  green: 'Green',
  red: 'Red',
  purple: 'Purple',
  grey: 'Grey',
};

const alignments: Record<Alignment, string> = {
  left: 'Align left',
  centre: 'Align centres',
  right: 'Align right',
  top: 'Align top',
  middle: 'Align middles',
  bottom: 'Align bottom',
  distribute_x: 'Distribute horizontally',
  distribute_y: 'Distribute vertically',
};

export const text = {
  tints,
  tint: 'Colour',
  notes: {
    add: 'Add sticky note',
    edit: 'Edit note',
    text: 'Text of the note',
    placeholder: 'Write a note… # heading, **bold**, - list, https://…',
    empty: 'Empty note. Double-click to write.',
    empty_read_only: 'Empty note',
    toolbar: 'Note',
    duplicate: 'Duplicate note',
    delete: 'Delete note',
    too_many: (most: number) => `A workflow has at most ${most} sticky notes.`,
    too_long: (left: number) => `${left} characters left`,
    resize: 'Resize with Alt and the arrow keys',
  },
  frames: {
    loop: (label: string) => `Repeats: ${label}`,
    unnamed: 'Group',
    group_name: (label: string, nodes: number) =>
      `Group ${label === '' ? 'without a name' : label}, ${many(nodes, 'node')}`,
    rename: 'Name of the group',
    rename_item: 'Rename group',
    ungroup: 'Ungroup',
    tidy: 'Tidy up this group',
    select_nodes: 'Select its nodes',
    toolbar: 'Group',
    new_label: (count: number) => `Group ${count}`,
    too_many: (most: number) => `A workflow has at most ${most} groups.`,
    leave: 'Remove from group',
    join: 'Add to group',
  },
  selection: {
    toolbar: 'Selection',
    count: (nodes: number, notes: number) =>
      [nodes > 0 && many(nodes, 'node'), notes > 0 && many(notes, 'note')].filter(Boolean).join(', '),
    align: 'Align',
    alignments,
    group: 'Group',
    tidy: 'Tidy up selection',
    duplicate: 'Duplicate selection',
    toggle: 'Turn selection on or off',
    delete: 'Delete selection',
  },
  view: {
    actual: 'Actual size',
    percent: (zoom: number) => `${Math.round(zoom * 100)} %`,
    to_selection: 'Zoom to selection',
  },
  pane: {
    add_node: 'Add node here',
    select_all: 'Select all',
  },
  card: {
    error_title: 'This step failed',
    what_next: 'What to do',
  },
};
