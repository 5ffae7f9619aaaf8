import { describe, expect, it } from 'vitest';
import { check, http, lines, manual, map, node, to } from './check_testing.ts';
import type { CheckContext } from './subject.ts';

describe('names', () => {
  const later = node('l', 'http_request', { url: 'https://x.test' }, { key: 'later', label: 'Later' });
  const side = node('s', 'http_request', { url: 'https://x.test' }, { key: 'side', label: 'Side' });
  const first = map([to('customer', 'trigger.data.customer')], {}, { key: 'order' });
  const run = (expression: string, context: Partial<CheckContext> = {}) =>
    lines(
      check([manual, first, http({ url: `{{ ${expression} }}` }), later, side], 't>m m>h h>l t>s', context),
    );

  it.each<[string, string[]]>([
    ['order.customer', []],
    [
      'order.custmer.name',
      ['error h url: Unknown variable order.custmer in HTTP Request (URL); did you mean order.customer?'],
    ],
    ['ordr.customer', ['error h url: Unknown variable ordr in HTTP Request (URL); did you mean order?']],
    ['zzz', ['error h url: Unknown variable zzz in HTTP Request (URL)']],
    ['trigger.data.anything.at.all', []],
    ['trigger.payload.x', []],
    [
      'trigger.dta.x',
      ['error h url: Unknown variable trigger.dta in HTTP Request (URL); did you mean trigger.data?'],
    ],
    ['later.status', ['error h url: HTTP Request uses later, but Later runs after it']],
    ['step.later.output.status', ['error h url: HTTP Request uses step.later, but Later runs after it']],
    ['side.status', ['error h url: HTTP Request uses side, but Side does not run before it']],
    [
      'http_response.status',
      ['error h url: HTTP Request uses http_response, but it cannot see its own result'],
    ],
    ['step.order.output.customer', []],
    ['step.order.status', []],
    ['step.order.result', ['error h url: Unknown variable step.order.result in HTTP Request (URL)']],
    [
      'step.ordr.output',
      ['error h url: Unknown variable step.ordr in HTTP Request (URL); did you mean step.order?'],
    ],
    ['variables.rate', []],
    [
      'variables.rte',
      ['error h url: Unknown variable variables.rte in HTTP Request (URL); did you mean variables.rate?'],
    ],
    [
      'workflow.nme',
      ['error h url: Unknown variable workflow.nme in HTTP Request (URL); did you mean workflow.name?'],
    ],
    ['execution.id', []],
    ['item.x', ['error h url: Unknown variable item in HTTP Request (URL)']],
    ['[{ x: 1 }].map(i => i.x + trigger.data.y)', []],
  ])('%s', (expression, expected) => {
    expect(run(expression, { variables: ['rate'] })).toEqual(expected);
  });

  it('variables are not questioned when they are not known', () => {
    expect(run('variables.anything')).toEqual([]);
  });

  it('an earlier run warns of names that it did not show, and does not forbid them', () => {
    const samples = { trigger: { data: { customer: { name: 'Ada' }, lines: [{ sku: 'A' }] } } };
    expect(run('trigger.data.customer.nmae', { samples })).toEqual([
      'warning h url: Unknown variable trigger.data.customer.nmae in HTTP Request (URL); did you mean trigger.data.customer.name?',
    ]);
    expect(run('trigger.data.lines[0].sku', { samples })).toEqual([]);
    expect(run('trigger.data.lines[0].sk', { samples })).toHaveLength(1);
    expect(run('trigger.data.x', { samples: { trigger: { customer: 1, x: 1 } } })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    [
      'fields of an input are not questioned',
      map([to('a', 'anything.there'), to('b', 'input.x')], { input: '{{ trigger.data }}' }),
      [],
    ],
    [
      'without an input names are questioned',
      map([to('a', 'anything.there')]),
      ['error m mappings[0].source_path: Unknown variable anything in Data Transform (mapping of a)'],
    ],
    [
      'entries of a list have item and index',
      map(undefined, {
        transform_type: 'filter_array',
        input: '{{ trigger.data }}',
        condition: 'item.a > index',
      }),
      [],
    ],
    [
      'rows of a condition',
      node('i', 'if', { conditions: [{ left: 'orde.x', op: 'equals', right: '{{ tigger.data }}' }] }),
      [
        'warning i -: Conditional decides and nothing follows',
        'error i conditions[0].left: Unknown variable orde in Conditional (left side of condition 1)',
        'error i conditions[0].right: Unknown variable tigger in Conditional (right side of condition 1); did you mean trigger?',
      ],
    ],
    [
      'the same name twice in one field is one problem',
      http({ url: '{{ zzz.a }}{{ zzz.b }}' }),
      ['error h url: Unknown variable zzz in HTTP Request (URL)'],
    ],
  ])('%s', (_, tested, expected) => {
    expect(lines(check([manual, tested], `t>${(tested as { id: string }).id}`))).toEqual(expected);
  });

  it('fields of an event are not questioned in its filters, but must be readable', () => {
    const trigger = (path: string) =>
      node('t', 'event', { event_type: 'a', filters: [{ path, op: 'equals', value: 1 }] });
    expect(lines(check([trigger('customer.country'), http()], 't>h'))).toEqual([]);
    expect(lines(check([trigger('customer country'), http()], 't>h'))).toHaveLength(1);
  });
});

describe('types', () => {
  const samples = { trigger: { data: { name: 'Ada', lines: [{ sku: 'A', price: 2 }] } } };
  const run = (expression: string, context: Partial<CheckContext> = {}) => {
    const next = node('n', 'http_request', { url: `https://x.test/{{ ${expression} }}` }, { key: 'next' });
    return lines(check([manual, http(), next], 't>h h>n', context));
  };
  it.each<[string, RegExp | null]>([
    ['multiply(http_response.status, 2)', null],
    [
      'http_response.status.toUpperCase()',
      /^error n url: HTTP Request: .*http_response\.status.* \(at character \d+\)$/,
    ],
    ['multiply(http_response.body.x, 2)', null],
    ['multiply(trigger.data.name, 2)', null],
    ['[1, 2].map(i => i.toUpperCase())', /^error n url: /],
  ])('%s by what is declared', (expression, expected) => {
    const found = run(expression);
    if (expected === null) expect(found).toEqual([]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    }
  });
  it.each<[string, RegExp | null]>([
    ['multiply(trigger.data.lines[0].price, 2)', null],
    ['multiply(trigger.data.name, 2)', /^warning n url: HTTP Request: .*trigger\.data\.name is text/],
    ['trigger.data.lines.map(i => i.prce)', /^warning n url: HTTP Request: .*prce.*price/],
  ])('%s by what an earlier run showed', (expression, expected) => {
    const found = run(expression, { samples });
    if (expected === null) expect(found).toEqual([]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    }
  });
});

it('a node of a hundred thousand expressions is checked as far as a person could have written it', () => {
  const headers = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, at) => [`h${at}`, `{{ none${at} }}`]),
  );
  const problems = check([manual, http({ url: 'https://x.test', headers })], 't>h');
  expect(problems.filter(({ message }) => message.includes('more than 10,000 expressions'))).toMatchObject([
    { node_id: 'h', severity: 'error', field: 'headers.h10000' },
  ]);
  expect(problems).toHaveLength(10_001);
});
