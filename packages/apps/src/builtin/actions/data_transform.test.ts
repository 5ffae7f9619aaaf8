import { afterEach, expect, test, vi } from 'vitest';
import { loadApps } from '../../load.ts';

const action = (await loadApps()).action('builtin', 'data_transform')!;
const run = (input: unknown, data: unknown): unknown =>
  action.run({ input, scope: { trigger: { data } }, timezone: 'UTC', now: () => new Date(0) } as never);

afterEach(() => vi.restoreAllMocks());

const list = Array.from({ length: 100 }, (_, index) => ({ n: index }));
test.each([
  [
    'many fields',
    {
      transform_type: 'map_fields',
      mappings: list.map(({ n }) => ({ target_field: `f${n}`, source_path: 'trigger.data' })),
    },
  ],
  [
    'many entries',
    { transform_type: 'map_fields', input: list, mappings: [{ target_field: 'n', source_path: 'n' }] },
  ],
  [
    'many entries of constants',
    {
      transform_type: 'map_fields',
      input: list,
      mappings: [{ target_field: 'n', source_path: '', default_value: 1 }],
    },
  ],
  ['a filter', { transform_type: 'filter_array', input: list, condition: 'n > 3' }],
  ['groups', { transform_type: 'aggregate', input: list, group_by: 'n', aggregations: [{ op: 'count' }] }],
  [
    'aggregations',
    { transform_type: 'aggregate', input: list, aggregations: [{ op: 'sum', field: 'n', as: 'sum' }] },
  ],
])('%s end when the time of the step is over, because nothing else runs meanwhile', (_what, input) => {
  expect(run(input, 1)).toBeTruthy();
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
  expect(() => run(input, 1)).toThrow(/The expressions of this step need more than 2 seconds together/);
});
