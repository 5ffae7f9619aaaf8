/** Pinned samples, parts of a test, problems, where values come from: what one knows before a workflow runs. In English. */

const number = (value: number) => new Intl.NumberFormat('en').format(value);
const many = (count: number, one: string, more = `${one}s`) => `${number(count)} ${count === 1 ? one : more}`;

export const knowing = {
  pin: {
    pin: 'Pin as sample',
    unpin: 'Unpin sample',
    edit: 'Edit sample',
    edit_of: (label: string) => `Sample of ${label}`,
    save: 'Pin this sample',
    pinned: 'Pinned',
    badge: 'Pinned sample: tests use it in the place of running this step',
    badge_trigger: 'Pinned sample: tests start with it',
    note: 'Pinned. Tests use this in the place of running the step; executions never do. It is in no version and no export.',
    note_trigger: 'Pinned. Tests start with this; executions never do. It is in no version and no export.',
    note_last: 'From the last test or run',
    note_made: 'This step has not run yet. The example is made from the schema.',
    last_differs: 'The last test or run gave something else',
    use_last: 'Pin that instead',
    large: (size: string) =>
      `A sample has at most 1 MB of JSON; this one has ${size}. Leave out what the next steps do not read.`,
    needs_data: 'The sample of a trigger has the form { "data": …, "headers": …, "query": …, "method": … }',
    empty: 'Write the sample as JSON; null is a sample too',
    failed: 'The sample could not be pinned',
    unpin_failed: 'The sample could not be unpinned',
    misfit: (reason: string) => `It no longer fits what this step gives: ${reason}`,
    in_tests: (count: number) => `${many(count, 'pinned sample')} in the place of running`,
    in_tests_hint: 'These steps do not run in the test: each gives its pinned sample.',
  },
  problems: {
    errors: (count: number) => many(count, 'error'),
    errors_hint: 'These stand in the way of a deploy.',
    warnings: (count: number) => many(count, 'warning'),
    warnings_hint: 'A deploy goes ahead; look at them first.',
    fix: (title: string) => `Fix: ${title}`,
    on_edge: (reasons: readonly string[]) => `What comes here does not fit: ${reasons.join('; ')}`,
  },
  origin: {
    ask: 'Where from?',
    title: 'Where it comes from',
    written: 'It is written in the configuration of this step.',
    made_here: 'This step made it, or it came from outside here.',
    of_workflow: 'Workflow',
    ends: {
      trigger: 'what started it',
      outside: 'an answer from outside',
      setting: 'set for the workflow',
      made: 'made here',
    },
  },
  past: {
    load: 'Load an execution…',
    open_in_editor: 'Open in editor',
    loaded: (number: number) => `Execution ${number}`,
    same: 'The draft has not changed since it ran',
    differs: (version: number, changes: number) =>
      `Ran on version ${version}; the draft differs in ${many(changes, 'place')}`,
    verbs: {
      added: 'is new',
      removed: 'is gone',
      changed: 'is another',
      moved: 'stands elsewhere',
    },
    differs_title: 'Different in the draft',
    from_failed: 'Test from the failed step',
    failed: 'The execution could not be loaded',
    none: 'There are no executions yet',
    unreadable: 'What it ran on cannot be compared with the draft',
  },
  part: {
    menu: 'Test step…',
    short: 'Test step',
    one: 'Test this step',
    up_to: 'Test up to here',
    from: 'Test from here on',
    failed: 'The test could not be run',
    missing: (label: string) => `There is no data yet to start at “${label}” with`,
    needs: (labels: readonly string[]) =>
      `It needs what ${labels.slice(0, 5).join(', ')}${labels.length > 5 ? ' and others' : ''} gave. Test up to here first, or pin a sample.`,
    kept: 'kept',
    kept_hint: 'It did not run: this is what it gave before',
    keys: 'Testing',
    key_one: 'Test the selected step',
    key_from: 'Test from the selected step on',
    key_up_to: 'Test up to the selected step',
  },
} as const;
