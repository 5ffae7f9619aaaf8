import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMappings } from './compile_mappings.ts';
import { type FieldMapping, fieldMappingSchema } from './field_mapping.ts';
import { MappingError } from './mapping_error.ts';
import { applyTransformation } from './transformation.ts';

const order = {
  id: 'o-1',
  price: 19.99,
  total: '12.50',
  shown: '12,50',
  created_at: '2025-01-15T22:30:00Z',
  customer: { name: ' john doe ', vip: true },
  items: [
    { sku: 'a', price: 10 },
    { sku: 'b', price: 5.5 },
  ],
  empty: '',
  none: null,
};
const scope = { order, trigger: { data: order } };
const to = (target_field: string, source_path: string, more: object = {}): FieldMapping =>
  fieldMappingSchema.parse({ target_field, source_path, ...more });
const by = (type: string, params?: object) => ({ transformation: { type, params } });
const map = (...mappings: FieldMapping[]) => compileMappings(mappings).evaluate(scope, { timezone: 'UTC' });

function failure(work: () => unknown): Pick<MappingError, 'code' | 'field' | 'message'> {
  try {
    work();
  } catch (error) {
    if (error instanceof MappingError)
      return { code: error.code, field: error.field, message: error.message };
    throw error;
  }
  throw new Error('nothing failed');
}

describe('a mapping', () => {
  it.each<[string, FieldMapping, unknown]>([
    ['takes a path', to('x', 'order.customer.name'), ' john doe '],
    ['takes it in braces', to('x', '{{ order.customer.name }}'), ' john doe '],
    ['keeps the type', to('x', 'order.customer.vip'), true],
    ['takes an expression', to('x', 'order.items | sum(i => i.price)'), 15.5],
    ['takes text around templates', to('x', 'Order {{ order.id }}!'), 'Order o-1!'],
    ['maps a list', to('x', 'order.items.map(i => i.sku)'), ['a', 'b']],
    ['keeps null', to('x', 'order.none'), null],
    ['keeps empty text', to('x', 'order.empty'), ''],
    ['takes the default for nothing', to('x', 'order.missing', { default_value: 7 }), 7],
    ['takes the default for null', to('x', 'order.none', { default_value: [1] }), [1]],
    ['takes the default for empty text', to('x', 'order.empty', { default_value: '-' }), '-'],
    ['may have a template as default', to('x', '', { default_value: 'id {{ order.id }}' }), 'id o-1'],
    ['trims', to('x', 'order.customer.name', by('trim')), 'john doe'],
    ['writes in capitals', to('x', 'order.customer.name | trim', by('uppercase')), 'JOHN DOE'],
    ['writes small', to('x', "'ÄB'", by('lowercase')), 'äb'],
    ['multiplies exactly', to('x', 'order.price', by('multiply', { factor: 100 })), 1999],
    ['multiplies a text that is a number', to('x', 'order.total', by('multiply', { factor: 2 })), 25],
    [
      'multiplies by a template',
      to('x', 'order.price', by('multiply', { factor: '{{ order.items[0].price }}' })),
      199.9,
    ],
    ['divides exactly', to('x', 'order.price', by('divide', { divisor: 10 })), 1.999],
    ['writes numbers', to('x', '1000.5', by('number_format', { format: '0,0.00' })), '1,000.50'],
    [
      'writes dates in the zone of the workflow',
      to('x', 'order.created_at', by('date_format', { format: 'YYYY-MM-DD HH:mm' })),
      '2025-01-15 22:30',
    ],
    [
      'writes dates in a zone of its own',
      to('x', 'order.created_at', by('date_format', { format: 'DD.MM.YYYY HH:mm', timezone: 'Asia/Tokyo' })),
      '16.01.2025 07:30',
    ],
    [
      'reads a date without a zone in the zone of the workflow',
      to('x', "'2025-01-15 10:00:00'", by('date_format', { format: 'HH:mm Z' })),
      '10:00 +00:00',
    ],
    [
      'transforms each entry of a list',
      to('x', 'order.items.map(i => i.price)', by('multiply', { factor: 2 })),
      [20, 11],
    ],
    [
      'takes the default where a transformation leaves nothing',
      to('x', "'  '", { ...by('trim'), default_value: '-' }),
      '-',
    ],
  ])('%s', (_, mapping, expected) => {
    expect(map(mapping)).toEqual({ x: expected });
  });

  it('leaves out what is not there', () => {
    expect(map(to('x', 'order.missing.deep'), to('y', 'order.missing', by('uppercase')))).toEqual({});
  });

  it('writes into objects and lists, and fills gaps with null', () => {
    expect(
      map(
        to('customer.name', "'Ada'"),
        to('customer.vip', 'true'),
        to('lines[1].sku', "'b'"),
        to('["a.b"].c', '1'),
        to('grid[0][1]', '2'),
      ),
    ).toEqual({
      customer: { name: 'Ada', vip: true },
      lines: [null, { sku: 'b' }],
      'a.b': { c: 1 },
      grid: [[null, 2]],
    });
  });

  it('writes names of built-ins as fields of their own', () => {
    const result = map(to('toString.call', '1'), to('hasOwnProperty', '2'), to('length', '3'));
    expect(Object.keys(result)).toEqual(['toString', 'hasOwnProperty', 'length']);
    expect({}.toString).toBe(Object.prototype.toString);
  });

  it('says what it reads and whether it always gives the same', () => {
    const compiled = compileMappings([
      to('a', 'order.customer.name', { default_value: '{{ trigger.data.x }}' }),
      to('b', '1', by('multiply', { factor: '{{ variables.rate }}' })),
    ]);
    expect(compiled.references).toEqual([
      ['order', 'customer', 'name'],
      ['trigger', 'data', 'x'],
      ['variables', 'rate'],
    ]);
    expect(compiled.deterministic).toBe(true);
    expect(compileMappings([to('a', 'now()')]).deterministic).toBe(false);
  });
});

