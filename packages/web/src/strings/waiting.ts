/** The sentences about loops, waits and what executions wait for, on the execution page and in the results drawer. */

const number = (value: number) => new Intl.NumberFormat('en').format(value);
const plural = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;

/** A title that asks already is not asked twice. */
const asked = (what: string, title: string) => `${what} “${title}”${/[?!.…]$/.test(title) ? '' : '?'}`;

interface Counts {
  done: number;
  failed: number;
  going: number;
  skipped: number;
  /** There were more than these. */
  partial: boolean;
}

export const rounds = {
  item: (index: number) => `Item ${number(index)}`,
  progress: ({ total, done, failed }: { total: number; done: number; failed: number }) =>
    [
      // A while loop does not know how many there will be.
      total > done + failed ? `${number(done + failed)} of ${number(total)}` : plural(total, 'item', 'items'),
      failed > 0 && `${number(failed)} failed`,
    ]
      .filter(Boolean)
      .join(', '),
  counts: ({ done, failed, going, skipped, partial }: Counts) =>
    [
      (done > 0 || !partial) && `${number(done)}${partial ? '+' : ''} done`,
      failed > 0 && `${number(failed)} failed`,
      going > 0 && `${number(going)} going on`,
      skipped > 0 && `${number(skipped)} skipped`,
    ]
      .filter(Boolean)
      .join(', '),
  unfold: (label: string) => `Show the items of ${label}`,
  fold: (label: string) => `Hide the items of ${label}`,
  list: (label: string) => `Items of ${label}`,
  order: 'Order of the items',
  in_order: 'In order',
  failed_first: 'Failed first',
  only_failed: (count: number) => `Only failed (${number(count)})`,
  none: 'No item has begun.',
  none_ran: 'The list was empty: nothing ran.',
  none_failed: 'No item failed.',
  left_out: (count: number) =>
    `${plural(count, 'other item', 'other items')} went well. Their steps were left out, because there are so many.`,
  left_out_some: (count: number, failed: number) =>
    `The steps of ${plural(count, 'other item', 'other items')} are not shown, because there are so many; ${number(failed)} of them failed.`,
  pages: (first: number, last: number, total: number) =>
    `${number(first)}–${number(last)} of ${number(total)}`,
  picker: 'Item whose data is shown',
  picker_of: (loop: string) => `Item of ${loop}`,
  range: (first: number, last: number) => `of ${number(first)}–${number(last)}`,
  previous: 'Previous item',
  next: 'Next item',
};

export const waiting = {
  title: 'This execution waits',
  queued_title: 'This execution is queued',
  queued: 'It starts as soon as a worker is free.',
  queued_again: 'It goes on as soon as a worker is free.',
  queued_key: (limit: number) =>
    `At most ${plural(limit, 'execution', 'executions')} with the same concurrency key may run at a time. It starts by itself when it is its turn.`,
  queued_limit: (limit: number) =>
    `At most ${plural(limit, 'execution', 'executions')} of this workflow may run at a time. It starts by itself when it is its turn.`,
  show_step: (label: string) => `Show “${label}”`,
  more: (count: number) => `and ${plural(count, 'other step', 'other steps')}`,
  time: 'Waits for its time.',
  callback: 'Waits until its address is called.',
  event: 'Waits for an event.',
  approval: 'Waits for a decision.',
  child: 'Waits for the end of another execution.',
  question: 'Waits for an answer: did it happen?',
  reconnect: 'Waits until somebody reconnects the account.',
  retry: 'Failed, and tries again.',
  loop: 'Items of this loop wait.',
  other: 'Waits.',
  goes_on: 'Goes on',
  tries_again: 'Tries again',
  gives_up: 'Gives up waiting',
  at: (exact: string) => `at ${exact}`,
  address: 'Address',
  address_hint: 'Whoever calls it ends this wait, once. The body of a POST becomes the output of the step.',
  address_hidden: 'Its address is shown to people who may run workflows.',
  copy_address: 'Copy address',
  continue: 'Continue now',
  child_link: 'Open the execution that it waits for',
  started_link: 'Open the execution that it started',
  parent: 'Called by',
  parent_of_error: 'Handles the failure of',
  parent_link: 'another execution',
  children: 'Executions that it started',
  repeat: 'No, run it again',
  repeat_hint: 'If it did happen, it will have happened twice.',
  done: 'Yes, mark as done',
  done_title: (label: string) => `Mark “${label}” as done`,
  done_about: 'The execution goes on as if the step had given this output.',
  done_output: 'Output (JSON)',
  done_output_hint: 'What the steps after it read. Leave it empty for nothing.',
  done_bad: 'This is not valid JSON.',
  mark: 'Mark as done',
  stop: 'Stop the execution',
  stop_title: 'Stop the execution?',
  stop_about: 'It ends with an error, and what follows does not run.',
  try_again: 'It is reconnected: try again',
  answered: 'Answered. The execution goes on.',
  stopped: 'Answered. The execution stops.',
  answer_failed: 'The answer was not taken',
  viewers: 'Editors of your organization can answer this.',
};

