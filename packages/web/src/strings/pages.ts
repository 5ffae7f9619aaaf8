/** The sentences of the pages, one group per page. */
import { json_viewer } from './json_viewer.ts';
import { settings } from './settings.ts';
import { approvals, attention, blobs, rounds, waiting } from './waiting.ts';

const number = (value: number) => new Intl.NumberFormat('en').format(value);
const plural = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;

/** More names than these are only counted. */
const mostNamed = 5;
const named = (names: readonly string[]) =>
  [
    ...names.slice(0, mostNamed),
    ...(names.length > mostNamed ? [`and ${number(names.length - mostNamed)} more`] : []),
  ].join(', ');

const nav = {
  skip: 'Skip to content',
  label: 'Main',
  open: 'Open navigation',
  dashboard: 'Dashboard',
  workflows: 'Workflows',
  executions: 'Executions',
  approvals: 'Approvals',
  apps: 'Apps',
  settings: 'Settings',
  account: 'Account',
  theme: 'Theme',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  api_docs: 'API reference',
  change_password: 'Change password',
  sign_out: 'Sign out',
  sign_out_failed: 'You could not be signed out',
};

const password = {
  title: 'Change your password',
  about: 'You stay signed in here and are signed out everywhere else.',
  current: 'Current password',
  new: 'New password',
  new_hint: 'At least 10 characters.',
  submit: 'Change password',
  changed: 'Your password was changed',
};

const palette = {
  title: 'Command palette',
  placeholder: 'Go to a page or a workflow, or make one…',
  go_to: 'Go to',
  make: 'Make',
};

const setup = {
  title: 'Welcome to Millrace',
  intro: 'Make the first account. It owns this instance and can add the others.',
  name: 'Your name',
  email: 'E-mail',
  password: 'Password',
  password_hint: 'At least 10 characters. A short sentence is a good one.',
  organization: 'Organization',
  organization_hint: 'Your company or team. Workflows and people belong to it.',
  submit: 'Create account',
  show_password: 'Show what I type',
  hide_password: 'Hide what I type',
};

const login = {
  title: 'Sign in',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  email_needed: 'Enter your e-mail address',
  password_needed: 'Enter your password',
  wrong: 'E-mail or password is wrong.',
  limited: (seconds: number | null) =>
    seconds
      ? `Too many attempts. Try again in ${seconds < 90 ? plural(seconds, 'second', 'seconds') : plural(Math.ceil(seconds / 60), 'minute', 'minutes')}.`
      : 'Too many attempts. Wait a minute and try again.',
  forgotten:
    'Forgotten? An owner or admin of your organization can give you a new password, or whoever runs this server.',
};

const dashboard = {
  title: 'Dashboard',
  period: 'Period',
  days: (days: number) => `Last ${days} days`,
  total: 'Executions',
  success_rate: 'Success rate',
  p50: 'Median duration',
  p50_hint: 'Half of the executions were faster',
  p95: '95th percentile',
  p95_hint: '95 of 100 executions were faster',
  chart: 'Executions by day',
  as_table: 'Show as table',
  as_chart: 'Show as chart',
  chart_label: (total: number, days: number) =>
    `Bar chart of ${plural(total, 'execution', 'executions')} over ${days} days; the same numbers are in the table.`,
  day: 'Day',
  success: 'Success',
  error: 'Error',
  other: 'Other',
  busiest: 'Busiest workflows',
  failing: 'Failing workflows',
  no_failing: 'Nothing failed in this period.',
  no_busiest: 'Nothing ran in this period.',
  count: (count: number) => plural(count, 'execution', 'executions'),
  failures: (count: number) => plural(count, 'failure', 'failures'),
  empty_title: 'Nothing has run yet',
  empty_hint:
    'Deploy a workflow and its executions show up here: how many, how fast, and which of them need you.',
  quiet_title: (days: number) => `Nothing ran in the last ${days} days`,
  quiet_hint: 'Choose a longer period, or look at your workflows.',
};

