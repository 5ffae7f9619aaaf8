/** What the checks find, how much of it there is, and what is not filled in yet. In English. */

interface Counts {
  errors: number;
  warnings: number;
  open: number;
}

const number = (value: number) => new Intl.NumberFormat('en').format(value);
const many = (count: number, one: string, more = `${one}s`) => `${number(count)} ${count === 1 ? one : more}`;

/** "2 errors, 1 warning". */
const counted = ({ errors, warnings, open }: Counts) =>
  [
    errors > 0 && many(errors, 'error'),
    warnings > 0 && many(warnings, 'warning'),
    open > 0 && `${number(open)} to fill in`,
  ]
    .filter(Boolean)
    .join(', ');

export const problemWords = {
  counted,
  show_counted: (counts: Counts) => `Show ${counted(counts)}`,
  /** "2 problems", of errors alone; "3 problems: 2 errors, 1 warning"; "1 warning". What is not filled in yet is none. */
  of_node({ errors, warnings }: Counts): string {
    if (errors === 0) return counted({ errors, warnings, open: 0 });
    const problems = many(errors + warnings, 'problem');
    return warnings === 0 ? problems : `${problems}: ${counted({ errors, warnings, open: 0 })}`;
  },
  open_title: (count: number) => `${number(count)} to fill in`,
  open_hint: 'Not filled in yet. A deploy asks for it.',
  open: 'Not filled in yet',
  /** In the form, and wherever the node is named beside it. */
  fill_in: (title: string) => `Fill in ${title}`,
  choose: (title: string) => `Choose ${title}`,
  add: (title: string) => `Add ${title}`,
  needs: (what: readonly string[]) =>
    what.length < 3 ? `Needs ${what.join(' and ')}` : `Needs ${what[0]} and ${what.length - 1} more`,
  condition_of: (caseName: string) => `condition of ${caseName}`,
  needs_all: (what: readonly string[]) => `Needs: ${what.join(', ')}`,
  more: (count: number) => `and ${number(count)} more`,
  not_connected: 'Not connected yet',
  nothing_follows: 'Nothing follows yet',
  no_trigger: 'Add a trigger: nothing starts this workflow yet',
  not_deployed: (counts: Counts) => `Not deployed: ${counted({ ...counts, open: 0 })}`,
  not_deployed_hint: 'Each line leads to its field. Deploy again when no error is left.',
  mended: 'No error is left',
  mended_hint: 'Deploy again.',
  failed: (why: string) => `Not deployed: ${why}`,
  unsaved: 'the draft could not be saved',
  deployed_with: (counts: Counts) => `Deployed with ${counted({ ...counts, open: 0 })}`,
  show: 'Show warnings',
  dismiss: 'Dismiss',
  tests_fail: (failed: number, all: number) =>
    `${number(failed)} of ${many(all, 'saved test')} ${failed === 1 ? 'fails' : 'fail'} on this draft`,
  tests_fail_hint: 'Deployed like this, the workflow does not do what these tests expect of it.',
  deploy_anyway: 'Deploy anyway',
  show_tests: 'Show tests',
  edge: (from: string, to: string, port: string | null) =>
    `Edge from ${from} to ${to}${port === null ? '' : `, ${port}`}`,
} as const;