describe('a mapping fails with its target, its source and the value', () => {
  it.each<[FieldMapping, string, string, string]>([
    [
      to('customer_name', '{{ order.customer.nick }}', { required: true }),
      'required',
      'source_path',
      'customer_name: order.customer.nick is empty',
    ],
    [to('x', 'order.empty', { required: true }), 'required', 'source_path', 'x: order.empty is empty'],
    [to('x', '', { required: true }), 'required', 'source_path', 'x: its source is empty'],
    [
      to('x', 'order.customer', by('uppercase')),
      'type',
      'transformation',
      'x: order.customer is an object; uppercase needs text',
    ],
    [
      to('x', 'order.price', by('trim')),
      'type',
      'transformation',
      'x: order.price is the number 19.99; trim needs text',
    ],
    [
      to('x', 'order.shown', by('multiply', { factor: 2 })),
      'type',
      'transformation',
      'x: order.shown is text "12,50"; multiply needs a number',
    ],
    [
      to('x', "'€ 5'", by('number_format', { format: '0' })),
      'type',
      'transformation',
      `x: '€ 5' is text "€ 5"; number_format needs a number`,
    ],
    [
      to('x', 'order.id', by('date_format', { format: 'YYYY' })),
      'type',
      'transformation',
      'x: order.id is text "o-1"; date_format needs a date or its ISO text',
    ],
    [
      to('x', '5', by('date_format', { format: 'YYYY' })),
      'type',
      'transformation',
      'x: 5 is the number 5; date_format needs a date or its ISO text',
    ],
    [
      to('x', 'order.items', by('uppercase')),
      'type',
      'transformation',
      'x: order.items is an object; uppercase needs text',
    ],
    [
      to('x', 'order.price', by('multiply', { factor: '{{ order.id }}' })),
      'value',
      'transformation',
      'x: order.price is the number 19.99; multiply failed: its factor is text "o-1", which is no number',
    ],
  ])('%j', (mapping, code, field, message) => {
    expect(failure(() => map(mapping))).toEqual({ code, field: `mappings[0].${field}`, message });
  });

  it('and with the error of its expression', () => {
    expect(failure(() => map(to('ok', '1'), to('x', 'order.customer.name * 2')))).toMatchObject({
      code: 'type',
      field: 'mappings[1].source_path',
      message: expect.stringMatching(/^x: .*order\.customer\.name/),
    });
  });
});