const workflows = {
  title: 'Workflows',
  new: 'New Workflow',
  new_name: 'New workflow',
  sample: 'Try a sample',
  import: 'Import',
  import_file: 'Import a workflow file',
  import_refused: 'This file cannot be imported',
  import_not_json: 'This file is not JSON. Choose a file that was exported from Millrace.',
  import_too_large: (limit: string) => `This file is larger than ${limit}. A workflow file is smaller.`,
  imported: (name: string) => `Imported “${name}” as a draft`,
  search: 'Search workflows',
  filter_status: 'Status',
  all_statuses: 'All statuses',
  name: 'Name',
  status: 'Status',
  trigger: 'Trigger',
  last_run: 'Last run',
  executions: 'Executions',
  executions_of: (total: number, failed: number) =>
    failed === 0
      ? plural(total, 'execution', 'executions')
      : `${plural(total, 'execution', 'executions')}, ${number(failed)} failed`,
  failed: (count: number) => `${number(count)} failed`,
  enabled: 'Enabled',
  actions: 'Actions',
  toggle: (name: string) => `Enable ${name}`,
  toggle_draft: 'Deploy it first',
  paused: (name: string) => `“${name}” is paused`,
  resumed: (name: string) => `“${name}” is enabled`,
  toggle_failed: 'The workflow stays as it was',
  no_trigger: 'No trigger yet',
  never: 'Never',
  changes: 'Undeployed changes',
  duplicate: 'Duplicate',
  duplicated: (name: string) => `Copied as “${name}”`,
  export: 'Export',
  failed_title: 'That did not work',
  delete: 'Delete',
  delete_title: (name: string) => `Delete “${name}”?`,
  delete_hint:
    'Its trigger stops at once and its webhook address stops answering. What it did stays in the executions. This cannot be undone.',
  callers_loading: 'Looking for workflows that call it…',
  callers_failed: 'It could not be found out which workflows call it.',
  called: (names: readonly string[]) =>
    `${plural(names.length, 'workflow calls', 'workflows call')} it: ${named(names)}; ${names.length === 1 ? 'it' : 'they'} will fail at that step.`,
  called_after_failure: (names: readonly string[]) =>
    `${plural(names.length, 'workflow calls', 'workflows call')} it after a failure: ${named(names)}; nothing will run there any more.`,
  deleted: (name: string) => `Deleted “${name}”`,
  empty_title: 'Draw your first workflow',
  empty_hint:
    'A workflow starts with a trigger (a webhook, a schedule, an event) and goes on step by step. The sample needs no account and no network: it takes an order, maps its fields, decides, and answers.',
  empty_viewer: 'Nobody has made a workflow yet. Ask an editor of your organization for the first one.',
};

const executions = {
  title: 'Executions',
  search: 'Search executions',
  number: 'Number',
  workflow: 'Workflow',
  triggered_by: 'Triggered by',
  started: 'Started',
  duration: 'Duration',
  status: 'Status',
  details: 'View Details',
  details_of: (number: number, workflow: string) => `View Details of execution ${number} of ${workflow}`,
  all_statuses: 'All statuses',
  all_triggers: 'All triggers',
  all_workflows: 'All workflows',
  filter_status: 'Status',
  filter_trigger: 'Trigger',
  filter_workflow: 'Workflow',
  filter_from: 'From',
  filter_to: 'Until',
  by: (trigger: string, who: string) => `${trigger} by ${who}`,
  retry_of: 'Retry of an earlier execution',
  waiting_start: 'Not started',
  live_on: 'New executions appear by themselves',
  empty_title: 'Nothing has run yet',
  empty_hint:
    'When a workflow is triggered, each execution shows up here with the input, output and error of every step.',
  empty_workflow_hint:
    'Deploy the workflow, then trigger it: press Run, call its webhook, or wait for its schedule. Each execution shows up here by itself.',
};

