import { describe, expect, it } from 'vitest';
import { type TransformConfig, transform } from './transform.ts';
import { TransformError } from './transform_error.ts';

const orders = [
  { id: 1, country: 'DE', total: 0.1 },
  { id: 2, country: 'FR', total: 20 },
  { id: 3, country: 'DE', total: 0.2 },
];
const given = (config: TransformConfig) =>
  transform({ input: orders, ...config }, { limit: 1 }, { timezone: 'UTC' });

describe('a transform', () => {
  it.each<[TransformConfig, object]>([
    [
      { transform_type: 'filter_array', condition: 'total < limit && index != 2' },
      { output: [orders[0]], kept: [0], total: 3 },
    ],
    [
      { transform_type: 'aggregate', group_by: 'country', aggregations: [{ op: 'sum', field: 'total' }] },
      {
        output: [
          { country: 'DE', total_sum: 0.3 },
          { country: 'FR', total_sum: 20 },
        ],
        groups: [
          { key: 'DE', size: 2 },
          { key: 'FR', size: 1 },
        ],
      },
    ],
    [
      { transform_type: 'aggregate', aggregations: [{ op: 'count' }] },
      { output: { count: 3 }, groups: null },
    ],
    [
      { transform_type: 'map_fields', mappings: [{ target_field: 'n', source_path: 'id + limit' }] },
      { output: [{ n: 2 }, { n: 3 }, { n: 4 }] },
    ],
    [{ transform_type: 'custom', expression: 'input | count' }, { output: 3 }],
    [{ transform_type: 'custom', expression: 'input[9]' }, { output: null }],
  ])('of %j', (config, expected) => {
    expect(given(config)).toMatchObject(expected);
  });

  it.each<[TransformConfig, object]>([
    [{ transform_type: 'filter_array' }, { code: 'validation', field: 'condition' }],
    [
      { transform_type: 'filter_array', input: {}, condition: 'true' },
      { code: 'type', field: 'input' },
    ],
    [
      { transform_type: 'aggregate', aggregations: [{ op: 'count' }, { op: 'sum', field: 'country' }] },
      { field: 'aggregations[1].field', message: expect.stringContaining('entry 0') },
    ],
    [
      { transform_type: 'custom', expression: '1 +' },
      { code: 'expression', field: 'expression' },
    ],
    [
      { transform_type: 'map_fields', mappings: [{ target_field: 'n', source_path: "toNumber('x')" }] },
      { message: expect.stringContaining('n') },
    ],
  ])('of %j fails in words', (config, expected) => {
    expect(() => given(config)).toThrow(TransformError);
    try {
      given(config);
    } catch (error) {
      expect(error).toMatchObject(expected);
    }
  });
});
