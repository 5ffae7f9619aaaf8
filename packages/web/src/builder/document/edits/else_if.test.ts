import { parseDefinition } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { addElseIf, onlyCase, outputAs, toConditional } from './else_if.ts';

const rows = {
  conditions: [
    { left: 'trigger.data.total', op: 'greater', right: 1 },
    { left: 'trigger.data.vip', op: 'is_present' },
  ],
  combine: 'any',
};

function drawn(config: Record<string, unknown>, read = '{{ check.result }}') {
  return parseDefinition({
    nodes: [
      { id: 't', type: 'trigger', subtype: 'manual', key: 'start' },
      {
        id: 'c',
        type: 'conditional',
        subtype: 'if',
        key: 'check',
        label: 'Big?',
        notes: 'n',
        position: { x: 7, y: 9 },
        config,
        on_error: 'branch',
      },
      { id: 'y', type: 'action', subtype: 'respond', key: 'yes', config: { body: { flag: read } } },
      { id: 'n', type: 'action', subtype: 'respond', key: 'no', config: {} },
      { id: 'e', type: 'control', subtype: 'stop', key: 'end', config: {} },
    ],
    edges: [
      { source: 't', target: 'c' },
      { source: 'c', target: 'y', sourceHandle: 'true' },
      { source: 'c', target: 'n', sourceHandle: 'false' },
      { source: 'c', target: 'e', sourceHandle: 'error' },
    ],
  });
}
const nameOf = (n: number) => `Case ${n}`;
const at = ({ nodes }: ReturnType<typeof drawn>, id: string) => nodes.find((node) => node.id === id)!;
const ways = ({ edges }: ReturnType<typeof drawn>) =>
  edges.map(({ sourceHandle, target }) => `${sourceHandle}>${target}`);
const readOf = (definition: ReturnType<typeof drawn>) =>
  (at(definition, 'y').config.body as { flag: string }).flag;

describe('an else-if', () => {
  it('makes a Switch of the Conditional, which stays where and what it was', () => {
    const before = drawn(rows);
    const after = addElseIf(before, 'c', nameOf);
    const { config, subtype, ...same } = at(after, 'c');
    expect(same).toEqual((({ config: _, subtype: __, ...rest }) => rest)(at(before, 'c')));
    expect(subtype).toBe('switch');
    expect(config).toEqual({ cases: [{ label: 'Case 1', ...rows }, { label: 'Case 2' }] });
    expect(ways(after)).toEqual(['out>c', 'case_0>y', 'else>n', 'error>e']);
  });

  it('keeps a condition that is an expression', () => {
    expect(at(addElseIf(drawn({ condition: 'a > 1' }), 'c', nameOf), 'c').config.cases).toEqual([
      { label: 'Case 1', condition: 'a > 1' },
      { label: 'Case 2' },
    ]);
  });

  it.each([
    ['{{ check.result }}', '{{ (check.index == 0) }}'],
    ['{{ !check?.result }}', '{{ !(check.index == 0) }}'],
    ["{{ check['result'] ? 1 : 2 }}", '{{ (check.index == 0) ? 1 : 2 }}'],
    ['{{ step.check.output.result && x }}', '{{ (step.check.output.index == 0) && x }}'],
    ['{{ "check.result" }}', '{{ "check.result" }}'],
    ['{{ other.check.result }}', '{{ other.check.result }}'],
    ['{{ check.results }}', '{{ check.results }}'],
    ['{{ check }}', '{{ check }}'],
    ['check.result', 'check.result'],
    ['{{ `${check.result}` }}', '{{ `${(check.index == 0)}` }}'],
  ])('what reads %s reads %s', (before, expected) => {
    expect(readOf(addElseIf(drawn(rows, before), 'c', nameOf))).toBe(expected);
  });

  it('changes nothing but a Conditional', () => {
    const definition = drawn(rows);
    expect(addElseIf(definition, 'y', nameOf)).toBe(definition);
    expect(toConditional(definition, 'c')).toBe(definition);
  });
});

describe('the way back', () => {
  const one = () => {
    const made = addElseIf(drawn(rows), 'c', nameOf);
    const nodes = made.nodes.map((node) =>
      node.id === 'c' ? { ...node, config: { cases: (node.config.cases as unknown[]).slice(0, 1) } } : node,
    );
    return { ...made, nodes };
  };
  it('makes of a Switch with one case what it was', () => {
    const back = toConditional(one(), 'c');
    const before = drawn(rows);
    expect(at(back, 'c')).toEqual(at(before, 'c'));
    expect(ways(back)).toEqual(ways(before));
    expect(readOf(back)).toBe('{{ (check.result) }}');
  });
  it('is there for one case only', () => {
    const two = addElseIf(drawn(rows), 'c', nameOf);
    expect(toConditional(two, 'c')).toBe(two);
    expect(onlyCase(at(two, 'c'))).toBeNull();
    expect(onlyCase(at(one(), 'c'))).toMatchObject({ label: 'Case 1' });
  });
});

it.each([
  ['switch', { result: true }, { case: 'A', index: 0 }],
  ['switch', { result: false }, { case: 'else', index: -1 }],
  ['switch', { index: 0 }, undefined],
  ['if', { case: 'A', index: 0 }, { result: true }],
  ['if', { case: 'else', index: -1 }, { result: false }],
  ['if', null, undefined],
] as const)('what was given, as a %s gives it: %j is %j', (subtype, output, expected) => {
  expect(outputAs(subtype, output, 'A')).toEqual(expected);
});
