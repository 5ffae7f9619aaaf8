import { inputJsonSchema } from '@millrace/core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldsWhere, isWithin } from './field_schema.ts';
import { mask, maskFields, secretEraser } from './secrets.ts';

const secret = () => z.string().meta({ field: 'secret' });
const schema = inputJsonSchema(
  z.object({
    url: z.string(),
    token: secret().optional(),
    auth: z.discriminatedUnion('type', [
      z.object({ type: z.literal('basic'), username: z.string(), password: secret() }),
      z.object({ type: z.literal('bearer'), bearer: secret() }),
      z.object({ type: z.literal('none') }),
    ]),
    headers: z.record(z.string(), secret()).optional(),
    keys: z.array(z.object({ value: secret() })).optional(),
    mappings: z.array(z.object({ source_path: z.string() })).meta({ raw: true }),
  }),
);
const fields = fieldsWhere(schema, (field) => field.field === 'secret');

describe('what is recorded of a secret', () => {
  test('its fields are found wherever they stand', () => {
    expect(fields.map((field) => field.join('.')).sort()).toEqual([
      'auth.bearer',
      'auth.password',
      'headers.*',
      'keys.*.value',
      'token',
    ]);
  });

  test('a schema that refers to itself ends', () => {
    const tree: z.ZodType = z.object({
      key: secret(),
      get child() {
        return tree.optional();
      },
    });
    expect(fieldsWhere(inputJsonSchema(tree), (field) => field.field === 'secret')[0]).toEqual(['key']);
  });

  test('a raw field is known by its wire path and below it', () => {
    const raw = fieldsWhere(schema, (field) => field.raw === true);
    expect(isWithin(raw, 'mappings[0].source_path')).toBe(true);
    expect(isWithin(raw, 'mappings')).toBe(true);
    expect(isWithin(raw, 'url')).toBe(false);
  });

  test('the input shows the mask and the rest as it is', () => {
    const input = {
      url: 'https://a',
      token: 'tok-123456',
      auth: { type: 'basic', username: 'u', password: 'pass-word' },
      keys: [{ value: 'k' }],
    };
    const { shown, secrets } = maskFields(input, fields);
    expect(shown).toEqual({
      url: 'https://a',
      token: mask,
      auth: { type: 'basic', username: 'u', password: mask },
      keys: [{ value: mask }],
    });
    expect(secrets).toEqual(expect.arrayContaining(['tok-123456', 'pass-word', 'k']));
    expect(input.token).toBe('tok-123456');
  });

  test.each([
    ['as it is', (s: string) => `Bearer ${s}`],
    ['URL-encoded', (s: string) => `?key=${encodeURIComponent(s)}`],
    ['as a form has it', (s: string) => `?${new URLSearchParams({ key: s })}`],
    ['in JSON text', (s: string) => JSON.stringify({ s })],
    ['in base64', (s: string) => Buffer.from(s).toString('base64')],
    ['in base64 after one byte', (s: string) => Buffer.from(`:${s}`).toString('base64')],
    ['in base64 after a user name', (s: string) => Buffer.from(`ab:${s}`).toString('base64')],
    ['in base64 between others', (s: string) => Buffer.from(`user:${s}:more`).toString('base64')],
  ])('an echo is erased: %s', (_name, form) => {
    const value = 'c4n"ry/+ value?';
    const text = form(value);
    const erased = secretEraser([value])({ body: { headers: [text], [text]: 1 } });
    const all = JSON.stringify(erased);
    expect(all).toContain(mask);
    expect(all).not.toContain('c4n');
    expect(Buffer.from(String(erased.body.headers).replaceAll(mask, ''), 'base64').toString()).not.toContain(
      'ry/',
    );
  });

  test('short values are not searched for', () => {
    expect(secretEraser(['a'])({ body: 'banana' })).toEqual({ body: 'banana' });
  });
});