export const blobs = {
  preview: (size: string) => `This is the beginning of ${size}.`,
  load: 'Load all',
  download: 'Download',
  failed: 'It could not be loaded',
};

export const approvals = {
  title: 'Approvals',
  intro: 'Workflows that ask somebody before they go on.',
  filter: 'Status',
  all: 'All',
  status: {
    pending: 'Waiting',
    approved: 'Approved',
    rejected: 'Rejected',
    expired: 'Ran out of time',
    cancelled: 'Cancelled',
  },
  nav_count: (count: number) => `${number(count)} waiting`,
  untitled: 'Approval',
  show_all: 'Show the whole message',
  show_less: 'Show less',
  workflow: 'Workflow',
  execution: 'Execution',
  open_execution: 'Open',
  approvers: 'Who may decide',
  role_approvers: {
    owner: 'Owners',
    admin: 'Admins and above',
    editor: 'Editors and above',
    viewer: 'Everybody in the organization',
  },
  asked: 'Asked',
  deadline: 'Deadline',
  no_deadline: 'None',
  decided: 'Decided',
  decisions: (given: number, required: number) =>
    required === 1 ? 'Needs one approval' : `${number(given)} of ${number(required)} approvals`,
  said: { approved: 'approved', rejected: 'rejected' },
  decision_list: 'Decisions',
  approve: 'Approve',
  reject: 'Reject',
  approve_title: (title: string) => asked('Approve', title),
  reject_title: (title: string) => asked('Reject', title),
  last_approval: 'The workflow goes on by its approved path.',
  more_needed: (count: number) =>
    `${plural(count, 'more approval is', 'more approvals are')} needed after yours.`,
  rejects: 'One rejection is enough: the workflow goes on by its rejected path.',
  comment: 'Comment',
  comment_hint: 'Optional. The workflow can read it.',
  approved: 'Approved',
  rejected: 'Rejected',
  link: 'Copy link',
  not_you: 'You are not among those who may decide.',
  not_again: 'You have decided. It waits for others.',
  empty_title: 'Nothing waits for a decision',
  empty_hint:
    'When a workflow comes to an Approval node, it asks here and waits. Put one before whatever must not happen unseen: a refund, a mail to all customers, a deletion.',
  load_failed: 'The approval could not be loaded',
};

export const attention = {
  title: 'Needs attention',
  failed: (count: number) => plural(count, 'failed execution', 'failed executions'),
  failed_hint: 'Not retried since',
  approvals: (count: number) => plural(count, 'approval', 'approvals'),
  approvals_hint: 'Waiting for a decision',
  questions: (count: number) => plural(count, 'question', 'questions'),
  questions_hint: 'Did it happen?',
};
