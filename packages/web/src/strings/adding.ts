/** What is said while nodes are added, copied, pasted and deleted: palette, quick search, clipboard, command palette. */

const many = (count: number, one: string, more = `${one}s`) =>
  `${new Intl.NumberFormat('en').format(count)} ${count === 1 ? one : more}`;

export const palette = {
  recent: 'Recent',
  favourites: 'Favourites',
  add_favourite: 'Add to Favourites',
  remove_favourite: 'Remove from Favourites',
  none: (search: string) => `No node matches “${search}”.`,
  none_hint: 'Search by what it does: “delay”, “for each”, “branch”, “api”.',
  hint: 'Drag, click or Enter to add. Drop on a connection to insert.',
  found_by: (word: string) => `also “${word}”`,
  example: 'For example',
  results: (count: number) => `${many(count, 'node')} found`,
};

export const fitting = {
  title: 'Fits here',
  recent: 'Recent',
  found: 'Nodes',
  starts: 'fits: a workflow starts with a trigger',
  tell: 'fits: tell somebody that it failed',
  give_up: 'fits: end with an error',
  ends: 'fits: end this branch',
  ends_here: (handle: string) => `fits: end the path “${handle}”`,
  branch: 'fits: do the work of this branch',
  list: (path: string, length: number | null) => {
    const list = length === null ? 'a list' : `a list of ${length}`;
    return path === '' ? list : `${path}, ${list}`;
  },
  each: (list: string) => `fits: ${list}`,
  filter: (list: string) => `filter or sort ${list}`,
  map: (fields: number) => (fields === 0 ? 'fits: map its fields' : `fits: map its ${many(fields, 'field')}`),
  send: (fields: number) => (fields === 0 ? 'send it on' : `send its ${many(fields, 'field')} on`),
  check: 'check a field of it',
  answer: 'fits: the caller of the webhook waits for an answer',
};

/** Where what is picked in the quick search goes. */
export const places = {
  after: (label: string, port: string | null) =>
    port === null ? `After “${label}”` : `After “${label}”, output “${port}”`,
  between: (from: string, to: string) => `Between “${from}” and “${to}”`,
  before: (label: string) => `Before “${label}”`,
  free: 'Not connected. Select a node first to add after it.',
};

export const clip = {
  copied: (nodes: number, notes: number) => `${counted(nodes, notes)} copied`,
  cut: (nodes: number, notes: number) => `${counted(nodes, notes)} cut`,
  pasted: (nodes: number, notes: number, after: string | null) =>
    `${counted(nodes, notes)} pasted${after === null ? '' : ` after “${after}”`}`,
  not_copied: 'The browser did not let us copy.',
  use_keys: (keys: string) => `Press ${keys} instead.`,
  no_access: 'The browser does not let a menu read the clipboard.',
  refused: {
    empty: 'The clipboard is empty.',
    other_text: 'What is on the clipboard is text, and no nodes of a workflow.',
    other_json: 'What is on the clipboard is JSON, but no nodes of a workflow.',
    broken_json: 'What is on the clipboard begins like a workflow, but is no complete JSON.',
    too_large: 'What is on the clipboard is larger than a workflow may be (5 MB).',
    foreign: 'These are nodes of another product. Their kinds are not known here.',
    no_nodes: 'No node on the clipboard is of a kind that is known here.',
  },
  refused_title: 'Nothing was pasted',
  only_trigger: 'This workflow has its trigger already.',
  too_many: (most: number) => `A workflow has at most ${new Intl.NumberFormat('en').format(most)} nodes.`,
  left_out: (count: number) =>
    `${many(count, 'node')} could not be read and ${count === 1 ? 'was' : 'were'} left out.`,
  trigger_left: 'The trigger was left out: this workflow has one.',
  connections_left: (count: number) =>
    `${many(count, 'connection')} ${count === 1 ? 'does' : 'do'} not exist here: choose ${count === 1 ? 'another' : 'others'} in the properties.`,
  secrets_left: (count: number) =>
    `${many(count, 'secret')} ${count === 1 ? 'is' : 'are'} not copied: type ${count === 1 ? 'it' : 'them'} again.`,
};

