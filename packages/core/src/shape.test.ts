import { describe, expect, test } from 'vitest';
import { mergeShapes, type Shape, sampleOfSchema, shapeOfSchema, shapeOfValue } from './shape.ts';

describe('the shape of a sample', () => {
  test.each<[unknown, Shape]>([
    ['a', { type: 'text' }],
    [1, { type: 'number' }],
    [false, { type: 'boolean' }],
    [null, { type: 'nothing' }],
    [undefined, { type: 'nothing' }],
    [new Date(), { type: 'date' }],
    [[], { type: 'list', item: { type: 'unknown' } }],
    [[1, 2], { type: 'list', item: { type: 'number' } }],
    [[1, 'a'], { type: 'list', item: { type: 'unknown' } }],
    [[1, null], { type: 'list', item: { type: 'number', optional: true } }],
    [{ a: 1 }, { type: 'object', fields: { a: { type: 'number' } } }],
    [
      [{ a: 1 }, { a: 2, b: 'x' }],
      {
        type: 'list',
        item: { type: 'object', fields: { a: { type: 'number' }, b: { type: 'text', optional: true } } },
      },
    ],
    [[[], [1]], { type: 'list', item: { type: 'list', item: { type: 'number' } } }],
  ])('%j', (value, shape) => {
    expect(shapeOfValue(value)).toEqual(shape);
  });

  test('ends with data that is deep, wide or contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(shapeOfValue(loop).type).toBe('list');
    const wide = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, 1]));
    expect(shapeOfValue(wide).open).toBe(true);
  });

  test('a field called __proto__ is a field', () => {
    const shape = shapeOfValue(JSON.parse('{"__proto__":{"a":1}}'));
    expect(Object.hasOwn(shape.fields!, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(shape.fields)).toBe(Object.prototype);
  });
});

describe('merging', () => {
  const samples = [1, 'a', null, [], [1], { a: 1 }, { b: [] }, new Date(0)];

  test('does not depend on the order, and merging with itself changes nothing', () => {
    for (const a of samples) {
      expect(mergeShapes(shapeOfValue(a), shapeOfValue(a)).type).toBe(shapeOfValue(a).type);
      for (const b of samples) {
        const [one, other] = [
          mergeShapes(shapeOfValue(a), shapeOfValue(b)),
          mergeShapes(shapeOfValue(b), shapeOfValue(a)),
        ];
        expect(one.type).toBe(other.type);
        expect(one.optional).toBe(other.optional);
      }
    }
  });
});

describe('the shape that a schema describes', () => {
  test.each<[Record<string, unknown>, Shape]>([
    [{ type: 'string' }, { type: 'text' }],
    [{ type: 'integer' }, { type: 'number' }],
    [{ type: ['string', 'null'] }, { type: 'text', optional: true }],
    [{ enum: ['a', 'b'] }, { type: 'text' }],
    [{ const: 5 }, { type: 'number' }],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, { type: 'text', optional: true }],
    [{ oneOf: [{ type: 'string' }, { type: 'number' }] }, { type: 'unknown' }],
    [{}, { type: 'unknown' }],
    [
      { type: 'array', items: { type: 'number' } },
      { type: 'list', item: { type: 'number' } },
    ],
    [{ type: 'object' }, { type: 'object', fields: {}, open: true }],
    [
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'number', default: 1 }, c: {} },
        required: ['a'],
        additionalProperties: false,
      },
      {
        type: 'object',
        fields: { a: { type: 'text' }, b: { type: 'number' }, c: { type: 'unknown', optional: true } },
      },
    ],
    [
      { type: 'object', additionalProperties: { type: 'number' } },
      { type: 'object', fields: {}, open: true, item: { type: 'number' } },
    ],
    [
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { type: 'object', properties: { b: { type: 'number' } }, required: ['b'] },
        ],
      },
      { type: 'object', fields: { a: { type: 'text' }, b: { type: 'number' } } },
    ],
    [{ $ref: '#/$defs/x', $defs: { x: { type: 'boolean' } } }, { type: 'boolean' }],
    [{ $ref: '#/$defs/missing' }, { type: 'unknown' }],
    [{ $ref: 'https://example.com/schema' }, { type: 'unknown' }],
  ])('%j', (schema, shape) => {
    expect(shapeOfSchema(schema)).toEqual(shape);
  });

  test('a schema that refers to itself ends', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { child: { $ref: '#/$defs/node' } } } },
    };
    expect(shapeOfSchema(tree).type).toBe('object');
    expect(sampleOfSchema(tree)).toHaveProperty('child.child');
  });
});

describe('a sample of a schema', () => {
  test.each<[Record<string, unknown>, unknown]>([
    [{ type: 'string', format: 'email' }, 'ada@example.com'],
    [{ type: 'string', maxLength: 2 }, 'te'],
    [{ type: 'string', minLength: 6 }, 'textxx'],
    [{ type: 'string', enum: ['open', 'done'] }, 'open'],
    [{ type: 'string', default: 'x' }, 'x'],
    [{ type: 'string', examples: ['y'] }, 'y'],
    [{ const: 7 }, 7],
    [{ type: 'integer', minimum: 100 }, 100],
    [{ type: 'integer', maximum: 5 }, 5],
    [{ type: 'integer', exclusiveMinimum: 42 }, 43],
    [{ type: 'integer', multipleOf: 10 }, 50],
    [{ type: 'boolean' }, true],
    [{ type: 'null' }, null],
    [{ type: ['null', 'string'] }, 'text'],
    [{ anyOf: [{ type: 'null' }, { type: 'number' }] }, 42],
    [{ type: 'array', items: { type: 'number' }, minItems: 2 }, [42, 42]],
    [{ type: 'array' }, []],
    [{}, null],
    [
      {
        type: 'object',
        properties: {
          id: { type: 'string' },
          email: { type: 'string' },
          total: { type: 'number' },
          created_at: { type: 'string' },
          status: { type: 'integer' },
        },
      },
      {
        id: 'id_1042',
        email: 'ada@example.com',
        total: 129.9,
        created_at: '2025-01-15T10:00:00.000Z',
        status: 200,
      },
    ],
    [
      {
        allOf: [
          { type: 'object', properties: { a: { type: 'number' } } },
          { properties: { b: { type: 'boolean' } } },
        ],
      },
      { a: 42, b: true },
    ],
  ])('%j', (schema, expected) => {
    expect(sampleOfSchema(schema)).toEqual(expected);
  });

  test('has the shape that the schema describes', () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        lines: {
          type: 'array',
          items: { type: 'object', properties: { qty: { type: 'integer' } }, required: ['qty'] },
        },
      },
      required: ['name', 'lines'],
      additionalProperties: false,
    };
    expect(shapeOfValue(sampleOfSchema(schema))).toEqual(shapeOfSchema(schema));
  });
});
