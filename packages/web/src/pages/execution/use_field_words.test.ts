import { coreManifest } from '@millrace/core';
import { expect, test } from 'vitest';
import { nodeIn, wordsOfField } from './use_field_words.ts';

const mappings = [{ target_field: 'email', source_path: 'x' }];
const definition = {
  nodes: [
    null,
    { id: 's', subtype: 'switch', config: { cases: [] } },
    { id: 'm', subtype: 'data_transform', config: { mappings } },
  ],
};
const transform = {
  operations: [
    { id: 'data_transform', input: { properties: { mappings: { title: 'Fields', field: 'mappings' } } } },
  ],
} as unknown as Parameters<typeof wordsOfField>[2][number];
const apps = [coreManifest(), transform];

test.each([
  ['cases[1].condition', 's', 'condition of case 2'],
  ['config.cases[0].label', 's', 'name of case 1'],
  ['mappings[0].source_path', 'm', 'source of the mapping of email'],
  ['url', 'gone', 'url'],
  ['', 'm', ''],
])('the field %s of %s is named %s', (field, id, expected) => {
  expect(wordsOfField(field, nodeIn(definition, id), apps)).toBe(expected);
});

test('a definition of which nothing can be read has no node', () => {
  expect(nodeIn({}, 's')).toBeUndefined();
  expect(nodeIn({ nodes: 'x' }, 's')).toBeUndefined();
});