function counted(nodes: number, notes: number): string {
  return [nodes > 0 && many(nodes, 'node'), notes > 0 && many(notes, 'note')].filter(Boolean).join(' and ');
}

export const deleting = {
  deleted: (nodes: number, label: string) =>
    nodes === 1 ? `“${label}” deleted` : `${many(nodes, 'node')} deleted`,
  joined: (from: string, to: string) => `“${from}” now leads to “${to}”.`,
  joined_many: (count: number) => `${many(count, 'gap')} closed.`,
  undo: 'Undo',
  changed_since: 'Something else was changed since then. Undo steps back one by one.',
};

export const inserting = {
  here: 'Release to insert here',
};

export const menu = {
  cut: 'Cut',
  paste: 'Paste',
  paste_here: 'Paste here',
  // Another first word than that of `Delete`: a menu is searched by it.
  delete_apart: 'Remove without joining',
  selection: (nodes: number, notes: number) => `${counted(nodes, notes)} selected`,
};

export const commands = {
  recent: 'Recent',
  actions: 'Actions',
  nodes: 'Go to a node',
  add: 'Add a node',
  add_kind: (label: string) => `Add ${label}`,
  theme: 'Switch between light and dark',
  export: 'Export as JSON',
  select_all: 'Select all',
  outline: 'Show the outline',
  tab: (name: string) => `Open ${name}`,
  placeholder: 'Do something, or go to a node, a page, a workflow…',
};

export const keys = {
  title: 'Keyboard shortcuts',
  filter: 'Search shortcuts',
  none: (search: string) => `No shortcut matches “${search}”.`,
  sections: {
    workflow: 'Workflow',
    adding: 'Adding',
    selected: 'Selected nodes',
    parts: '',
    notes: 'Sticky notes and groups',
    view: 'Getting around',
    palette: 'Node palette',
  },
  names: {
    Escape: 'Esc',
    Delete: 'Del',
    Backspace: '⌫',
    Enter: '↵',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    drag: 'drag',
    click: 'click',
    doubleclick: 'double-click',
    wheel: 'scroll',
  } as Record<string, string>,
  does: {
    save: 'Save',
    test: 'Test',
    undo: 'Undo',
    redo: 'Redo',
    palette: 'Command palette',
    help: 'Show this list',
    quick_add: 'Add a node after the selected one, or where the pointer is',
    add_at: 'Add a node where you click',
    note: 'Add a sticky note',
    open: 'Open the properties',
    menu: 'Open the menu: connect, insert, copy',
    nudge: 'Move the card',
    nudge_far: 'Move it further',
    copy: 'Copy',
    cut: 'Cut',
    paste: 'Paste at the pointer, or after the selected node',
    duplicate: 'Duplicate',
    duplicate_drag: 'Drag a copy',
    toggle: 'Turn off or on',
    group: 'Group',
    ungroup: 'Ungroup',
    delete: 'Delete, and join what was around',
    delete_apart: 'Delete without joining',
    select_all: 'Select all',
    select_none: 'Select nothing',
    select_box: 'Select with a box',
    select_more: 'Add to the selection',
    note_open: 'Write the note, or rename the group',
    note_size: 'Make the note larger or smaller',
    scroll: 'Move the view up and down, left and right',
    scroll_zoom: 'Zoom where the pointer is',
    fit: 'Fit to screen',
    zoom_selection: 'Zoom to what is selected',
    zoom_in: 'Zoom in',
    zoom_out: 'Zoom out',
    actual_size: 'Actual size',
    tidy: 'Tidy up everything, or what is selected',
    tab: 'Next node in the flow',
    walk_next: 'Go along the connection to the next node',
    walk_back: 'Go back along it to the node before',
    palette_walk: 'From item to item',
    palette_add: 'Add after the selected node',
    palette_star: 'Add to Favourites, or remove',
  },
};