describe('mappings are refused', () => {
  it.each<[string, FieldMapping[], string, string | RegExp]>([
    ['an empty target', [to(' ', '1')], 'target_field', 'The target field " " is empty'],
    ['a trailing dot', [to('a.', '1')], 'target_field', 'The target field "a." ends with a dot'],
    ['an empty part', [to('a..b', '1')], 'target_field', 'The target field "a..b" has an empty part'],
    ['a missing dot', [to('a[0]b', '1')], 'target_field', 'The target field "a[0]b" needs a dot before "b"'],
    [
      'a dot before a bracket',
      [to('a.[0]', '1')],
      'target_field',
      'The target field "a.[0]" has a dot before a bracket',
    ],
    [
      'a bracket that never closes',
      [to('a[0', '1')],
      'target_field',
      'The target field "a[0" cannot be read at character 2',
    ],
    [
      'a negative position',
      [to('a[-1]', '1')],
      'target_field',
      'The target field "a[-1]" cannot be read at character 2',
    ],
    [
      'a list at the top',
      [to('[0].a', '1')],
      'target_field',
      'The target field "[0].a" must begin with a name',
    ],
    [
      'a position over 10,000',
      [to('a[10001]', '1')],
      'target_field',
      'The target field "a[10001]" has the list position 10001; the largest is 10000',
    ],
    [
      'positions that fill half a million places',
      [to(`a${'[10000]'.repeat(49)}`, '1')],
      'target_field',
      /has list positions of more than 10000 together$/,
    ],
    [
      'a prototype',
      [to('__proto__.x', '1')],
      'target_field',
      'The target field "__proto__.x" has the part "__proto__", which is a reserved name',
    ],
    [
      'a prototype in quotes',
      [to('a["constructor"]', '1')],
      'target_field',
      'The target field "a["constructor"]" has the part "constructor", which is a reserved name',
    ],
    ['too many parts', [to(Array(51).fill('a').join('.'), '1')], 'target_field', /has more than 50 parts$/],
    ['no factor', [to('a', '1', by('multiply'))], 'transformation', 'a: multiply needs a factor, a number'],
    [
      'a factor that is no number',
      [to('a', '1', by('multiply', { factor: 'x' }))],
      'transformation',
      'a: multiply needs a factor, a number',
    ],
    [
      'division by 0',
      [to('a', '1', by('divide', { divisor: 0 }))],
      'transformation',
      'a: divide needs a divisor, a number other than 0',
    ],
    [
      'no format',
      [to('a', '1', by('date_format'))],
      'transformation',
      'a: date_format needs a format, as in YYYY-MM-DD HH:mm, and may have a timezone',
    ],
    [
      'an unknown parameter',
      [to('a', '1', by('trim', { side: 'left' }))],
      'transformation',
      'a: trim takes no parameters',
    ],
    ['an expression that cannot be read', [to('a', 'x = 1')], 'source_path', /^a: /],
    [
      'a default that cannot be read',
      [to('a', '1', { default_value: ['{{ x = 1 }}'] })],
      'default_value',
      /^a: /,
    ],
  ])('%s', (_, mappings, field, message) => {
    const found = failure(() => compileMappings(mappings));
    expect(found.field).toBe(`mappings[0].${field}`);
    expect(found.message).toMatch(
      typeof message === 'string'
        ? new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
        : message,
    );
  });

  it.each([
    ['a', 'a', 'a is mapped twice'],
    ['a', 'a.b', /^a\.b and a cannot both be set/],
    ['a.b', 'a', /^a and a\.b cannot both be set/],
    ['a[0]', 'a.b', /^a\.b and a\[0\] cannot both be set/],
    ['a[0].x', 'a[0].x.y', /cannot both be set/],
  ])('%s beside %s', (first, second, message) => {
    const found = failure(() => compileMappings([to(first, '1'), to('z', '1'), to(second, '2')]));
    expect(found).toMatchObject({ code: 'conflict', field: 'mappings[2].target_field' });
    expect(found.message).toMatch(message);
  });

  it('and any text as a target gives a field of its own, or a sentence, and never touches a prototype', () => {
    const target = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.stringMatching(/^[a-c.[\]0-9"_]{1,12}$/),
      fc.constantFrom('__proto__', 'a.__proto__', 'a["__proto__"].b', 'constructor.prototype.x'),
    );
    fc.assert(
      fc.property(target, (text) => {
        try {
          compileMappings([to(text, "'polluted'")]).evaluate({});
        } catch (error) {
          expect(error).toBeInstanceOf(MappingError);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
        expect((Object as unknown as Record<string, unknown>).x).toBeUndefined();
      }),
    );
  });
});

it('a step whose time is over maps nothing more, be it expressions or constants', () => {
  const deadline = performance.now() - 1;
  for (const mappings of [[to('a', 'trigger')], [to('a', '')], []])
    expect(() => compileMappings(mappings).evaluate({ trigger: 1 }, { deadline })).toThrow(
      'more than 2 seconds together',
    );
  expect(
    compileMappings([to('a', 'trigger')]).evaluate({ trigger: 1 }, { deadline: deadline + 1e6 }),
  ).toEqual({
    a: 1,
  });
});

it('one transformation alone says what it needs', () => {
  expect(applyTransformation(['a', 'b'], { type: 'uppercase' })).toEqual(['A', 'B']);
  expect(applyTransformation(undefined, { type: 'trim' })).toBeUndefined();
  expect(() => applyTransformation(5, { type: 'trim' })).toThrow('is the number 5; trim needs text');
});
