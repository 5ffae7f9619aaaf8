import { expect, it } from 'vitest';
import type { DefinitionInput } from '../definition.ts';
import { check, http, lines, manual, node } from './check_testing.ts';

const id = '01930000-0000-7000-8000-000000000001';

it('every setting of a workflow has an effect', () => {
  const config: DefinitionInput['config'] = {
    max_concurrency: 1,
    on_overlap: 'skip',
    concurrency_key: '{{ trigger.data.id }}',
    error_workflow_id: id,
    retention_days: 30,
    timeout_seconds: 60,
    retry_policy: 'immediate',
    max_retries: 2,
    timezone: 'Europe/Berlin',
    priority: 5,
    missed_schedules: 'all',
    save_data: 'errors',
  };
  expect(lines(check([manual, http()], 't>h', {}, config))).toEqual([]);
});

it.each<[object, string[]]>([
  [
    { connection_id: id },
    ['warning h connection_id: HTTP Request: connection_id has no effect: the node uses no connection'],
  ],
  [{ connection_id: null }, []],
])('a node with %j', (more, expected) => {
  expect(lines(check([manual, http({}, more)], 't>h'))).toEqual(expected);
});

it('a node that is disabled is not spoken of', () => {
  const disabled = http({}, { connection_id: id, disabled: true });
  expect(check([manual, disabled], 't>h').filter((each) => each.check === 'no_effect')).toEqual([]);
});

it.each<[Parameters<typeof node>[1], object, string[]]>([
  ['http_request', { retry: { max_attempts: 3 }, timeout_seconds: 5 }, []],
  ['merge', { retry: { max_attempts: 1 } }, []],
  [
    'merge',
    { retry: { max_attempts: 2 } },
    ['warning x retry: This: retry has no effect: it calls nothing that could be tried again'],
  ],
  [
    'merge',
    { timeout_seconds: 5 },
    ['warning x timeout_seconds: This: timeout_seconds has no effect: it takes no time of its own'],
  ],
  [
    'wait',
    { timeout_seconds: 5, config: { duration: { value: 1 } } },
    [
      'warning x timeout_seconds: This: timeout_seconds has no effect: what a wait waits at most is set in its own fields',
    ],
  ],
])('%s with %j', (subtype, more, expected) => {
  const tested = node(
    'x',
    subtype,
    { ...(subtype === 'http_request' && { url: 'https://x.test' }) },
    { label: 'This', ...more },
  );
  expect(lines(check([manual, tested], 't>x'))).toEqual(expected);
});
