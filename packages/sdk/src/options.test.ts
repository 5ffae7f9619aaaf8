import { inputJsonSchema } from '@millrace/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loaderOf, optionsField } from './options.ts';

const load = async () => [{ value: 'a' }];
const repo = optionsField({ label: 'Repository', depends_on: ['owner'], load });
const input = z.object({
  owner: z.string(),
  repo,
  branch: optionsField({ label: 'Branch', load }).optional().meta({ advanced: true }),
  target: z.object({ channel: repo.default('x') }),
  rows: z.array(z.object({ column: repo })),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), list: repo }),
    z.object({ kind: z.literal('b'), name: z.string() }),
  ]),
});

test('the manifest says that choices are loaded and on what they depend, and has no code in it', () => {
  const schema = inputJsonSchema(input) as { properties: Record<string, Record<string, unknown>> };
  expect(schema.properties.repo).toEqual({
    type: 'string',
    title: 'Repository',
    field: 'options',
    depends_on: ['owner'],
  });
  expect(schema.properties.branch).toMatchObject({ field: 'options', advanced: true, title: 'Branch' });
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});

test.each(['repo', 'branch', 'target.channel', 'rows.3.column', 'to.list'])('%s has its loader', (field) => {
  expect(loaderOf(input, field)?.load).toBe(load);
});

test.each([
  'owner',
  'nothing',
  'target',
  'target.nothing',
  'rows.column',
  '__proto__',
  'constructor.name',
  '',
])('%s has none', (field) => expect(loaderOf(input, field)).toBeUndefined());
