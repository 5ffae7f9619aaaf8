import { previewMappings, shapeOfValue } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { dropChoices, likeliestTarget, newField } from './drops.ts';
import { entryText, fromEntryText } from './entry_text.ts';
import { strayed, unfit } from './fit.ts';
import { linesOf } from './lines.ts';
import { createMapperStore } from './mapper_store.ts';
import { resultLines } from './result_lines.ts';
import { takeOver, writeByHand } from './take_over.ts';
import { fieldOf, sourceOf, targetOf, targetsOf } from './testing.ts';

const order = {
  id: 'A-1',
  total: 5,
  items: [{ sku: 'a', qty: 2 }],
  tags: ['x', 'y'],
  customer: { name: 'Ada' },
};
const source = sourceOf('order', order);
const target = targetsOf({
  name: 'x',
  count: 1,
  lines: [{ sku: 'x', quantity: 1 }],
  tags: ['x'],
  customer: { name: 'x' },
});
const choices = (from: string, to: string) =>
  dropChoices(fieldOf(source, from), targetOf(target, to)).map(
    ({ id, mappings }) =>
      `${id}: ${mappings.map((each) => `${each.target_field} < ${each.source_path}`).join(', ')}`,
  );

describe('a field that is dropped', () => {
  it.each<[string, string, string[]]>([
    ['order.id', 'name', ['value: name < order.id']],
    ['order.items[].sku', 'lines[].sku', ['value: lines[].sku < order.items[].sku']],
    ['order.id', 'lines[].sku', ['value: lines[].sku < order.id']],
    [
      'order.items',
      'lines',
      [
        'entry_by_entry: lines[].sku < order.items[].sku, lines[].quantity < order.items[].qty',
        'whole_list: lines < order.items',
      ],
    ],
    ['order.tags', 'tags', ['whole_list: tags < order.tags']],
    [
      'order.items[].sku',
      'name',
      [
        'first: name < order.items[0].sku',
        "join: name < order.items.map(entry => entry.sku) | join(', ')",
        'count: name < count(order.items)',
      ],
    ],
    ['order.items', 'count', ['count: count < count(order.items)', 'first: count < order.items[0]']],
    ['order.items[].sku', 'tags', ['all_values: tags[] < order.items[].sku']],
    [
      'order.customer',
      'customer',
      ['inside: customer.name < order.customer.name', 'whole_object: customer < order.customer'],
    ],
  ])('%s onto %s', (from, to, expected) => {
    expect(choices(from, to)).toEqual(expected);
  });

  it('every way gives a mapping that works on the sample', () => {
    for (const from of [
      'order.id',
      'order.items',
      'order.items[].sku',
      'order.tags',
      'order.tags[]',
      'order.customer',
    ])
      for (const to of ['name', 'count', 'lines', 'tags', 'customer'])
        for (const { mappings } of dropChoices(fieldOf(source, from), targetOf(target, to)))
          expect([from, to, mappings, [...previewMappings(mappings, { order }).errors.values()]]).toEqual([
            from,
            to,
            mappings,
            [],
          ]);
  });

  it('on no field makes a new one of its name that is free', () => {
    const name = (path: string, taken: string[] = []) =>
      newField(fieldOf(source, path), new Set(taken)).mappings[0]!.target_field;
    expect(name('order.id')).toBe('id');
    expect(name('order.id', ['id', 'id_2'])).toBe('id_3');
    expect(name('order.tags[]')).toBe('tags[]');
  });

  it('is likely meant for the field of its name', () => {
    const rows = [targetOf(target, 'count'), targetOf(target, 'customer.name')];
    expect(likeliestTarget(fieldOf(source, 'order.customer.name'), rows)?.id).toBe('customer.name');
    expect(likeliestTarget(fieldOf(source, 'order.id'), rows)).toBeUndefined();
  });
});

describe('a name that real data does not have', () => {
  const real = {
    trigger: shapeOfValue({ data: { total: 5, lines: [{ sku: 'A' }] } }),
    get: { type: 'unknown' } as const,
  };
  it.each([
    ['trigger.data.totl', 'trigger.data.total'],
    ['{{ trigger.data.totl }}', '{{ trigger.data.total }}'],
  ])('%s is mended with one click', (source_path, expected) => {
    const found = strayed({ target_field: 'sum', source_path }, real);
    expect(found?.reason).toContain('trigger.data.totl');
    expect(found?.remedies.map(({ mapping }) => mapping.source_path)).toEqual([expected]);
  });
  it.each(['trigger.data.total', 'trigger.data.lines[].sku', 'get.body.anything', ''])(
    '%s is nothing to mend',
    (source_path) => {
      expect(strayed({ target_field: 'sum', source_path }, real)).toBeNull();
    },
  );
  it('is told in lists', () => {
    const found = strayed({ target_field: 'l[].s', source_path: 'trigger.data.lines[].skku' }, real);
    expect(found?.reason).toContain('skku');
  });
});

