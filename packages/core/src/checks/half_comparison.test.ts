import { describe, expect, it } from 'vitest';
import { type Config, check, http, lines, manual, node } from './check_testing.ts';

const half = (place: string, field: string, what = 'the condition') =>
  `warning ${place} ${field}: ${place === 'i' ? 'Conditional' : 'Event Trigger'}: ${what} has nothing to compare with; fill in the right side, or choose “is empty”`;
const left = 'trigger.data.total';

function found(config: Config): string[] {
  const tested = node('i', 'if', config);
  return lines(check([manual, tested, http()], 't>i i/true>h'));
}

describe('a comparison without a right side', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['left out', { left, op: 'greater' }, [half('i', 'conditions[0].right')]],
    ['empty', { left, op: 'equals', right: '' }, [half('i', 'conditions[0].right')]],
    ['blank, with no operator', { left, right: '  ' }, [half('i', 'conditions[0].right')]],
    [
      'empty, by another word for the operator',
      { left, op: '>=', right: '' },
      [half('i', 'conditions[0].right')],
    ],
    ['one of no values', { left, op: 'in', right: [] }, [half('i', 'conditions[0].right')]],
    ['not needed', { left, op: 'is_empty' }, []],
    ['not needed, by another word', { left, op: 'exists', right: '' }, []],
    ['not needed where it asks whether there is anything', { left, op: 'is_present', right: '' }, []],
    ['before an empty date', { left, op: 'before', right: '' }, [half('i', 'conditions[0].right')]],
    ['nothing, on purpose', { left, op: 'equals', right: null }, []],
    ['an empty list, on purpose', { left, op: 'equals', right: [] }, []],
    ['zero', { left, op: 'greater', right: 0 }, []],
    ['false', { left, op: 'equals', right: false }, []],
    ['an expression', { left, op: 'equals', right: '{{ trigger.data.other }}' }, []],
  ])('%s', (_, row, expected) => {
    expect(found({ conditions: [row] })).toEqual(expected);
  });

  it('is told of its row, and only there', () => {
    const conditions = [
      { left, op: 'greater', right: 1 },
      { left, op: 'less', right: '' },
    ];
    expect(found({ conditions })).toEqual([half('i', 'conditions[1].right', 'condition 2')]);
  });

  it('is told in groups, and in the cases of a switch', () => {
    const rows = [
      { left, op: 'greater', right: 1 },
      { combine: 'any', conditions: [{ left, op: 'less', right: '' }] },
    ];
    expect(found({ conditions: rows })).toEqual([
      half('i', 'conditions[1].conditions[0].right', 'condition 2.1'),
    ]);
    const cases = [{ condition: 'true' }, { label: 'Big', conditions: [{ left, op: 'greater' }] }];
    const told = check([manual, node('s', 'switch', { cases }), http()], 't>s s/case_0>h');
    expect(told.filter(({ check: by }) => by === 'half_comparison')).toMatchObject([
      { field: 'cases[1].conditions[0].right', message: expect.stringContaining('the condition of case 2') },
    ]);
  });

  it('is not told of a row that has no left side, or that is none', () => {
    const told = check(
      [manual, node('i', 'if', { conditions: [{ left: '', right: '' }] }), http()],
      't>i i/true>h',
    );
    expect(told.map(({ check: by }) => by)).toEqual(['invalid_condition']);
    expect(check([manual, node('i', 'if', { conditions: ['x'] })]).map(({ check: by }) => by)).not.toContain(
      'half_comparison',
    );
  });

  it('is told of the filters of an event', () => {
    const trigger = node('t', 'event', {
      event_type: 'order.created',
      filters: [
        { path: 'country', op: 'equals', value: '' },
        { path: 'note', op: 'is_not_empty' },
      ],
    });
    expect(lines(check([trigger, http()], 't>h'))).toEqual([half('t', 'filters[0].value', 'condition 1')]);
  });

  it('never stands in the way of a deploy', () => {
    const severities = check(
      [manual, node('i', 'if', { conditions: [{ left }] }), http()],
      't>i i/true>h',
    ).map(({ severity }) => severity);
    expect(severities).toEqual(['warning']);
  });
});
