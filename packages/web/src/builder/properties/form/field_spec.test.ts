import { coreManifest, inputJsonSchema } from '@millrace/core';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { type FieldSpec, fieldOf, fieldsOf, isRequired, isShown } from './field_spec.ts';

const kindOf = (schema: z.ZodType) => fieldsOf(inputJsonSchema(z.object({ f: schema })))[0]!;

describe('the control of a field', () => {
  it.each([
    [z.string(), 'text'],
    [z.string().meta({ field: 'multiline' }), 'multiline'],
    [z.number(), 'number'],
    [z.int().optional(), 'number'],
    [z.boolean(), 'switch'],
    [z.enum(['a', 'b']), 'select'],
    [z.enum(['a', 'b']).nullish(), 'select'],
    [z.array(z.string()), 'list'],
    [z.record(z.string(), z.string()), 'key_value'],
    [z.object({ a: z.string() }), 'group'],
    [z.union([z.literal('a'), z.literal('b')]), 'select'],
    [
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('a') }),
        z.object({ type: z.literal('b'), x: z.string() }),
      ]),
      'variant',
    ],
    [z.unknown(), 'expression'],
    [z.string().meta({ field: 'no_such_control' }), 'text'],
  ])('%# is %s', (schema, kind) => {
    expect(kindOf(schema).kind).toBe(kind);
  });

  it('takes title, options, bounds and default along', () => {
    expect(
      kindOf(
        z
          .enum(['GET', 'map_fields'])
          .default('GET')
          .meta({ title: 'Method', enum_labels: { map_fields: 'Map' } }),
      ),
    ).toMatchObject({
      title: 'Method',
      required: false,
      fallback: 'GET',
      options: [
        { value: 'GET', label: 'GET' },
        { value: 'map_fields', label: 'Map' },
      ],
    });
    expect(kindOf(z.number().min(1).max(9))).toMatchObject({ min: 1, max: 9, required: true });
    expect(kindOf(z.int())).toMatchObject({ min: undefined, max: undefined });
  });

  it('splits variants by what tells them apart', () => {
    const union = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('none') }),
      z.object({ kind: z.literal('bearer_token'), token: z.string() }),
    ]);
    expect(kindOf(union)).toMatchObject({
      discriminator: 'kind',
      variants: [
        { value: 'none', fields: [] },
        { value: 'bearer_token', label: 'Bearer token', fields: [{ name: 'token' }] },
      ],
    });
  });

  it('survives a schema that says nothing', () => {
    expect(fieldsOf(undefined)).toEqual([]);
    expect(fieldsOf({ properties: { a: null, b: 7, c: {} } } as never).map(({ kind }) => kind)).toEqual([
      'expression',
      'expression',
      'expression',
    ]);
  });
});

describe('what is shown and asked for', () => {
  const webhook = fieldsOf(coreManifest().operations.find(({ id }) => id === 'webhook')!.input);
  const names = (config: Record<string, unknown>) =>
    webhook.filter((field) => isShown(field, webhook, config)).map(({ name }) => name);

  it('follows the other fields, with their defaults', () => {
    expect(names({})).not.toContain('secret');
    expect(names({ auth: 'basic' })).toEqual(expect.arrayContaining(['username', 'secret']));
    expect(names({ auth: 'header' })).toEqual(expect.arrayContaining(['header_name', 'secret']));
  });

  it('shows what an expression might need', () => {
    expect(names({ auth: '{{ variables.auth }}' })).toContain('secret');
  });

  it('hides what depends on something hidden, and asks for what is needed then', () => {
    const field = (name: string, more: Partial<FieldSpec>): FieldSpec => ({
      name,
      title: name,
      kind: 'text',
      required: false,
      advanced: false,
      bare: false,
      fallback: undefined,
      ...more,
    });
    const fields = [
      field('a', {}),
      field('b', { show_if: { field: 'a', equals: ['x'] } }),
      field('c', { show_if: { field: 'b', equals: ['y'] } }),
      field('d', { needed_if: { field: 'a', equals: ['x'] } }),
    ];
    expect(isShown(fields[2]!, fields, { a: 'other', b: 'y' })).toBe(false);
    expect(isShown(fields[2]!, fields, { a: 'x', b: 'y' })).toBe(true);
    expect([isRequired(fields[3]!, fields, {}), isRequired(fields[3]!, fields, { a: 'x' })]).toEqual([
      false,
      true,
    ]);
  });
});

test.each<[string, object, string]>([
  ['a control that does not exist', { type: 'string', field: 'hologram' }, 'text'],
  ['a control that does not exist on an object', { type: 'object', field: 'hologram' }, 'key_value'],
  ['a reference', { $ref: '#/$defs/x' }, 'json'],
  ['all of several', { allOf: [{ type: 'object' }] }, 'json'],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }] }, 'json'],
  ['text or a list', { anyOf: [{ type: 'string' }, { type: 'array' }] }, 'json'],
  [
    'objects that nothing tells apart',
    { anyOf: [{ type: 'object' }, { type: 'object', properties: {} }] },
    'key_value',
  ],
  ['nothing known', {}, 'expression'],
  ['nonsense', { type: 7, anyOf: 'x', enum: null, properties: [] } as object, 'expression'],
  ['a list of nobody knows what', { type: 'array' }, 'list'],
])('%s falls back to a control that loses nothing', (_name, schema, kind) => {
  expect(fieldOf('x', schema as Record<string, unknown>, false).kind).toBe(kind);
});

test('choices that are loaded know what they depend on, files what is wanted, and integers that they are whole', () => {
  const fields = fieldsOf({
    properties: {
      repo: { type: 'string', field: 'options', depends_on: ['owner', 7] },
      logo: { type: 'object', field: 'file', accept: 'image/*' },
      count: { type: 'integer' },
      connection_id: { field: 'connection' },
    },
  });
  expect(fields).toMatchObject([
    { kind: 'options', depends_on: ['owner'] },
    { kind: 'file', accept: 'image/*' },
    { kind: 'number', whole: true },
    { kind: 'connection', required: true },
  ]);
});