describe('a value of another type', () => {
  const remedies = (
    source_path: string,
    found: 'number' | 'text' | 'list' | 'object',
    wanted: 'text' | 'number' | 'list' | 'boolean',
  ) =>
    unfit({ target_field: 'x', source_path }, { type: found }, { type: wanted })?.remedies.map(
      ({ mapping }) => mapping.transformation?.type ?? mapping.source_path,
    );
  it.each([
    ['order.total', 'number', 'text', ['toText(order.total)', 'number_format']],
    ['{{ order.total }}', 'text', 'number', ['toNumber(order.total)']],
    ['order.items[].qty', 'text', 'number', ['toNumber(order.items[].qty)']],
    ['order.tags', 'list', 'text', ['order.tags[0]', "join(order.tags, ', ')"]],
    ['order.id', 'text', 'list', ['[order.id]']],
    ['order.id', 'text', 'boolean', ['toBoolean(order.id)']],
    ['order', 'object', 'text', ['json(order)']],
    ['{{ a }} and {{ b }}', 'text', 'number', []],
  ] as const)('%s, %s for %s', (path, found, wanted, expected) => {
    expect(remedies(path, found, wanted)).toEqual(expected);
  });

  it('says why, and nothing where nothing is known', () => {
    expect(unfit({ target_field: 'x', source_path: 'a' }, { type: 'number' }, { type: 'text' })?.reason).toBe(
      'is a number; text is needed',
    );
    expect(unfit({ target_field: 'x', source_path: 'a' }, { type: 'unknown' }, { type: 'text' })).toBeNull();
  });
});

describe('what was written by hand', () => {
  it.each<[string, unknown, object[]]>([
    ['nothing', undefined, []],
    [
      'an object with templates',
      { id: '{{ order.id }}', text: 'No {{ order.id }}', fixed: 5, deep: { a: '{{ x }}', none: {} } },
      [
        { target_field: 'id', source_path: 'order.id' },
        { target_field: 'text', source_path: 'No {{ order.id }}' },
        { target_field: 'fixed', source_path: '', default_value: 5 },
        { target_field: 'deep.a', source_path: 'x' },
        { target_field: 'deep.none', source_path: '', default_value: {} },
      ],
    ],
    [
      'text with bare templates',
      '{ "total": {{ order.total }}, "t": "say \\"{{ a }}\\"", "l": [{{ b }}, 1] }',
      [
        { target_field: 'total', source_path: 'order.total' },
        { target_field: 't', source_path: 'say "{{ a }}"' },
        { target_field: 'l[0]', source_path: 'b' },
        { target_field: 'l[1]', source_path: '', default_value: 1 },
      ],
    ],
    ['a name with a dot', { 'a.b': '{{ x }}' }, [{ target_field: '["a.b"]', source_path: 'x' }]],
  ])('%s is taken over', (_, value, mappings) => {
    expect(takeOver(value)).toEqual({ ok: true, mappings });
  });

  it.each<[string, unknown, string]>([
    ['an expression alone', '{{ order }}', 'it is not a JSON object'],
    ['a list', [1], 'it is not a JSON object'],
    ['broken JSON', '{ "a": ', 'it is not a JSON object'],
    ['a reserved name', JSON.parse('{ "__proto__": 1 }'), 'the name "__proto__" cannot be mapped'],
    [
      'too much',
      Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`f${at}`, at])),
      'it has more than 1,000 fields',
    ],
  ])('%s is not', (_, value, reason) => {
    expect(takeOver(value)).toEqual({ ok: false, reason });
  });

  it('comes back as it was where text can say the same', () => {
    const value = { id: '{{ order.id }}', deep: { a: 5, l: ['{{ x }}', 2] } };
    const taken = takeOver(value);
    expect(taken.ok && writeByHand(taken.mappings)).toEqual({ value, lost: 0 });
    const lost = writeByHand([
      { target_field: 'a', source_path: 'b', transformation: { type: 'trim' } },
      { target_field: 'l[].x', source_path: 'y[].x' },
      { target_field: 'ok', source_path: 'z' },
    ]);
    expect(lost).toEqual({ value: { ok: '{{ z }}' }, lost: 2 });
  });
});

