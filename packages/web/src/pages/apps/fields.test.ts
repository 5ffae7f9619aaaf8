import { describe, expect, test } from 'vitest';
import { fieldsOf, typeName } from './fields.ts';
import { findOperations } from './find_operations.ts';

const schema = {
  type: 'object',
  required: ['url'],
  properties: {
    url: { type: 'string', description: 'Where to call' },
    method: { type: 'string', enum: ['GET', 'POST'], default: 'GET' },
    interval: { type: 'object', properties: { value: { type: 'integer' } } },
  },
};

test('fields are listed with what is inside them', () => {
  expect(fieldsOf(schema)).toEqual([
    { name: 'url', title: null, type: 'Text', required: true, description: 'Where to call.' },
    {
      name: 'method',
      title: null,
      type: 'Text',
      required: false,
      description: 'One of GET, POST. Default GET.',
    },
    { name: 'interval', title: null, type: 'Object', required: false, description: null },
    { name: 'interval.value', title: null, type: 'Whole number', required: false, description: null },
  ]);
});

test('a field of several variants is listed once', () => {
  const variant = (extra: string) => ({ properties: { mode: { type: 'string' }, [extra]: {} } });
  expect(fieldsOf({ oneOf: [variant('cron'), variant('at')] }).map((field) => field.name)).toEqual([
    'mode',
    'cron',
    'at',
  ]);
});

test('a schema that says nothing has no fields', () => {
  expect(fieldsOf({})).toEqual([]);
  expect(fieldsOf({ properties: null })).toEqual([]);
});

test.each([
  [{ type: 'array', items: { type: 'number' } }, 'List of Number'],
  [{ type: 'array' }, 'List'],
  [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'Text or Nothing'],
  [{ type: ['string', 'number'] }, 'Text or Number'],
  [{ const: 'a' }, 'Text'],
  [{}, 'Anything'],
])('%j is called %s', (given, name) => {
  expect(typeName(given)).toBe(name);
});

describe('the search', () => {
  const operation = (id: string, name: string) => ({
    id,
    name,
    description: 'Does it.',
    kind: 'action' as const,
    effect: 'read' as const,
    version: 1,
    input: {},
    output: {},
  });
  const apps = [
    {
      id: 'core',
      name: 'Millrace',
      description: '',
      operations: [operation('if', 'Conditional'), operation('stop', 'Stop')],
    },
    {
      id: 'builtin',
      name: 'Built in',
      description: '',
      operations: [operation('http_request', 'HTTP Request')],
    },
  ];
  const found = (text: string) =>
    findOperations(apps, text).map((app) => [app.id, app.operations.map((each) => each.id)]);

  test('finds by every word in name, id and description', () => {
    expect(found('http req')).toEqual([['builtin', ['http_request']]]);
    expect(found('stop')).toEqual([['core', ['stop']]]);
    expect(found('stop http')).toEqual([]);
  });

  test('shows all of an app that is called so, and everything without a text', () => {
    expect(found('millrace')).toEqual([['core', ['if', 'stop']]]);
    expect(found(' ')).toHaveLength(2);
  });
});
