import { evaluateFilters } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { samplePaths, verdictOf } from './event_sample.ts';

const data = {
  id: 7,
  customer: { country: 'DE', 'zip code': '10115' },
  lines: [{ sku: 'a' }, { sku: 'b' }],
  tags: [],
  'odd name': 1,
  none: null,
};

describe('the paths of a sample', () => {
  it('are those of its fields, of a list its first entry', () => {
    expect(samplePaths(data).map(({ path }) => path)).toEqual([
      'id',
      'customer.country',
      "customer['zip code']",
      'lines',
      'lines[0].sku',
      'tags',
      "data['odd name']",
      'none',
    ]);
  });

  it('read what they name, each of them', () => {
    for (const { path, value } of samplePaths(data).filter(({ value }) => typeof value !== 'object'))
      expect(evaluateFilters([{ path, op: 'equals', value }], data), path).toBe(true);
  });

  it.each([[undefined], ['text'], [7], [null]])('of %j are none', (sample) => {
    expect(samplePaths(sample)).toEqual([]);
  });
});

describe('whether a sample passes', () => {
  it.each([
    [[], null],
    [[{ path: '', op: 'equals', value: 1 }], null],
    [[{ path: 'customer.country', op: 'equals', value: 'DE' }], { passes: true }],
    [
      [
        { path: 'customer.country', op: 'equals', value: 'DE' },
        { path: 'id', op: 'greater', value: 9 },
      ],
      { passes: false, reason: null },
    ],
    [[{ path: 'nobody.knows', op: 'is_empty' }], { passes: true }],
  ])('%j: %j', (filters, verdict) => {
    expect(verdictOf(filters, data)).toEqual(verdict);
  });

  it('says in words what cannot be read', () => {
    expect(verdictOf([{ path: 'customer.(', op: 'equals', value: 1 }], data)).toMatchObject({
      passes: false,
      reason: expect.stringMatching(/./),
    });
    expect(verdictOf([{ path: 'id', op: 'sounds_like', value: 1 }], data)).toMatchObject({
      reason: expect.stringContaining('not an operator'),
    });
  });
});
