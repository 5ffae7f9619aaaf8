/** The outline beside the canvas, and what is said aloud when the workflow changes. In English. */

const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;
const listed = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
const through = (port: string | null) => (port === null ? '' : `, ${port}`);

/** Why a step cannot be moved. */
export const moves = {
  gone: 'This step no longer exists.',
  trigger: 'A trigger starts the workflow: nothing comes before it.',
  first: 'It is the first step already.',
  last: 'It is the last step already.',
  splits: (label: string) =>
    `${label} splits the flow and its branches do not meet again. Move the steps of its branches instead.`,
  side_by_side: (label: string) =>
    `Several steps start side by side after ${label}. Move one of these instead.`,
  nothing_after: (label: string) => `Nothing can follow ${label}, and there are steps after that place.`,
  circle: (label: string) => `A branch of ${label} leads to a step that would come before it.`,
  cut_off: (label: string) => `Steps after ${label} would no longer be reached.`,
  border: (label: string) =>
    `${label} cannot go there: a branch of it would lead into a loop, or out of one.`,
  needs_loop: (label: string) => `${label} belongs to its loop and does nothing outside of it.`,
};

export const outline = {
  title: 'Outline',
  tree: 'Steps of the workflow',
  tree_hint:
    'Arrow keys walk and fold, letters find a step, Enter opens the properties, Shift F10 opens the menu of a step.',
  toggle: 'Outline',
  open: 'Show the outline',
  close: 'Close the outline',
  add: 'Add a step',
  menu_of: (label: string) => `Menu of ${label}`,
  empty: 'No steps yet.',
  add_first: 'Add a trigger',
  loose: 'Not reached from the trigger',
  groups: 'Groups',
  notes: 'Sticky notes',
  branch: (port: string) => `Branch “${port}”`,
  path: (number: number, of: number) => `Side by side, ${number} of ${of}`,
  nothing_here: 'empty',
  continues: (label: string) => `continues at ${label}`,
  follows: (labels: readonly string[]) => `follows ${listed(labels)}`,
  disabled: 'turned off',
  pinned: 'pinned',
  group_of: (count: number) => many(count, 'node'),
  unnamed_group: 'Group without a name',
  empty_note: 'Empty note',
  rename: 'Name of the step',
  region_keys: 'Keys',
  menu: {
    after: 'Add step after…',
    before: 'Add step before…',
    here: 'Add step here…',
    up: 'Move up',
    down: 'Move down',
    disconnect: 'Disconnect',
    disconnect_to: (label: string, port: string | null) => `To ${label}${through(port)}`,
    disconnect_from: (label: string, port: string | null) => `From ${label}${through(port)}`,
    rename: 'Rename',
    copy: 'Copy',
    cut: 'Cut',
    paste: 'Paste',
    take_out: 'Delete and reconnect',
    delete: 'Delete with its connections',
    go_to: 'Go to that step',
    select_nodes: 'Select its nodes',
    rename_group: 'Rename group',
    ungroup: 'Ungroup',
    edit_note: 'Write the note',
    delete_note: 'Delete note',
  },
  keys: {
    title: 'Outline',
    letters: 'A–Z',
    show: 'Show the outline, or go to it',
    walk: 'Walk through the steps, fold and unfold',
    first_last: 'First and last step',
    find: 'Find a step by its name',
    properties: 'Open the properties; Esc comes back',
    add: 'Add a step after this one, or into this branch',
    move: 'Move the step up or down, into branches and out of them',
    rename: 'Rename the step',
    test: 'Test this step only',
  },
};

/** What the live region says. */
export const said = {
  after: (label: string, port: string | null) => `, after ${label}${through(port)}`,
  added: (labels: readonly string[]) => `Added ${short(labels, 'nodes')}`,
  deleted: (labels: readonly string[]) => `Deleted ${short(labels, 'nodes')}`,
  connected: (from: string, to: string, port: string | null) => `Connected ${from}${through(port)} to ${to}`,
  disconnected: (from: string, to: string, port: string | null) =>
    `Disconnected ${from}${through(port)} from ${to}`,
  leads_to: (from: string, port: string | null, to: string, old: string) =>
    `${from}${through(port)} now leads to ${to}, and no longer to ${old}`,
  starts_at: (to: string, from: string, port: string | null, old: string, oldPort: string | null) =>
    `${to} now follows ${from}${through(port)}, and no longer ${old}${through(oldPort)}`,
  rewired: (count: number) => `${many(count, 'connection')} changed`,
  moved: (labels: readonly string[]) => `Moved ${short(labels, 'nodes')}`,
  moved_after: (label: string, after: string, port: string | null) =>
    `Moved ${label}, now after ${after}${through(port)}`,
  disabled: (labels: readonly string[]) => `Turned off ${short(labels, 'nodes')}`,
  enabled: (labels: readonly string[]) => `Turned on ${short(labels, 'nodes')}`,
  renamed: (label: string) => `Renamed to ${label}`,
  changed: (labels: readonly string[]) => `Changed ${short(labels, 'nodes')}`,
  annotated: 'Notes and groups changed',
  notes_added: (count: number) => `Added ${count === 1 ? 'sticky note' : `${count} sticky notes`}`,
  notes_deleted: (count: number) => `Deleted ${count === 1 ? 'sticky note' : `${count} sticky notes`}`,
  grouped: (label: string) => `Grouped${label === '' ? '' : `: ${label}`}`,
  ungrouped: (label: string) => `Ungrouped${label === '' ? '' : `: ${label}`}`,
  selected: (nodes: number, notes: number) =>
    `${[many(nodes, 'node'), ...(notes > 0 ? [many(notes, 'sticky note')] : [])].join(' and ')} selected`,
  settings: 'Settings of the workflow changed',
  undone: (what: string) => `Undone. ${what}`,
  redone: (what: string) => `Redone. ${what}`,
  testing: 'Test started',
  cannot: (reason: string) => `Not moved. ${reason}`,
  test_passed: (steps: number, duration: string) => `Test succeeded: ${many(steps, 'step')} in ${duration}`,
  test_failed: (label: string, message: string) => `Test failed at ${label}: ${message}`,
  test_ended: (status: string) => `Test ended: ${status}`,
  ran: (status: string) => `Execution ended: ${status}`,
};

function short(labels: readonly string[], more: string): string {
  return labels.length > 3 ? `${labels.length} ${more}` : listed(labels);
}
