/**
 * Every sentence of the product that is not the builder's (those are in `builder.ts`), in English.
 * A sentence with something in it is a function, so that another language may order its words as it must.
 */
import type { ExecutionStatus, Role, StepStatus, TriggerType, Workflow } from '@millrace/core';
import { pages } from './pages.ts';

const number = (value: number) => new Intl.NumberFormat('en').format(value);

const common = {
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  delete: 'Delete',
  add: 'Add',
  edit: 'Edit',
  open: 'Open',
  remove: 'Remove',
  retry: 'Retry',
  search: 'Search',
  clear_search: 'Clear search',
  clear_filters: 'Clear filters',
  no_match: 'Nothing matches',
  no_match_hint: 'Try another word, or clear the filters.',
  use_text: (text: string) => `Use “${text}”`,
  required: 'Required',
  loading: 'Loading…',
  copy: 'Copy',
  copied: 'Copied',
  copy_failed: 'The browser did not let us copy. Select the text and copy it yourself.',
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  range: (first: number, last: number, total: number, capped?: boolean) =>
    `${number(first)}–${number(last)} of ${number(total)}${capped ? '+' : ''}`,
  notifications: 'Notifications',
  more: 'More actions',
  more_for: (name: string) => `More actions for ${name}`,
  all: 'All',
  none: 'None',
  show_more: 'Show more',
  show_less: 'Show less',
  saved: 'Saved',
  back: 'Back',
};

const errors = {
  unknown: 'Something went wrong. Try again; if it stays, look at the server log.',
  load_title: 'This could not be loaded',
  unreachable: 'The server did not answer. Check that Millrace is running and that you are connected.',
  status: (status: number) =>
    `The server answered with status ${status} and no explanation. Try again, then look at the server log.`,
  crash_title: 'This page stopped working',
  crash_hint:
    'Your saved work is safe. Reload the page; if it happens again, please report it with the details below.',
  crash_reload: 'Reload',
  crash_details: 'Details for a report',
  not_found_title: 'There is nothing here',
  not_found_hint: 'The address may be mistyped, or the thing it named was deleted.',
  not_found_home: 'Go to the dashboard',
};

const execution_status: Record<ExecutionStatus, string> = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  success: 'Success',
  partial_success: 'Partial success',
  error: 'Error',
  cancelled: 'Cancelled',
  timed_out: 'Timed out',
};

const step_status: Record<StepStatus, string> = {
  pending: 'Pending',
  running: 'Running',
  success: 'Success',
  error: 'Error',
  skipped: 'Skipped',
  waiting: 'Waiting',
};

const workflow_status: Record<Workflow['status'], string> = {
  draft: 'Draft',
  active: 'Active',
  paused: 'Paused',
  error: 'Error',
};

const trigger_type: Record<TriggerType, string> = {
  manual: 'Manual',
  schedule: 'Schedule',
  webhook: 'Webhook',
  event: 'Event',
  retry: 'Retry',
  sub_workflow: 'Sub-workflow',
  error: 'Failed execution',
};

const roles: Record<Role, { name: string; can: string }> = {
  owner: { name: 'Owner', can: 'Everything, including who else is an owner.' },
  admin: { name: 'Admin', can: 'Members, API keys, variables, and all workflows.' },
  editor: { name: 'Editor', can: 'Draws, deploys and runs workflows.' },
  viewer: { name: 'Viewer', can: 'Looks at everything, changes nothing.' },
};

export const strings = {
  product: 'Millrace',
  common,
  errors,
  execution_status,
  step_status,
  workflow_status,
  trigger_type,
  roles,
  ...pages,
};
