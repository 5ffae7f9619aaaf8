/** A saved test while it is being edited, and how it is made from a test run. Pure. */
import {
  type Expectation,
  type ExpectationOp,
  finalStatuses,
  opsWithoutValue,
  type Step,
  type WorkflowTest,
  type WorkflowTestBody,
} from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';
import { parseJson } from '../expressions/parse_json.ts';
import type { Offered } from './offered.ts';

/** What a test run was started with. */
export interface TestGiven {
  input?: unknown;
  request?: WorkflowTestBody['request'];
  mocks: Record<string, unknown>;
  at?: string | null;
  /** Of its result: what is shown may be another test by now. */
  steps: readonly Step[];
}

export interface EditedTest {
  /** Null until it is saved. */
  id: string | null;
  name: string;
  /** As JSON text. */
  input: string;
  mocks: string;
  request: WorkflowTestBody['request'] | null;
  at: string | null;
  expectations: readonly Expectation[];
  /** Of those that a run offers: the ones that are not wanted. Null where all of them are the test's. */
  unticked: readonly Expectation[] | null;
  /** It differs from what is saved. */
  changed: boolean;
}

/** What a run came to, as far as a test looks at it. */
export interface TestedRun {
  status: string;
  output: unknown;
  steps: readonly Step[];
}

const asText = (value: unknown) => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** A test that repeats a run, and expects what is offered of it. */
export function testOfRun(given: TestGiven, offered: Offered, name: string): EditedTest {
  return {
    id: null,
    name,
    input: asText(given.input),
    mocks: asText(given.mocks),
    request: given.request ?? null,
    at: given.at ?? null,
    ...offered,
    changed: true,
  };
}

/** What of a test is expected when it is saved as it stands. */
export function tickedOf({ expectations, unticked }: EditedTest): Expectation[] {
  return expectations.filter((each) => !unticked?.includes(each));
}

export function testOfSaved(test: WorkflowTest): EditedTest {
  return {
    id: test.id,
    name: test.name,
    input: asText(test.input),
    mocks: asText(test.mocks),
    request: test.request,
    at: test.at,
    expectations: test.expectations.flatMap(parts),
    unticked: null,
    changed: false,
  };
}

/** One expectation says one thing in the editor: a status and a value are two rows. */
function parts(expectation: Expectation): Expectation[] {
  if (expectation.on === 'step' && expectation.status && expectation.op) {
    const { status, ...value } = expectation;
    return [{ on: 'step', step: expectation.step, round: expectation.round, status }, value];
  }
  if (expectation.on === 'call' && expectation.count !== undefined && expectation.op) {
    const { count, ...value } = expectation;
    return [{ on: 'call', step: expectation.step, round: expectation.round, count }, value];
  }
  return [expectation];
}

export type BodyProblem = 'bad_json' | 'not_object';

/** What is sent to be saved, or why it cannot be. */
export function bodyOf(test: EditedTest): { body: WorkflowTestBody } | { problem: BodyProblem } {
  const input = parseJson(test.input);
  const mocks = parseJson(test.mocks);
  if (!input.ok || !mocks.ok) return { problem: 'bad_json' };
  const answers = mocks.value ?? {};
  if (!isRecord(answers)) return { problem: 'not_object' };
  return {
    body: {
      name: test.name.trim(),
      ...(input.value !== undefined && { input: input.value }),
      ...(test.request && { request: test.request }),
      mocks: answers,
      expectations: tickedOf(test),
      at: test.at,
    },
  };
}

/** That a step of a run gives, or is called with, what it gave or was called with. */
export function expectationOfStep(step: Step, what: 'output' | 'input'): Expectation {
  const value = (what === 'output' ? step.output : step.input) ?? null;
  const round = roundOf(step.path);
  return {
    on: what === 'output' ? 'step' : 'call',
    step: step.key,
    ...(round !== null && { round }),
    op: 'equals',
    value,
  };
}