describe('the source of an entry', () => {
  const scope = { order };
  it.each([
    ['order.items[].sku', 'entry.sku'],
    ['order.items[].qty * order.items[].qty', 'entry.qty * entry.qty'],
    ['{{ order.items[].qty }} x', '{{ entry.qty }} x'],
    ['upper(order.items[].sku)', 'upper(entry.sku)'],
    ['order.tags[]', 'entry'],
  ])('%s is shown as %s, and comes back', (path, shown) => {
    const found = entryText(path, scope, {})!;
    expect(found.text).toBe(shown);
    expect(fromEntryText(found.text, found)).toBe(path);
  });

  it('has the first entry as its sample, under a name that is free', () => {
    expect(entryText('order.items[].sku', { order, entry: 1 }, {})).toMatchObject({
      text: 'entry_.sku',
      list: 'order.items',
      scope: { entry_: { sku: 'a' }, index: 0 },
    });
    expect(entryText('order.id', scope, {})).toBeNull();
  });
});

describe('the mapper’s own undo', () => {
  it('takes back each change, and typing in one field as one', () => {
    const store = createMapperStore([{ target_field: 'a', source_path: 'x' }], null);
    const { add, change, remove, undo, redo } = store.getState();
    const targets = () =>
      store.getState().drafts.map(({ mapping }) => `${mapping.target_field} ${mapping.source_path}`);
    add([{ target_field: 'b', source_path: 'y' }]);
    const { id } = store.getState().drafts[0]!;
    change(id, { target_field: 'a', source_path: 'xy' }, 'source');
    change(id, { target_field: 'a', source_path: 'xyz' }, 'source');
    remove(id);
    expect(targets()).toEqual(['b y']);
    expect(store.getState().fields).toEqual(['a', 'b']);
    undo();
    expect(targets()).toEqual(['a xyz', 'b y']);
    undo();
    expect(targets()).toEqual(['a x', 'b y']);
    undo();
    expect(targets()).toEqual(['a x']);
    redo();
    redo();
    expect(targets()).toEqual(['a xyz', 'b y']);
  });

  it('says which field was added', () => {
    const store = createMapperStore([], null);
    store.getState().addField('order.id');
    expect(store.getState()).toMatchObject({ said: 'Added field order.id.', selected: 'order.id' });
  });

  it('a field that is mapped again keeps its place; a renamed one too', () => {
    const store = createMapperStore(
      [
        { target_field: 'a', source_path: 'x' },
        { target_field: 'b', source_path: 'y' },
      ],
      null,
    );
    store.getState().add([{ target_field: 'a', source_path: 'z' }]);
    expect(store.getState().drafts.map(({ mapping }) => mapping.source_path)).toEqual(['z', 'y']);
    store.getState().change(1, { target_field: 'c.d', source_path: 'z' });
    expect(store.getState().fields).toEqual(['c.d', 'b']);
  });
});

it('the result shows each error at its field', () => {
  const errors = new Map([
    ['a', 'is empty'],
    ['deep.b', 'fails'],
    ['gone.c', 'fails too'],
  ]);
  expect(
    resultLines({ ok: 1, deep: { x: [true] } }, errors).map(({ text, error }) =>
      error ? `${text} !${error}` : text,
    ),
  ).toEqual([
    '{',
    '"ok": 1,',
    '"deep": {',
    '"x": [',
    'true',
    ']',
    '"b": !fails',
    '}',
    '"a": !is empty',
    '"c": !fails too',
    '}',
  ]);
});

it('lines end at the row, at what it is folded into, or at the edge, and upon each other only once', () => {
  const drafts = [
    { id: 1, mapping: { target_field: 'a', source_path: 'order.customer.name' } },
    { id: 2, mapping: { target_field: 'b', source_path: 'order.customer.x + order.total' } },
    { id: 3, mapping: { target_field: 'b', source_path: 'order.customer.y' } },
    { id: 4, mapping: { target_field: 'far', source_path: 'order.far' } },
  ];
  const sources = new Map([
    ['order', 0],
    ['order\u0000customer', 1],
    ['order\u0000total', 2],
    ['order\u0000far', 90],
  ]);
  const targets: Record<string, number> = { a: 0, b: 1, far: 80 };
  const pane = { top: 10, height: 320, scroll: 0 };
  const lines = linesOf({
    drafts,
    sources,
    source: pane,
    target: pane,
    targetRow: (field) => targets[field],
  });
  expect(lines.map(({ draft, from, to, faint }) => [draft.id, from, to, faint])).toEqual([
    [1, 58, 26, true],
    [2, 58, 58, true],
    [2, 90, 58, false],
  ]);
});
