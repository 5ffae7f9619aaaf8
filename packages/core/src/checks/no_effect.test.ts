import { expect, it } from 'vitest';
import type { DefinitionInput } from '../definition.ts';
import { check, http, lines, manual } from './check_testing.ts';

const id = '01930000-0000-7000-8000-000000000001';

it.each<[DefinitionInput['config'], string[]]>([
  [
    { max_concurrency: 1 },
    [
      'warning - max_concurrency: max_concurrency has no effect yet: as many executions run at the same time as there is room for',
    ],
  ],
  [
    { on_overlap: 'skip', concurrency_key: '{{ trigger.data.id }}' },
    [
      'warning - on_overlap: on_overlap has no effect yet: an execution starts whether another one runs or not',
      'warning - concurrency_key: concurrency_key has no effect yet: executions are not told apart by a key',
    ],
  ],
  [
    { error_workflow_id: id, retention_days: 30 },
    [
      'warning - error_workflow_id: error_workflow_id has no effect yet: no other workflow starts when this one fails',
      'warning - retention_days: retention_days has no effect yet: executions are kept until somebody deletes them',
    ],
  ],
  [{ error_workflow_id: null }, []],
  [
    {
      timeout_seconds: 60,
      retry_policy: 'immediate',
      max_retries: 2,
      timezone: 'Europe/Berlin',
      priority: 5,
      missed_schedules: 'all',
      save_data: 'errors',
    },
    [],
  ],
])('settings %j', (config, expected) => {
  expect(lines(check([manual, http()], 't>h', {}, config))).toEqual(expected);
});

it.each<[object, string[]]>([
  [
    { connection_id: id },
    [
      'warning h connection_id: HTTP Request: connection_id has no effect yet: the node uses its own fields only',
    ],
  ],
  [{ connection_id: null }, []],
])('a node with %j', (more, expected) => {
  expect(lines(check([manual, http({}, more)], 't>h'))).toEqual(expected);
});

it('a node that is disabled is not spoken of', () => {
  const disabled = http({}, { connection_id: id, disabled: true });
  expect(check([manual, disabled], 't>h').filter((each) => each.check === 'no_effect')).toEqual([]);
});