/** The records of a step, of one round where one is meant. */
export function recordsOf(steps: readonly Step[], key: string, round: number | undefined): Step[] {
  return steps.filter((step) => step.key === key && (round === undefined || roundOf(step.path) === round));
}

function roundOf(path: string): number | null {
  const found = /\[(\d+)\]\/[^/]*$/.exec(path);
  return found ? Number(found[1]) : null;
}

export const expectationKinds = [
  'status',
  'step_status',
  'step_value',
  'call_count',
  'call_value',
  'output',
] as const;
export type ExpectationKind = (typeof expectationKinds)[number];

export function kindOf(expectation: Expectation): ExpectationKind {
  switch (expectation.on) {
    case 'status':
    case 'output':
      return expectation.on;
    case 'step':
      return expectation.op === undefined ? 'step_status' : 'step_value';
    case 'call':
      return expectation.op === undefined ? 'call_count' : 'call_value';
  }
}

/** The same place looked at in another way; `run` tells what to expect there. */
export function withKind(
  before: Expectation,
  kind: ExpectationKind,
  steps: readonly { key: string }[],
  run: TestedRun | null,
): Expectation {
  const step = 'step' in before ? before.step : (steps[0]?.key ?? '');
  switch (kind) {
    case 'status':
      return { on: 'status', equals: finalStatuses.find((each) => each === run?.status) ?? 'success' };
    case 'output':
      return { on: 'output', op: 'equals', value: run?.output ?? null };
    case 'step_status':
      return { on: 'step', step, status: 'success' };
    case 'call_count':
      return { on: 'call', step, count: 1 };
    case 'step_value':
    case 'call_value': {
      const on = kind === 'step_value' ? 'step' : 'call';
      const seen = { on, step, op: 'equals', value: null } as const;
      return { ...seen, value: actualOf(seen, run) ?? null };
    }
  }
}

/** What stood in the last run where an expectation looks, without its path. */
export function wholeOf(expectation: Expectation, run: TestedRun | null): unknown {
  if (!run || expectation.on === 'status') return undefined;
  if (expectation.on === 'output') return run.output;
  const step = run.steps.find(
    ({ key, path, status }) =>
      key === expectation.step &&
      status !== 'skipped' &&
      (expectation.round === undefined || roundOf(path) === expectation.round),
  );
  return expectation.on === 'step' ? step?.output : step?.input;
}

/** The value there at its path. */
export function actualOf(expectation: Expectation, run: TestedRun | null): unknown {
  const whole = wholeOf(expectation, run);
  const path = 'path' in expectation ? (expectation.path ?? '') : '';
  return path === '' ? whole : pathsOf(whole).get(path);
}

const mostPaths = 200;
const deepestPath = 6;

/** The places in a value that an expectation may look at, by their path, those near the top first. */
export function pathsOf(value: unknown): Map<string, unknown> {
  const paths = new Map<string, unknown>();
  let level: [string, unknown][] = [['', value]];
  for (let depth = 0; depth < deepestPath && level.length > 0; depth++) {
    const next: [string, unknown][] = [];
    for (const [path, at] of level)
      for (const [name, child] of childrenOf(path, at)) {
        if (paths.size >= mostPaths) return paths;
        paths.set(name, child);
        next.push([name, child]);
      }
    level = next;
  }
  return paths;
}

function childrenOf(path: string, value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.slice(0, 20).map((entry, index) => [childPath(path, index), entry]);
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .slice(0, mostPaths)
    .map(([name, entry]) => [childPath(path, name), entry]);
}

/** The path of a part, as expectations write it. */
export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!/^[^\s.[\]"']+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** What somebody typed as the value: JSON, or else a text. */
export function readValue(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok && parsed.value !== undefined ? parsed.value : text;
}

/** A value as it is typed: a text that would not be read as something else stands there by itself. */
export function writeValue(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string' && readValue(value) === value) return value;
  return JSON.stringify(value);
}

/** An operator that looks at the value alone takes none to compare with. */
export function needsValue(op: ExpectationOp): boolean {
  return !opsWithoutValue.has(op);
}
