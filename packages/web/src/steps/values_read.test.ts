import type { Step } from '@millrace/core';
import { describe, expect, it, test } from 'vitest';
import { isReading } from './is_reading.ts';
import { type ReadingNode, valuesRead } from './values_read.ts';

const node = (key: string, subtype: string, config = {}): ReadingNode => ({
  id: `${key}_id`,
  key,
  type: subtype === 'manual' ? 'trigger' : 'action',
  subtype,
  config,
});
const stepOf = ({ id, key, subtype }: ReadingNode, rest: Partial<Step> = {}): Step => ({
  node_id: id,
  key,
  label: key,
  subtype,
  path: id,
  status: 'success',
  ...rest,
});

const start = node('start', 'manual');
const order = node('order', 'http_request');
const loop = node('each', 'loop');
const before = [
  stepOf(start, { output: { data: { name: 'ada', lines: [{ sku: 'A' }], vip: true } } }),
  stepOf(order, { output: { status: 200, body: { total: 42 } } }),
  stepOf(loop, { output: { items: ['a', 'b'] } }),
];

function read(subtype: string, config: Record<string, unknown>, rest: Partial<Step> = { input: config }) {
  const self = node('self', subtype, config);
  const step = stepOf(self, rest);
  return valuesRead([start, order, loop, self], [...before, step], step);
}

describe('what a step read', () => {
  test.each<[string, string, Record<string, unknown>, Record<string, unknown> | null]>([
    [
      'an expression',
      'data_transform',
      { transform_type: 'custom', expression: 'upper(trigger.data.name)' },
      { 'trigger.data.name': 'ada' },
    ],
    [
      'also what only decides',
      'data_transform',
      { expression: 'trigger.data.vip ? order.body.total : 0' },
      { 'trigger.data.vip': true, 'order.body.total': 42 },
    ],
    [
      'mappings',
      'data_transform',
      { mappings: [{ target_field: 'sum', source_path: 'order.body.total' }] },
      { 'order.body.total': 42 },
    ],
    [
      'its own input, which is computed already',
      'data_transform',
      { input: [1, 2], condition: 'item > 1' },
      { input: [1, 2] },
    ],
    [
      'conditions',
      'if',
      { conditions: [{ left: 'order.body.total', op: 'greater', right: '{{ trigger.payload.lines }}' }] },
      { 'order.body.total': 42, 'trigger.data.lines': [{ sku: 'A' }] },
    ],
    [
      'a list of a loop',
      'loop',
      { items: '{{ trigger.data.lines }}' },
      { 'trigger.data.lines': [{ sku: 'A' }] },
    ],
    [
      'another way to name a step',
      'if',
      { condition: 'step.order.output.status == 200' },
      { 'order.status': 200 },
    ],
    [
      'as much of a path as there is',
      'if',
      { condition: 'order.body.totl.net > 1' },
      { 'order.body': { total: 42 } },
    ],
    ['nothing where nothing is read', 'if', { condition: '1 > 2' }, null],
    ['nothing of what does not compile', 'if', { condition: '1 >' }, null],
    ['nothing of a step that is not there', 'if', { condition: 'other.body' }, null],
  ])('%s', (_, subtype, config, wanted) => {
    expect(read(subtype, config)).toEqual(wanted);
  });

  it('is told from the node where the step failed before its input was made', () => {
    const config = { url: 'https://x.io/{{ order.body.total }}' };
    expect(read('http_request', config, { status: 'error' })).toEqual({ 'order.body.total': 42 });
  });

  it('is the item of its round in a loop', () => {
    const config = { expression: '{ item, index, same: each.item }' };
    expect(read('data_transform', config, { path: 'each_id[1]/self_id', input: config })).toEqual({
      item: 'b',
      index: 1,
    });
  });
});

it('a call that recorded what it sent says that itself', () => {
  expect(isReading(stepOf(order, { input: { url: 'https://x.io' } }))).toBe(false);
  expect(isReading(stepOf(order, { status: 'error' }))).toBe(true);
  expect(isReading(stepOf(node('map', 'data_transform'), { input: {} }))).toBe(true);
});
