import { expect, test } from 'vitest';
import { z } from 'zod';
import { invalidInput } from './errors.ts';

const schema = z.object({
  url: z.string().min(1).meta({ title: 'URL' }),
  headers: z.record(z.string(), z.string()).default({}).meta({ title: 'Headers', field: 'key_value' }),
  mappings: z
    .array(z.object({ target_field: z.string(), source_path: z.string() }))
    .default([])
    .meta({ title: 'Fields', field: 'mappings' }),
  plain: z.number().optional(),
});

test.each<[string, unknown, string, string | undefined]>([
  ['a field', {}, 'URL is missing', 'url'],
  [
    'an entry',
    { url: 'x', headers: { 'X A': 1 } },
    'Header “X A” must be text, not a number',
    'headers["X A"]',
  ],
  [
    'a part of a mapping',
    { url: 'x', mappings: [{ target_field: 'email' }] },
    'Source of the mapping of email is missing',
    'mappings[0].source_path',
  ],
  ['a field without a title', { url: 'x', plain: '1' }, 'plain must be a number, not text', 'plain'],
  ['the whole', 5, 'The input must be an object, not a number', undefined],
  ['several', { headers: { A: 1 } }, 'URL is missing (and 1 more)', 'url'],
])('what a schema refuses is named as in the form, and its path stays: %s', (_, value, message, field) => {
  const { error } = schema.safeParse(value);
  expect(invalidInput(error!, { value, schema })).toMatchObject({ message, ...(field && { field }) });
});
