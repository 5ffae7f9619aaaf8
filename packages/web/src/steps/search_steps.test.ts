import type { Step } from '@millrace/core';
import { expect, it } from 'vitest';
import { searchSteps } from './search_steps.ts';

const step = (key: string, rest: Partial<Step> = {}): Step => ({
  node_id: key,
  key,
  label: key,
  subtype: 'stop',
  path: key,
  status: 'success',
  ...rest,
});
const steps = [
  step('order', { label: 'Map the order', output: { customer: { name: 'Ada' }, total: 219 } }),
  step('send', { status: 'error', error: { message: 'No such host', code: 'dns' }, input: ['x', true] }),
  step('last'),
];

it.each([
  ['MAP', ['order']],
  ['ada', ['order']],
  ['customer', ['order']],
  ['219', ['order']],
  ['such host', ['send']],
  ['true', ['send']],
  ['', ['order', 'send', 'last']],
  ['nowhere', []],
])('"%s" finds %j', (text, keys) => {
  expect(searchSteps(steps, text).map(({ key }) => key)).toEqual(keys);
});

it('gives up looking through data that is too much, and still finds names', () => {
  const large = step('big', { output: Array.from({ length: 400_000 }, (_, index) => index) });
  expect(searchSteps([large, step('needle', { output: 'deep' })], 'deep')).toEqual([]);
  expect(searchSteps([large, step('needle')], 'needle')).toHaveLength(1);
});
