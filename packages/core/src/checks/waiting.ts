/** Waits that end: not after the longest that anything waits, not at a date that is none, and not without a way to go on. */

import type { WorkflowNode } from '../definition.ts';
import { readDate } from '../expression/dates.ts';
import { durationUnits, longestWaitDays } from '../nodes/wait_schemas.ts';
import { checkTimezone } from '../schedule.ts';
import { type Check, isBlank, isObject, problem, type Subject } from './subject.ts';

export const waitingCheck: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    if (node.subtype === 'approval')
      return [...duration(node, 'deadline'), ...deadEnd(subject, node, 'deadline')];
    if (node.subtype !== 'wait') return [];
    switch (node.config.mode ?? 'delay') {
      case 'delay':
        return duration(node, 'duration');
      case 'until':
        return date(subject, node);
      default:
        return [...duration(node, 'timeout'), ...deadEnd(subject, node, 'timeout')];
    }
  });

const unitSeconds: Readonly<Record<(typeof durationUnits)[number], number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
};
const longestSeconds = longestWaitDays * unitSeconds.days;

function duration(node: WorkflowNode, field: string) {
  const given = node.config[field];
  if (!isObject(given)) return [];
  const value = numberIn(given.value);
  const unit = durationUnits.find((one) => one === (given.unit ?? 'minutes'));
  if (value === null || unit === undefined) return [];
  const place = { field: `${field}.value` };
  if (Number.isNaN(value)) {
    const message = `${node.label}: ${field} must be a number of ${unit}, or an expression in {{ }}; it is text "${shorten(String(given.value))}"`;
    return [problem('waiting', node, message, place)];
  }
  // Below zero is said by the schema, of a number; of text here.
  if (value < 0 && typeof given.value === 'string') {
    return [problem('waiting', node, `${node.label}: ${field} cannot be less than 0`, place)];
  }
  if (value * unitSeconds[unit] <= longestSeconds) return [];
  const message = `${node.label}: ${field} is ${value.toLocaleString('en-US')} ${unit}; the longest is ${longestWaitDays} days`;
  return [problem('waiting', node, message, place)];
}

/** Null where an expression decides, or nothing is there; NaN of other text. */
function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || isBlank(value) || value.includes('{{')) return null;
  return Number(value);
}

function date({ definition, context }: Subject, node: WorkflowNode) {
  const { until } = node.config;
  if (typeof until !== 'string' || isBlank(until) || until.includes('{{')) return [];
  const say = (sentence: string, severity: 'error' | 'warning' = 'error') => [
    problem('waiting', node, `${node.label}: ${sentence}`, { field: 'until', severity }),
  ];
  const at = readDate(until, knownZone(definition.config.timezone));
  if (!at)
    return say(
      `"${shorten(until)}" is not a date; write one such as 2027-01-31T09:00:00Z, or an expression in {{ }}`,
    );
  const seconds = (at.getTime() - (context.now ?? new Date()).getTime()) / 1_000;
  if (seconds > longestSeconds)
    return say(`${until} is more than ${longestWaitDays} days away; nothing waits longer`);
  if (seconds > 0) return [];
  return say(`${until} was ${longAgo(-seconds)} ago: the wait is over at once`, 'warning');
}

/** What is no time zone is said by the check of the settings. */
function knownZone(timezone: string | undefined): string {
  try {
    return checkTimezone(timezone ?? 'UTC');
  } catch {
    return 'UTC';
  }
}

function longAgo(seconds: number): string {
  const unit =
    (['days', 'hours', 'minutes'] as const).find((one) => seconds >= unitSeconds[one]) ?? 'seconds';
  const number = Math.max(1, Math.floor(seconds / unitSeconds[unit]));
  return number === 1 ? `${unit === 'hours' ? 'an' : 'a'} ${unit.slice(0, -1)}` : `${number} ${unit}`;
}

/** Somebody set a time and nothing says what happens then. */
function deadEnd({ graph }: Subject, node: WorkflowNode, field: string) {
  const goesOn =
    graph.outgoing(node.id).some(({ sourceHandle }) => sourceHandle === 'timeout') ||
    node.on_error === 'branch' ||
    node.on_error === 'continue';
  if (isBlank(node.config[field]) || goesOn) return [];
  const message = `${node.label} fails when its time is over, because nothing follows its timeout handle`;
  return [problem('waiting', node, message, { field, severity: 'warning' })];
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
