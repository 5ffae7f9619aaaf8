import { describe, expect, it } from 'vitest';
import { previewTransform } from './preview_transform.ts';

const orders = [
  { id: 1, country: 'DE', total: 10 },
  { id: 2, country: 'FR', total: 20 },
  { id: 3, country: 'DE', total: 5 },
];
const preview = (config: Record<string, unknown>, input: unknown = orders) =>
  previewTransform({ input: '{{ orders }}', ...config }, input, { orders }, 'UTC');

describe('the preview of a transform', () => {
  it('shows a date as the text that the step will give', () => {
    const expression = "{ at: toDate('2026-01-15'), days: [toDate('2026-01-16')] }";
    expect(preview({ input: undefined, transform_type: 'custom', expression })).toMatchObject({
      result: { output: { at: '2026-01-15T00:00:00.000Z', days: ['2026-01-16T00:00:00.000Z'] } },
    });
  });

  it('tells of a filter what is kept', () => {
    expect(preview({ transform_type: 'filter_array', condition: "country == 'DE'" })).toMatchObject({
      kind: 'done',
      result: { type: 'filter_array', kept: [0, 2], total: 3, output: [{ id: 1 }, { id: 3 }] },
    });
  });

  it('tells of an aggregation its groups', () => {
    const aggregations = [
      { op: 'sum', field: 'total' },
      { op: 'count', as: 'n' },
    ];
    expect(preview({ transform_type: 'aggregate', group_by: 'country', aggregations })).toMatchObject({
      kind: 'done',
      result: {
        groups: [
          { key: 'DE', size: 2 },
          { key: 'FR', size: 1 },
        ],
        output: [
          { country: 'DE', total_sum: 15, n: 2 },
          { country: 'FR', total_sum: 20, n: 1 },
        ],
      },
    });
    expect(preview({ transform_type: 'aggregate', aggregations })).toMatchObject({
      result: { groups: null, total: 3, output: { total_sum: 35, n: 3 } },
    });
  });

  it('maps each entry, or computes a value', () => {
    const mappings = [
      { target_field: 'number', source_path: 'id' },
      { target_field: '', source_path: '' },
    ];
    expect(preview({ mappings })).toMatchObject({
      result: { output: [{ number: 1 }, { number: 2 }, { number: 3 }] },
    });
    const custom = { transform_type: 'custom', expression: 'input | sum(i => i.total)' };
    expect(preview(custom)).toMatchObject({ result: { output: 35 } });
    expect(previewTransform({ ...custom, expression: '1 + 1' }, undefined, {}, 'UTC')).toMatchObject({
      kind: 'done',
      result: { output: 2 },
    });
  });

  it.each([
    [{}, orders, 'open'],
    [{ transform_type: 'filter_array' }, orders, 'open'],
    [{ transform_type: 'aggregate', aggregations: [{ op: 'sum', field: ' ' }] }, orders, 'open'],
    [{ transform_type: 'custom', expression: '' }, orders, 'open'],
    [{ transform_type: 'nonsense' }, orders, 'open'],
    [{ transform_type: 'filter_array', condition: 'true' }, null, 'no_input'],
    [{ transform_type: 'filter_array', condition: 'true', input: '' }, null, 'open'],
  ])('of %j is %s', (config, input, kind) => {
    expect(preview(config, input).kind).toBe(kind);
  });

  it('says in words what fails, and in which row', () => {
    const aggregations = [{ op: 'count' }, { op: 'sum', field: 'country' }];
    expect(preview({ transform_type: 'aggregate', aggregations })).toMatchObject({
      kind: 'failed',
      row: 1,
      message: 'country of entry 0 is text "DE"; sum needs a number',
    });
    expect(preview({ transform_type: 'filter_array', condition: 'true' }, { a: 1 })).toMatchObject({
      kind: 'failed',
      row: null,
      message: 'The input is an object; a list is needed',
    });
    expect(preview({ transform_type: 'filter_array', condition: 'total >' })).toMatchObject({
      kind: 'failed',
    });
  });
});
