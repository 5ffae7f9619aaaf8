import type { Problem } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { problemsOfField, problemsOfNode, problemsOfRow, worstOf } from './field_problems.ts';
import type { FieldSpec } from './field_spec.ts';

const at = (field: string | null, severity: Problem['severity'] = 'error'): Problem => ({
  node_id: 'n',
  field,
  severity,
  message: String(field),
});
const all = [
  'auth',
  'auth.token',
  'filters',
  'filters[0].path',
  'filters[1].value',
  'headers.X',
  'condition',
  'gone',
  'config.url',
  null,
].map((field) => at(field));
const names = (problems: readonly Problem[]) => problems.map(({ field }) => field);

describe('where a finding is said', () => {
  it.each([
    [['auth'], 'group', ['auth']],
    [['auth', 'token'], 'secret', ['auth.token']],
    [['filters'], 'filters', ['filters']],
    [['headers'], 'key_value', ['headers.X']],
    [['conditions'], 'conditions', ['condition']],
    [['url'], 'url', ['config.url']],
    [['filter'], 'text', []],
  ] as const)('at %j, which is %s: %j', (path, kind, expected) => {
    expect(names(problemsOfField(all, path, kind))).toEqual(expected);
  });

  it('at a row of its field', () => {
    expect(names(problemsOfRow(all, ['filters'], 0))).toEqual(['filters[0].path']);
    expect(names(problemsOfRow(all, ['filters'], 1))).toEqual(['filters[1].value']);
    expect(names(problemsOfRow(all, ['filters'], 10))).toEqual([]);
  });

  it('at the head of the form, where no field says it', () => {
    const fields = ['auth', 'filters', 'headers', 'conditions', 'url'].map((name) => ({
      name,
    })) as FieldSpec[];
    expect(names(problemsOfNode(all, fields))).toEqual(['gone', null]);
  });

  it('an error before a warning', () => {
    expect(worstOf([at('a', 'warning'), at('b')])?.field).toBe('b');
    expect(worstOf([])).toBeNull();
  });
});
