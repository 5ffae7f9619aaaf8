/**
 * What a test can expect of a run, made of what the run did: how it ended, what it gave, and what each outgoing call was called
 * with. Of values that change each time only how they are built is expected. Pure.
 */
import { type Expectation, finalStatuses, type Step } from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';
import { isChanging, type Known } from './changing_values.ts';
import { childPath, type TestedRun } from './test_draft.ts';

export interface Offered {
  expectations: readonly Expectation[];
  /** Those of them that somebody has to want: values that are very large. */
  unticked: readonly Expectation[];
}

/** What an expectation of a value begins with. */
type Looked = { on: 'output' } | { on: 'call' | 'step'; step: string; round?: number };

/** More rows than these nobody reads; the rest can be added by hand. */
const mostOffers = 60;
/** Of one value with parts that change. */
const mostParts = 12;
const mostEntries = 5;
const mostRounds = 3;
/** Characters of JSON; what is longer is not ticked. */
const longTick = 20_000;
/** What is longer is not offered: a test has room for a megabyte. */
const longest = 200_000;

/** The fields of a request that say what is called; others of its configuration are how. */
const requestFields = ['method', 'url', 'query', 'headers', 'body', 'form_data'] as const;

export function offeredOfRun(run: TestedRun, known: Known): Offered {
  const final = finalStatuses.find((each) => each === run.status);
  const expectations: Expectation[] = [
    ...(final ? [{ on: 'status', equals: final } as const] : []),
    ...offeredOutput(run, known),
    ...[...callsOf(run.steps)].flatMap(([key, calls]) => offeredCalls(key, calls, known)),
  ].slice(0, mostOffers);
  return { expectations, unticked: expectations.filter((each) => lengthOf(valueIn(each)) > longTick) };
}

/** An answer that the test itself gives back says nothing about the workflow. */
function offeredOutput({ output, steps }: TestedRun, known: Known): Expectation[] {
  const text = JSON.stringify(output ?? null);
  if (text === 'null' || text.length > longest) return [];
  if (steps.some((step) => step.mocked && JSON.stringify(step.output) === text)) return [];
  return expectationsOfValue({ on: 'output' }, '', output, known);
}

function callsOf(steps: readonly Step[]): Map<string, Step[]> {
  const calls = new Map<string, Step[]>();
  for (const step of steps) {
    if (!step.mocked || step.status === 'skipped') continue;
    calls.set(step.key, [...(calls.get(step.key) ?? []), step]);
  }
  return calls;
}

function offeredCalls(key: string, calls: readonly Step[], known: Known): Expectation[] {
  const rounds = calls.map((step) => roundsIn(step.path));
  const counted: Expectation = { on: 'call', step: key, count: calls.length };
  // In loops in loops a round is not told by one number.
  if (rounds.some((each) => each.length > 1)) return [counted];
  const values = calls.slice(0, mostRounds).flatMap((step, at) => {
    const [round] = rounds[at]!;
    return offeredCall({ on: 'call', step: key, ...(round !== undefined && { round }) }, step, known);
  });
  return [counted, ...values];
}

function offeredCall(looked: Looked, step: Step, known: Known): Expectation[] {
  const { input } = step;
  if (input === undefined || step.input_blob || lengthOf(input) > longest) return [];
  if (step.subtype !== 'http_request' || !isRecord(input))
    return expectationsOfValue(looked, '', input, known);
  return requestFields
    .filter((field) => !isEmpty(input[field]))
    .flatMap((field) => expectationsOfValue(looked, field, input[field], known));
}

/** That a value is as it is; where parts of it change each time, that all others are, and how those are built. */
export function expectationsOfValue(
  looked: Looked,
  path: string,
  value: unknown,
  known: Known,
): Expectation[] {
  const at = { ...looked, ...(path !== '' && { path }) };
  if (!isChanging(value, known)) return [{ ...at, op: 'equals', value }];
  const built: Expectation = { ...at, op: 'matches_shape', value };
  if (typeof value !== 'object' || value === null) return [built];
  const entries = Object.entries(value);
  if (Array.isArray(value) && entries.length > mostEntries) return [built];
  const parts: Expectation[] = [];
  for (const [name, part] of entries) {
    const key = Array.isArray(value) ? Number(name) : name;
    parts.push(...expectationsOfValue(looked, childPath(path, key), part, known));
    if (parts.length > mostParts) return [built];
  }
  return parts;
}

function roundsIn(path: string): number[] {
  return [...path.matchAll(/\[(\d+)\]\//g)].map(([, index]) => Number(index));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function valueIn(expectation: Expectation): unknown {
  return 'value' in expectation ? expectation.value : undefined;
}

function lengthOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}
