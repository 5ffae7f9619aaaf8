import { describe, expect, it } from 'vitest';
import { targetsOf } from './testing.ts';
import { firstToShow, type RowState } from './use_mapper_view.ts';

const state = (rest: Partial<RowState> = {}): RowState => ({
  draft: { id: 1, mapping: { target_field: 'any', source_path: 'any' } },
  value: 'x',
  error: null,
  unfit: null,
  ...rest,
});
const schema = {
  type: 'object',
  properties: { note: { type: 'string' }, id: { type: 'string' }, total: { type: 'number' } },
  required: ['id'],
};
const targets = targetsOf(null, schema);

describe('the field that the mapper begins with', () => {
  it.each([
    ['the first', targetsOf({ a: 1, b: 2 }), {}, 'a'],
    ['one that is required and open', targets, { note: state() }, 'id'],
    ['one that fails', targets, { total: state({ error: 'no number' }) }, 'total'],
    ['the first again, once all is well', targets, { id: state() }, 'note'],
    [
      'the first field in an object, not the object',
      targetsOf({ customer: { name: 'Ada' } }),
      {},
      'customer.name',
    ],
    ['none where there is none', [], {}, null],
  ])('is %s', (_, given, states, id) => {
    expect(firstToShow({ targets: given, states: new Map(Object.entries(states)) })).toBe(id);
  });
});
