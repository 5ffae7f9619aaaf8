import { expect, it } from 'vitest';
import type { DefinitionInput } from '../definition.ts';
import { check, http, lines, node } from './check_testing.ts';

const key = (sentence: string) => [`error - concurrency_key: Workflow settings: concurrency_key ${sentence}`];

it.each<[DefinitionInput['config'], string[]]>([
  [{ max_concurrency: 3 }, []],
  [{ max_concurrency: 3, on_overlap: 'skip' }, []],
  [{ concurrency_key: '{{ trigger.data.customer_id }}', on_overlap: 'cancel_oldest' }, []],
  [{ concurrency_key: 'trigger.data.customer_id' }, []],
  [{ concurrency_key: 'customer {{ trigger.data.id }} {{ trigger.headers.region }}' }, []],
  [{ concurrency_key: 'count(trigger.data.lines)' }, []],
  [
    { on_overlap: 'skip' },
    [
      'warning - on_overlap: on_overlap has no effect without max_concurrency or concurrency_key: nothing overlaps',
    ],
  ],
  [{ concurrency_key: ' ' }, key('is empty; remove it, or write what tells executions apart')],
  [
    { concurrency_key: 'http_response.status' },
    key('reads http_response; it can read the trigger only, as in trigger.data.customer_id'),
  ],
  [
    { concurrency_key: '{{ triger.data.id }}' },
    key('reads triger; it can read the trigger only; did you mean trigger?'),
  ],
  [
    { concurrency_key: 'trigger.dta.id' },
    key('reads trigger.dta, which does not exist; did you mean trigger.data?'),
  ],
  [
    { concurrency_key: 'trigger.data.' },
    [expect.stringMatching(/^error - concurrency_key: .* cannot be read: /)],
  ],
  [
    { concurrency_key: '[trigger.data.id]' },
    key('must give text, a number, or true or false; it gives a list'),
  ],
  [
    { concurrency_key: 'trigger.headers' },
    key('must give text, a number, or true or false; it gives an object'),
  ],
  [
    { concurrency_key: '"a" * 2' },
    [expect.stringMatching(/^error - concurrency_key: Workflow settings: concurrency_key .*number/)],
  ],
])('%j', (config, expected) => {
  expect(lines(check([node('t', 'webhook'), http()], 't>h', {}, config))).toEqual(expected);
});