const execution = {
  title: (number: number, workflow: string) => `Execution #${number} of ${workflow}`,
  heading: (number: number) => `Execution #${number}`,
  started: 'Started',
  finished: 'Finished',
  duration: 'Duration',
  triggered_by: 'Triggered by',
  version: 'Version',
  version_number: (version: number) => `Version ${version}`,
  draft: 'Draft',
  retry_of: 'Retry of',
  earlier: 'an earlier execution',
  whole_duration: 'With waiting',
  not_finished: 'Still going',
  steps: 'Steps',
  timeline: 'Timeline',
  canvas: 'Canvas',
  trigger: 'Trigger',
  output: 'Output',
  input: 'Input',
  error: 'Error',
  result: 'Result',
  retry: 'Retry',
  retry_start: 'From the start',
  retry_start_hint: 'Runs every step again with the same input.',
  retry_from_failed: 'Retry from the failed step',
  retry_failed: 'From the failed step',
  retry_failed_hint: 'Keeps what succeeded and goes on from the failure.',
  retry_current: 'From the start, on the current version',
  retry_current_hint: 'For when you fixed the workflow and deployed it again.',
  other_ways: 'Other ways to run it again',
  retried: 'Started again',
  retry_refused: 'It could not be started again',
  cancel: 'Cancel',
  cancel_title: 'Cancel this execution?',
  cancel_about: 'It cannot go on afterwards.',
  cancel_waiting: (since: string) => `It has waited since ${since}; it cannot go on afterwards.`,
  cancel_queued: (since: string) => `It has been queued since ${since}; it does not run afterwards.`,
  cancel_running: (since: string) => `It has been running since ${since}; it cannot go on afterwards.`,
  cancel_action: 'Cancel the execution',
  cancel_not: 'Let it go on',
  cancelling: 'Cancelling. It stops within two seconds.',
  cancel_refused: 'It could not be cancelled',
  failed_at: (label: string) => `Failed at “${label}”`,
  failed: 'The execution failed',
  what_next: 'What to do',
  field: (field: string) => `Field ${field}`,
  answered: (status: number) => `The other side answered ${status}`,
  attempts: (count: number) => plural(count, 'attempt', 'attempts'),
  repeated: 'Ran again after a crash',
  mocked: 'Mock',
  took: (handle: string) => `Took “${handle}”`,
  no_steps: 'No step has started yet',
  nothing_ran: 'No step ran',
  no_steps_kept: 'The steps of this execution were not kept',
  no_value: 'Nothing',
  skipped_hint: 'Skipped: no path led here.',
  pending_hint: 'Has not started yet.',
  running_hint: 'Is running.',
  cut_off_hint: 'The execution ended before this step did.',
  waiting_hint: 'Is there when the wait is over.',
  step_bar: (label: string, status: string, duration: string) => `${label}: ${status}, ${duration}`,
  hints: {
    timeout: 'Raise the time limit of the node, or check whether the other side is slow.',
    http_status:
      'Look at the answer in the details. If the other side was only down for a while, retry from the failed step.',
    expression: 'Open the field in the editor and try the expression on this input.',
    validation: 'Open the node in the editor and correct the field.',
    blocked_address:
      'Outgoing calls may not reach private addresses. An operator can allow this host with MILLRACE_ALLOWED_PRIVATE_HOSTS.',
    type: 'Open the field in the editor: the expression got a value of another kind than it needs.',
    busy: 'The server had no room. Retry, or raise the limits of the workflow.',
    reconnect: 'Sign in to the other service again, then retry.',
    unknown_outcome: 'Nobody can tell whether it happened. Look on the other side before you retry.',
    otherwise: 'Look at the input of the failed step, correct the workflow, and retry.',
  },
};

const versions = {
  title: 'Versions',
  version: 'Version',
  deployed: 'Deployed',
  by: 'By',
  current: 'Current',
  unknown_person: 'Somebody who left',
  empty_title: 'Not deployed yet',
  empty_hint:
    'Each deploy freezes the workflow as a version. Executions finish on the version they started with.',
};

const apps = {
  title: 'Apps',
  intro: 'What a workflow can start with and do, with the fields of each.',
  search: 'Search apps and operations',
  operations: (count: number) => plural(count, 'operation', 'operations'),
  kinds: { action: 'Action', trigger: 'Trigger', control: 'Logic' },
  effects: {
    read: { name: 'Reads', hint: 'Changes nothing outside.' },
    idempotent: { name: 'Safe to repeat', hint: 'Doing it twice is the same as once.' },
    write: { name: 'Writes', hint: 'Changes something outside.' },
    irreversible: { name: 'Cannot be undone', hint: 'Is never repeated without asking.' },
    dynamic: { name: 'Depends on its settings', hint: 'Reads or writes, by what you set.' },
  },
  input: 'Fields',
  output: 'Output',
  no_fields: 'It has no fields.',
  field: 'Field',
  type: 'Type',
  meaning: 'Meaning',
  required: 'required',
  one_of: (values: string) => `One of ${values}`,
  default_is: (value: string) => `Default ${value}`,
  types: {
    string: 'Text',
    number: 'Number',
    integer: 'Whole number',
    boolean: 'Yes or no',
    array: 'List',
    object: 'Object',
    null: 'Nothing',
    any: 'Anything',
  } as Record<string, string>,
  empty_title: 'No apps',
  empty_hint: 'This server offers no apps. Check its log.',
};

export const pages = {
  nav,
  password,
  palette,
  setup,
  login,
  dashboard,
  workflows,
  executions,
  execution,
  versions,
  apps,
  approvals,
  attention,
  blobs,
  rounds,
  waiting,
  settings,
  json_viewer,
};
