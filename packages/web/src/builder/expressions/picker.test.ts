import { describe, expect, it } from 'vitest';
import { firstMatch, pickerMove } from './picker_keys.ts';
import { openAtFirst, type PickerView, pickerRows } from './picker_rows.ts';
import type { ScopeSource } from './sample_scope.ts';

const data = {
  id: 7,
  'unit price': 3,
  customer: { name: 'Ada' },
  lines: [{ sku: 'A', at: { row: 1 } }, { sku: 'B' }],
  tags: ['x'],
  none: {},
};
const node = { id: 't', subtype: 'webhook', type: 'trigger' } as ScopeSource['node'];
const trigger: ScopeSource = {
  name: 'trigger',
  label: 'Webhook',
  node,
  value: { data, payload: data },
  real: true,
};
const variables: ScopeSource = {
  name: 'variables',
  label: 'Variables',
  node: null,
  value: { limit: 5 },
  real: true,
};
const sources = [trigger, variables];
const view = (search = '', open: Iterable<string> = [], limits = new Map<string, number>()): PickerView => ({
  open: new Set(open),
  limits,
  search,
});
const listed = (given: PickerView, of = sources) =>
  pickerRows(of, given).map(({ expression, name }) => expression ?? name);

describe('the rows of the picker', () => {
  it('are the steps, and what is open in them', () => {
    expect(listed(view())).toEqual(['trigger', 'variables']);
    expect(listed(view('', openAtFirst(sources)))).toEqual([
      'trigger',
      'trigger.data',
      'trigger.data.id',
      "trigger.data['unit price']",
      'trigger.data.customer',
      'trigger.data.lines',
      'trigger.data.tags',
      'trigger.data.none',
      'variables',
    ]);
  });

  it('of a list are each item, the count, and the items', () => {
    const open = [
      'source:trigger',
      'source:trigger.data',
      'source:trigger.data.lines',
      'source:trigger.data.lines[*]',
    ];
    expect(listed(view('', open)).slice(6, 12)).toEqual([
      'each item',
      'trigger.data.lines.map(i => i.sku)',
      'trigger.data.lines.map(i => i.at)',
      'trigger.data.lines.length',
      'trigger.data.lines[0]',
      'trigger.data.lines[1]',
    ]);
    expect(listed(view('', [...open.slice(0, 2), 'source:trigger.data.tags'])).slice(7, 9)).toEqual([
      'trigger.data.tags.length',
      'trigger.data.tags[0]',
    ]);
  });

  it.each([
    ['ada', ['trigger', 'trigger.data', 'trigger.data.customer', 'trigger.data.customer.name']],
    ['customer.na', ['trigger', 'trigger.data', 'trigger.data.customer', 'trigger.data.customer.name']],
    ['LIMIT', ['variables', 'variables.limit']],
    ['nothing like it', []],
  ])('that a search for %s finds lead to it', (search, expected) => {
    expect(listed(view(search))).toEqual(expected);
  });

  it('are made for what is shown only, however long a list is', () => {
    const long = { ...variables, value: { list: Array.from({ length: 200_000 }, (_, index) => index) } };
    const rows = pickerRows([long], view('', ['source:variables', 'source:variables.list']));
    expect(rows).toHaveLength(2 + 1 + 50 + 1);
    expect(rows.at(-1)).toMatchObject({ kind: 'more', id: 'more:source:variables.list' });
    const more = view(
      '',
      ['source:variables', 'source:variables.list'],
      new Map([['source:variables.list', 100]]),
    );
    expect(pickerRows([long], more)).toHaveLength(2 + 1 + 100 + 1);
    expect(pickerRows([long], view('1')).length).toBeLessThan(100);
  });
});

describe('keys in the search', () => {
  const rows = pickerRows(sources, view('', ['source:trigger']));
  const both = { atStart: true, atEnd: true };
  it.each<[number, string, object | null]>([
    [0, 'ArrowDown', { go: 1 }],
    [0, 'ArrowUp', { go: 0 }],
    [2, 'PageDown', { go: 2 }],
    [1, 'ArrowRight', { toggle: rows[1] }],
    [0, 'ArrowRight', null],
    [0, 'ArrowLeft', { toggle: rows[0] }],
    [1, 'ArrowLeft', { go: 0 }],
    [1, 'Enter', { act: rows[1] }],
    [1, 'x', null],
  ])('from row %i %s', (active, key, expected) => {
    expect(pickerMove(rows, active, key, both)).toEqual(expected);
  });

  it('leave the arrows to the text while the cursor is within it', () => {
    expect(pickerMove(rows, 1, 'ArrowRight', { atStart: false, atEnd: false })).toBeNull();
    expect(pickerMove([], 0, 'Enter', both)).toBeNull();
  });

  it('take what is called so', () => {
    expect(
      pickerRows(sources, view('name'))[firstMatch(pickerRows(sources, view('name')), 'name')],
    ).toMatchObject({
      expression: 'trigger.data.customer.name',
    });
  });
});
