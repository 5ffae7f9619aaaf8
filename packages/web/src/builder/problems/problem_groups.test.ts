import type { Problem } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { fieldPath } from './field_path.ts';
import { groupProblems } from './problem_groups.ts';
import { createProblemsStore } from './store.ts';

const problem = (
  node_id: string | null,
  message: string,
  severity: Problem['severity'] = 'error',
): Problem => ({
  node_id,
  field: null,
  severity,
  message,
});

it('findings are listed errors first, by node in the order of the flow, the workflow itself before them', () => {
  const found = [
    problem('b', '1'),
    problem('a', '2', 'warning'),
    problem('a', '3'),
    problem(null, '4'),
    problem('b', '5'),
    problem('gone', '6'),
  ];
  const { errors, warnings } = groupProblems({ problems: found }, ['a', 'b']);
  expect(errors.map(({ nodeId, problems }) => [nodeId, problems.map(({ message }) => message)])).toEqual([
    [null, ['4']],
    ['a', ['3']],
    ['b', ['1', '5']],
    ['gone', ['6']],
  ]);
  expect(warnings).toHaveLength(1);
});

it.each<[string, (string | number)[]]>([
  ['url', ['url']],
  ['mappings[2].source_path', ['mappings', 2, 'source_path']],
  ['config.headers["X-Key"]', ['headers', 'X-Key']],
  ['body.lines[0]["a.b"].c', ['body', 'lines', 0, 'a.b', 'c']],
])('the field %s lies at %j', (field, path) => {
  expect(fieldPath(field)).toEqual(path);
});

describe('the findings of all', () => {
  it('are once each, and a list that says the same again stays the same', () => {
    const store = createProblemsStore();
    store.getState().setList([problem('a', 'one')], new Map([['e', [problem('a', 'one')]]]));
    const { byNode, byEdge } = store.getState();
    store.getState().setList([problem('a', 'one')], new Map([['e', [problem('a', 'one')]]]));
    expect(store.getState().byNode).toBe(byNode);
    expect(store.getState().byEdge).toBe(byEdge);
    store.getState().setFromServer([problem('a', 'one'), problem('b', 'calls itself', 'warning')]);
    expect(store.getState().all.map(({ message }) => message)).toEqual(['one', 'calls itself']);
    store.getState().setList([]);
    expect(store.getState().all.map(({ message }) => message)).toEqual(['one', 'calls itself']);
    store.getState().setFromServer([]);
    expect(store.getState()).toMatchObject({ all: [], byEdge: new Map() });
  });
});
