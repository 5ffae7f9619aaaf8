import { shapeOfValue } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { fittingKinds, listIn, type Place } from './fitting.ts';

const place = (given: Partial<Place>): Place => ({
  started: true,
  after: { subtype: 'http_request', handle: 'out' },
  data: null,
  inLoop: false,
  unanswered: false,
  ...given,
});
const data = (value: unknown, real = true) => ({ value, shape: shapeOfValue(value), read: 'get.body', real });
const said = (given: Partial<Place>) =>
  fittingKinds(place(given)).map(({ subtype, reason }) => `${subtype}: ${reason}`);

describe('what fits', () => {
  it.each([
    ['a list', data([1, 2, 3]), ['loop: fits: a list of 3', 'data_transform: filter or sort a list of 3']],
    [
      'a list nobody has seen',
      data([1], false),
      ['loop: fits: a list', 'data_transform: filter or sort a list'],
    ],
    [
      'an answer with a list in it',
      data({ status: 200, headers: { a: ['x'] }, body: { orders: [{}, {}] } }),
      ['loop: fits: body.orders, a list of 2', 'data_transform: filter or sort body.orders, a list of 2'],
    ],
    [
      'an object',
      data({ a: 1, b: 2 }),
      ['data_transform: fits: map its 2 fields', 'http_request: send its 2 fields on'],
    ],
    ['an object of one field', data({ a: 1 }), ['data_transform: fits: map its 1 field']],
    ['an empty list', data([]), ['loop: fits: a list of 0']],
  ])('%s', (_, given, expected) => {
    expect(said({ data: given }).slice(0, expected.length)).toEqual(expected);
  });

  it.each([
    ['text', data('x')],
    ['nothing', data(null)],
    ['no data', null],
  ])('%s fits nothing in particular', (_, given) => {
    expect(said({ data: given })).toEqual([]);
  });

  it.each([
    ['the data itself', [1], '{{ get.body }}'],
    ['a field of it', { orders: [1] }, '{{ get.body.orders }}'],
    ['a field that is no name', { page: { 'all orders': [1] } }, "{{ get.body.page['all orders'] }}"],
  ])('a loop that fits a list is filled in with it: %s', (_, given, items) => {
    expect(fittingKinds(place({ data: data(given) }))[0]).toMatchObject({
      subtype: 'loop',
      config: { items },
    });
  });

  it('a workflow without a trigger wants one', () => {
    expect(fittingKinds(place({ started: false, after: null })).map(({ subtype }) => subtype)).toEqual([
      'webhook',
      'schedule',
      'event',
      'manual',
    ]);
    expect(fittingKinds(place({ after: null }))).toEqual([]);
  });

  it.each([
    ['error', 'http_request'],
    ['timeout', 'stop'],
    ['rejected', 'stop'],
  ])('after the way “%s” comes %s first', (handle, first) => {
    const fits = fittingKinds(place({ after: { subtype: 'approval', handle }, data: data([1]) }));
    expect(fits[0]?.subtype).toBe(first);
  });

  it('after a condition its branches have work to do, and each kind is named once', () => {
    const fits = fittingKinds(place({ after: { subtype: 'if', handle: 'true' }, data: data({ a: 1 }) }));
    expect(new Set(fits.map(({ subtype }) => subtype)).size).toBe(fits.length);
    expect(fits.map(({ subtype }) => subtype)).toContain('http_request');
  });

  it('somebody who waits for an answer is not forgotten', () => {
    expect(said({ unanswered: true, data: data({ a: 1 }) }).at(-1)).toMatch(/^respond: .*waits/);
  });
});

describe('a list in data', () => {
  it.each([
    [{ a: { b: { c: [1] } } }, { path: 'a.b.c', keys: ['a', 'b', 'c'], length: 1 }],
    [{ a: { b: { c: { d: [1] } } } }, null],
    [
      { deep: { list: [1] }, near: [1, 2] },
      { path: 'near', keys: ['near'], length: 2 },
    ],
    [{ query: { ids: [1] } }, null],
    ['text', null],
  ])('of %j is %j', (value, expected) => {
    expect(listIn(value, shapeOfValue(value))).toEqual(expected);
  });
});
