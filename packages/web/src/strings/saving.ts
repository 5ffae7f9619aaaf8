/** What the builder says of saving, of other people's changes, of versions and of what a crash left behind. */

/** With an end. */
const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
const many = (count: number, one: string, more = `${one}s`) => `${count} ${count === 1 ? one : more}`;

export const words = {
  state: {
    saving: 'Saving…',
    unsaved: 'Unsaved changes',
    saved: (ago: string) => `Saved ${ago}`,
    offline: 'Not saved: offline, trying again',
    away: 'Not saved: no answer, trying again',
    busy: 'Not saved: server busy, trying again',
    name_taken: 'Not saved: name already used',
    name_needed: 'Not saved: a workflow needs a name',
    malformed: (message: string) =>
      `Not saved: ${sentence(message)} As soon as you change that, it is saved.`,
    unknown: 'the server did not take it',
    too_large:
      'Not saved: this workflow is too large for the server (or for a proxy before it). Take long texts and samples out of its nodes, or split it in two; Undo goes back to what was saved.',
    forbidden:
      'Not saved: your role no longer lets you change this workflow. An owner or administrator can give it back, then press Save; or keep your changes as a file.',
    gone: 'This workflow was deleted. Keep what you have here as a file: importing it makes a new workflow.',
    signed_out: 'Not saved: you are signed out',
    other_person:
      'Not saved: somebody else signed in in this browser. Sign in as yourself again to save it under your name.',
    not_kept:
      'What is not saved yet could not be kept in this browser either: leave this page open until it is saved, or keep your changes as a file.',
    conflict: (who: string) => `Not saved: ${who} saved another version`,
    sign_in: 'Sign in again',
    compare: 'Compare',
    show_field: 'Show the field',
    export_copy: 'Download a copy',
    saved_now: 'Everything is saved',
    changed_elsewhere: 'Your changes from the other tab are here now',
    taken_over: (who: string) => `${who} saved changes; they are here now`,
    what_changed: 'What changed',
  },
  someone: 'Someone',
  someone_else: 'someone else',
  read_only: {
    badge: 'View only',
    hint: 'You can look at everything here. Your role does not let you change it: an owner or administrator can make you an editor.',
  },
  cancel: {
    title: 'Discard your changes?',
    body: (count: number) =>
      `The workflow goes back to how it was when you opened it or pressed Save last: ${many(count, 'change')} will be taken back. Undo brings them back.`,
    action: 'Discard changes',
  },
  leave: {
    title: 'Leave without saving?',
    body: 'Your last changes to this workflow could not be saved. They stay in this browser and are offered to you when you open the workflow again.',
    body_lost:
      'Your last changes to this workflow could not be saved, nor kept in this browser: they are lost when you leave.',
    action: 'Leave',
  },
  sign_in: {
    title: 'Sign in again',
    body: 'Your session is over. Your changes are still here and are saved as soon as you have signed in.',
    body_other:
      'Somebody else signed in in another tab of this browser. Your changes are still here and are saved under your name as soon as you have signed in; the other tab will then ask the same of them.',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'E-mail or password is wrong.',
  },
  conflict: {
    title: 'Someone else saved this workflow',
    body: (who: string, when: string) =>
      `${who} saved another version ${when}, after you began with yours. Nothing is lost yet: choose what shall hold.`,
    theirs: (who: string) => `What ${who} changed`,
    mine: 'What you changed',
    both: 'Both changed',
    marked: (count: number) =>
      `${many(count, 'field')} ${count === 1 ? 'was' : 'were'} changed by both of you. Choose what shall hold there, and Merge keeps everything else of both.`,
    prefer: { mine: 'Mine there', theirs: 'Theirs there' },
    can_merge: 'Your changes and theirs do not touch the same fields: Merge keeps all of them.',
    cannot_merge: {
      invalid: 'They cannot be put together: the result would not be a workflow.',
      cycle: 'They cannot be put together: the connections of both would make a circle.',
      double_key: 'They cannot be put together: two nodes would have the same key.',
    },
    keep_mine: 'Overwrite with mine',
    take_theirs: 'Load their version',
    merge: 'Merge',
    merged: 'Merged: both changes are in the workflow',
    took_theirs: 'Their version is loaded. Undo brings yours back',
    unreadable: 'Their version cannot be read by this page. Reload it to work with it.',
  },
  recovery: {
    title: 'Unsaved changes of yours were found',
    body: (when: string) =>
      `When you were here last (${when}), these changes were not saved yet, perhaps because the tab or the browser closed.`,
    moved_on: (both: number) =>
      `The workflow was saved by somebody since then. Restore puts your changes on top of theirs${both === 0 ? '' : `; what is marked “Both changed” (${both}) will be as you had it`}.`,
    alone:
      'The workflow was saved by somebody since then, and the two cannot be put together: Restore replaces what they saved. Undo brings it back.',
    secrets: (count: number) =>
      `${many(count, 'secret')} that you had typed ${count === 1 ? 'is' : 'are'} not kept in the browser: type ${count === 1 ? 'it' : 'them'} again.`,
    restore: 'Restore',
    discard: 'Discard',
    restored: 'Your changes are back',
    changes: 'What you had changed',
  },
  others: {
    title: (who: string) => `What ${who} changed`,
    body: 'This is in the workflow now. Undo takes it back.',
    close: 'Close',
  },
  diff: {
    workflow: 'Workflow',
    name: 'Name',
    settings: 'Settings of the workflow',
    nothing: 'nothing',
    on: 'on',
    off: 'off',
    secret: 'a secret',
    empty_note: 'Empty note',
    unnamed_group: 'Group without a name',
    verbs: { added: 'Added', removed: 'Removed', changed: 'Changed', moved: 'Moved' },
    kinds: {
      name: 'Name',
      settings: 'Settings',
      node: 'Node',
      connection: 'Connection',
      note: 'Note',
      group: 'Group',
    },
    before: 'Before',
    after: 'After',
    none: 'Nothing is different.',
    count: (count: number) => many(count, 'change'),
    more: (count: number) => `Show ${count} more`,
    node_titles: {
      label: 'Name',
      key: 'Key',
      notes: 'Notes',
      disabled: 'Turned off',
      retry: 'Retry',
      on_error: 'On error',
      on_unknown: 'When the outcome is not known',
      timeout_seconds: 'Time-out (seconds)',
      connection_id: 'Connection',
      subtype: 'Kind',
      type: 'Type',
    },
    settings_titles: {
      timeout_seconds: 'Time limit (seconds)',
      retry_policy: 'When it fails',
      max_retries: 'Tries again at most',
      timezone: 'Time zone',
      max_concurrency: 'At the same time at most',
      on_overlap: 'When more come',
      concurrency_key: 'Concurrency key',
      priority: 'Priority',
      error_workflow_id: 'Workflow after a failure',
      missed_schedules: 'Missed schedules',
      save_data: 'Data that is kept',
      retention_days: 'Days that executions are kept',
    },
  },
  versions: {
    compare: 'Compare',
    compare_version: (version: number) => `Compare version ${version}`,
    title: (version: number) => `Version ${version} compared`,
    against: 'Compared with',
    draft: 'The draft',
    version: (version: number) => `Version ${version}`,
    from_to: (from: string, to: string) => `What is different from ${from} to ${to}:`,
    same: 'They are the same.',
    restore: 'Restore as draft',
    restored: (version: number) => `Version ${version} is the draft now`,
    undo_restored: 'Undo brings yours back.',
    secrets:
      'Secrets are no part of a version: nodes that the draft has too keep the one they have now, unless it would go to another address; all others are to be typed again.',
    unreadable: 'This version cannot be read by this page.',
    failed: 'The version could not be loaded',
    actions: 'Actions',
  },
} as const;
