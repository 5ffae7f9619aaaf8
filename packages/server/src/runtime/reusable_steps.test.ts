import { type Definition, type DefinitionInput, parseDefinition, type Step } from '@millrace/core';
import { expect, test } from 'vitest';
import { stepOf } from '../storage/testing/fixtures.ts';
import { reusableSteps } from './reusable_steps.ts';

type Node = DefinitionInput['nodes'][number];
type Edge = DefinitionInput['edges'][number];

const step = (id: string, config: Record<string, unknown> = {}): Node => ({
  id,
  key: id,
  type: 'action',
  subtype: 'http_request',
  config: { url: `https://example.com/${id}`, ...config },
});
const loop = (id: string, config: Record<string, unknown> = {}): Node => ({
  id,
  type: 'control',
  subtype: 'loop',
  config: { items: '{{ a.items }}', ...config },
});
const start: Node = { id: 'start', type: 'trigger', subtype: 'manual' };
const edge = (text: string): Edge => {
  const [from, target] = text.split(' > ') as [string, string];
  const [source, sourceHandle] = from.split(':') as [string, string?];
  return { source, target, ...(sourceHandle ? { sourceHandle } : {}) };
};
const define = (nodes: Node[], ...edges: string[]): Definition =>
  parseDefinition({ nodes: [start, ...nodes], edges: edges.map(edge) });

/** `a`, `b!` failed, `c-` skipped; loops are named. */
const record = (loops: string[], ...paths: string[]): Step[] =>
  ['start', ...paths].map((text) => {
    const path = text.replace(/[!-]$/, '');
    const node_id = path.slice(path.lastIndexOf('/') + 1);
    const status = text.endsWith('!') ? 'error' : text.endsWith('-') ? 'skipped' : 'success';
    const { output, ...rest } = stepOf(path);
    const subtype = loops.includes(node_id) ? 'loop' : 'http_request';
    return { ...rest, node_id, subtype, status, ...(status === 'success' ? { output } : {}) };
  });

const reused = (steps: Step[], before: Definition, after = before): string[] =>
  reusableSteps(steps, before, after).map(({ path }) => path);

const line = define([step('a'), step('b'), step('c')], 'start > a', 'a > b', 'b > c');

test.each<[string, string[], string[]]>([
  ['what succeeded before the failure', ['a', 'b', 'c!'], ['a', 'b']],
  ['nothing after a failure that was let pass', ['a!', 'b', 'c!'], []],
  ['what ran beside a skipped step', ['a', 'b-', 'c'], ['a', 'c']],
])('kept: %s', (_what, paths, kept) => {
  expect(reused(record([], ...paths), line)).toEqual(kept);
});

test('a node that was changed is run again, with everything after it; a new place or label is no change', () => {
  const steps = record([], 'a', 'b', 'c');
  const changed = define(
    [step('a'), step('b', { url: 'https://other' }), step('c')],
    'start > a',
    'a > b',
    'b > c',
  );
  expect(reused(steps, line, changed)).toEqual(['a']);
  const moved = define(
    [{ ...step('a'), position: { x: 5, y: 5 }, label: 'First' }, step('b'), step('c')],
    'start > a',
    'a > b',
    'b > c',
  );
  expect(reused(steps, line, moved)).toEqual(['a', 'b', 'c']);
});

test('a node that gets its input from elsewhere is run again', () => {
  const before = define([step('a'), step('b'), step('c')], 'start > a', 'start > b', 'a > c');
  const after = define([step('a'), step('b'), step('c')], 'start > a', 'start > b', 'b > c');
  expect(reused(record([], 'a', 'b', 'c'), before, after)).toEqual(['a', 'b']);
});

const looped = (config: Record<string, unknown> = {}, body: Node[] = [step('x'), step('y')]): Definition =>
  define(
    [step('a'), loop('each', config), ...body, step('z')],
    'start > a',
    'a > each',
    'each:body > x',
    'x > y',
    'each:done > z',
  );

const rounds = ['each[0]/x', 'each[0]/y', 'each[1]/x', 'each[1]/y!'];

test.each<[string, string[], Definition, Definition, string[]]>([
  [
    'of a loop that failed, what succeeded in its rounds',
    ['a', 'each!', ...rounds],
    looped(),
    looped(),
    ['a', 'each[0]/x', 'each[0]/y', 'each[1]/x'],
  ],
  [
    'a loop that went well, as one',
    ['a', 'each', 'each[0]/x', 'each[0]/y', 'z!'],
    looped(),
    looped(),
    ['a', 'each'],
  ],
  [
    'of a loop that collected a failure, its rounds',
    ['a', 'each', ...rounds, 'z'],
    looped(),
    looped(),
    ['a', 'each[0]/x', 'each[0]/y', 'each[1]/x'],
  ],
  ['no round when the loop changed', ['a', 'each!', ...rounds], looped(), looped({ concurrency: 2 }), ['a']],
  ['no round when what is before the loop failed', ['a!', 'each!', ...rounds], looped(), looped(), []],
  [
    'not a loop whose body changed, but the steps before the change',
    ['a', 'each', 'each[0]/x', 'each[0]/y', 'z!'],
    looped(),
    looped({}, [step('x'), step('y', { url: 'https://other' })]),
    ['a', 'each[0]/x'],
  ],
  [
    'no round when the items may be others',
    ['a', 'each!', ...rounds],
    looped({ items: '{{ [now()] }}' }),
    looped({ items: '{{ [now()] }}' }),
    ['a'],
  ],
])('kept: %s', (_what, paths, before, after, kept) => {
  expect(reused(record(['each'], ...paths), before, after)).toEqual(kept);
});

test('rounds of a while loop are kept up to the first that is not the same', () => {
  const definition = looped({ mode: 'while', condition: 'index < 4' });
  const steps = record(
    ['each'],
    'a',
    'each!',
    'each[0]/x',
    'each[0]/y',
    'each[1]/x',
    'each[1]/y!',
    'each[2]/x',
    'each[2]/y',
  );
  expect(reused(steps, definition)).toEqual(['a', 'each[0]/x', 'each[0]/y', 'each[1]/x']);
});

test('10,000 rounds of a while loop are judged without getting deep', () => {
  const definition = looped({ mode: 'while', condition: 'index < 10000' });
  const paths = Array.from({ length: 10_000 }, (_, index) => [`each[${index}]/x`, `each[${index}]/y`]).flat();
  expect(reused(record(['each'], 'a', 'each!', ...paths), definition)).toHaveLength(20_001);
});

test('in loops in loops a round counts with all rounds around it', () => {
  const nested = define(
    [step('a'), loop('outer'), step('p'), loop('inner', { items: '{{ item.lines }}' }), step('x')],
    'start > a',
    'a > outer',
    'outer:body > p',
    'p > inner',
    'inner:body > x',
  );
  const steps = record(
    ['outer', 'inner'],
    ...[
      'a',
      'outer!',
      'outer[0]/p',
      'outer[0]/inner',
      'outer[0]/inner[0]/x',
      'outer[1]/p',
      'outer[1]/inner!',
      'outer[1]/inner[0]/x',
    ],
    ...['outer[1]/inner[1]/x!', 'outer[2]/p!', 'outer[2]/inner!', 'outer[2]/inner[0]/x'],
  );
  expect(reused(steps, nested)).toEqual([
    'a',
    'outer[0]/p',
    'outer[0]/inner',
    'outer[1]/p',
    'outer[1]/inner[0]/x',
  ]);
});
