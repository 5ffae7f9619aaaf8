import { describe, expect, test } from 'vitest';
import { caseWords, fieldWords, withFieldWords } from './field_words.ts';
import { coreManifest } from './nodes/core_manifest.ts';

const own = {
  url: { title: 'URL', type: 'string' },
  headers: { title: 'Headers', field: 'key_value', type: 'object' },
  query: { title: 'Query parameters', field: 'key_value', type: 'object' },
  body: { title: 'Body', field: 'json' },
  tags: { title: 'Tags', type: 'array', items: { type: 'string' } },
  mappings: { title: 'Fields', field: 'mappings', raw: true },
  person: { title: 'Person', type: 'object', properties: { name: { title: 'Full name' } } },
  form_data: {
    title: 'Form fields',
    type: 'array',
    items: { type: 'object', properties: { name: { title: 'Name' } } },
  },
};
const config = {
  mappings: [{ target_field: 'email' }],
  body: { $mappings: [{ target_field: 'lines[].sku' }, {}] },
};

describe('a place in words', () => {
  test.each([
    ['url', 'URL'],
    ['headers.X-Key', 'header X-Key'],
    ['headers["bad header"]', 'header “bad header”'],
    ['headers[""]', 'header without a name'],
    ['query.page', 'query parameter page'],
    ['query.page[1]', 'entry 2 of query parameter page'],
    ['tags[1]', 'tag 2'],
    ['form_data[2].name', 'name of form field 3'],
    ['person.name', 'Person (full name)'],
    ['body.customer.name', 'Body (customer.name)'],
    ['body[0].name', 'Body ([0].name)'],
    ['mappings[0]', 'mapping of email'],
    ['mappings[0].source_path', 'source of the mapping of email'],
    ['mappings[0].default_value.x', 'default of the mapping of email'],
    ['mappings[7].transformation', 'transformation of the mapping 8'],
    ['body.$mappings[0].source_path', 'source of the mapping of lines[].sku'],
    ['body.$mappings[1].target_field', 'target of the mapping 2'],
    ['body.$mappings', 'Body'],
    ['body.deep[0].$mappings', 'Body (deep[0])'],
    ['body.deep[0].$mappings[0].source_path', 'source of the mapping 1'],
    ['mappings', 'Fields'],
    ['strange', 'strange'],
    ['constructor.name', 'constructor (name)'],
    ['', ''],
  ])('%s is %s', (field, expected) => {
    expect(fieldWords(field, { fields: own, config })).toBe(expected);
  });

  test.each([
    ['switch', 'cases[1].condition', 'condition of case 2'],
    ['switch', 'cases[0].label', 'name of case 1'],
    ['switch', 'cases[0].conditions[1].right', 'right side of condition 2 of case 1'],
    ['if', 'conditions[0].left', 'left side of condition 1'],
    ['if', 'conditions[1].conditions[0].op', 'operator of condition 1 of condition 2'],
    ['event', 'filters[0].path', 'field of filter 1'],
    ['wait', 'match[1].path', 'field of comparison 2'],
    ['wait', 'duration.value', 'How long'],
    ['wait', 'duration.unit', 'How long (unit)'],
    ['approval', 'approvers[0]', 'approver 1'],
  ])('of %s %s is %s', (subtype, field, expected) => {
    const operation = coreManifest().operations.find(({ id }) => id === subtype)!;
    const fields = operation.input.properties as Record<string, Record<string, unknown>>;
    expect(fieldWords(field, { fields, config: {} })).toBe(expected);
  });

  test.each([
    [{ label: 'Case 2' }, 'case 2', 'condition of case 2'],
    [{ label: ' Case 2 of middle size ' }, 'case 2 of middle size', 'condition of case 2 of middle size'],
    [{ label: 'Big' }, 'case “Big”', 'condition of case “Big”'],
    [{ label: 'Cases' }, 'case “Cases”', 'condition of case “Cases”'],
    [{ label: ' ' }, 'case 1', 'condition of case 1'],
    [{ label: 7 }, 'case 1', 'condition of case 1'],
    [null, 'case 1', 'condition of case 1'],
  ])('the first case %j is %s', (one, expected, condition) => {
    const { input } = coreManifest().operations.find(({ id }) => id === 'switch')!;
    const fields = input.properties as Record<string, Record<string, unknown>>;
    expect(caseWords(one, 0)).toBe(expected);
    expect(fieldWords('cases[0].condition', { fields, config: { cases: [one] } })).toBe(condition);
  });

  test.each(['headers["a\\q"]', 'headers["a\nb"]', 'headers["', '[]', '.'])(
    'of %j are words, though it is no path',
    (field) => {
      expect(fieldWords(field, { fields: own, config })).toEqual(expect.any(String));
    },
  );

  test('takes the place of a path at the beginning of a sentence, and of nothing else', () => {
    const form = { fields: own, config };
    expect(withFieldWords('url is missing', 'url', form)).toBe('URL is missing');
    expect(withFieldWords('the url is missing', 'url', form)).toBe('the url is missing');
    expect(withFieldWords('urls are missing', 'url', form)).toBe('urls are missing');
  });
});
