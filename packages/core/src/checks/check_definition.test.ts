import { describe, expect, it } from 'vitest';
import { type Config, check, http, lines, manual, map, node, to } from './check_testing.ts';

it('a sound workflow has no problems', () => {
  const nodes = [
    node('t', 'webhook', { respond: 'when_finished' }),
    map([to('name', 'trigger.data.customer.name'), to('rate', 'variables.rate')]),
    node('i', 'if', { conditions: [{ left: 'transform.name', op: 'is_not_empty' }] }),
    http({ url: 'https://x.test/{{ transform.name }}', method: 'POST' }),
    node('s', 'switch', { cases: [{ label: 'ok', condition: '{{ http_response.status }} < 300' }] }),
    node('g', 'merge'),
    node('r', 'respond', {
      body: { ok: '{{ step.http_response.output.status }}', id: '{{ execution.id }}' },
    }),
  ];
  const joined = 't>m m>i i/true>h h>s s/case_0>g s/else>g i/false>g g>r';
  expect(lines(check(nodes, joined, { variables: ['rate'] }))).toEqual([]);
});

describe('the trigger', () => {
  it.each<[string, object[], string, string[]]>([
    [
      'is missing',
      [http()],
      '',
      ['error - -: Trigger node not configured', 'error h -: HTTP Request is not connected'],
    ],
    ['is missing in an empty workflow', [], '', ['error - -: Trigger node not configured']],
    [
      'is there twice',
      [manual, node('w', 'webhook'), http()],
      't>h w>h',
      ['error w -: A workflow has one trigger; Manual Trigger is already there, remove Webhook Trigger'],
    ],
    [
      'is disabled',
      [node('t', 'manual', {}, { disabled: true }), http()],
      't>h',
      ['error t -: Manual Trigger is disabled, so nothing starts the workflow'],
    ],
    ['has nothing behind it', [manual], '', ['warning t -: Nothing follows Manual Trigger: add a node']],
    [
      'is a schedule without times',
      [node('t', 'schedule'), http()],
      't>h',
      ['error t cron: Trigger node not configured: Schedule Trigger node missing Cron expression'],
    ],
    [
      'is a schedule without an interval',
      [node('t', 'schedule', { schedule_type: 'interval' }), http()],
      't>h',
      ['error t interval: Trigger node not configured: Schedule Trigger node missing Interval'],
    ],
    [
      'is an event without a type',
      [node('t', 'event'), http()],
      't>h',
      ['error t event_type: Trigger node not configured: Event Trigger node missing Event type'],
    ],
    [
      'is a webhook without its secret',
      [node('t', 'webhook', { auth: 'hmac' }), http()],
      't>h',
      ['error t secret: Trigger node not configured: Webhook Trigger node missing Secret'],
    ],
    [
      'waits for an event that nobody could publish',
      [node('t', 'event', { event_type: 'Order Created' }), http()],
      't>h',
      [
        'error t event_type: Event Trigger: Event type must be lower case words joined by dots, as in order.created',
        'warning t event_type: Event Trigger: no event type "Order Created" is declared; did you mean order.created?',
      ],
    ],
    [
      'waits for an event that nobody declared',
      [node('t', 'event', { event_type: 'order.craeted' }), http()],
      't>h',
      [
        'warning t event_type: Event Trigger: no event type "order.craeted" is declared; did you mean order.created?',
      ],
    ],
  ])('%s', (_, nodes, joined, expected) => {
    expect(lines(check(nodes, joined, { event_types: ['order.created'] }))).toEqual(expected);
  });
});

describe('schedules', () => {
  it.each<[Config, string[]]>([
    [
      { cron: '61 * * * *' },
      ['error t cron: Schedule Trigger: The minute field has 61; it must be between 0 and 59'],
    ],
    [
      { cron: '0 0 30 2 *' },
      ['error t cron: Schedule Trigger: "0 0 30 2 *" never comes: no month has such a day'],
    ],
    [
      { cron: '0 9 * * *', timezone: 'Europe/Berln' },
      [
        'error t timezone: Schedule Trigger: There is no time zone "Europe/Berln"; did you mean Europe/Berlin?',
      ],
    ],
    [
      { schedule_type: 'interval', interval: { value: 367, unit: 'days' } },
      ['error t interval: Schedule Trigger: The longest interval is 366 days'],
    ],
    [
      { schedule_type: 'once', at: '2026-11-19T09:00' },
      ['error t at: Schedule Trigger: 2026-11-19 09:00 (UTC) is in the past; choose a later time'],
    ],
    [
      { schedule_type: 'interval', interval: { value: '5', unit: 'days' } },
      ['error t interval.value: Schedule Trigger: Interval (every) must be a number, not text'],
    ],
    [{ cron: '0 9 * * *', timezone: 'Europe/Berlin' }, []],
  ])('%j', (config, expected) => {
    expect(lines(check([node('t', 'schedule', config), http()], 't>h'))).toEqual(expected);
  });

  it("a time zone of the workflow's settings that does not exist", () => {
    expect(lines(check([manual, http()], 't>h', {}, { timezone: 'Mars/Olympus' }))).toEqual([
      'error - timezone: Workflow settings: There is no time zone "Mars/Olympus"; use a name such as Europe/Berlin or UTC',
    ]);
  });
});

describe('the graph', () => {
  it.each<[string, object[], string, string[]]>([
    [
      'a node that hangs loose',
      [manual, http(), map([to('a', '1')])],
      't>h',
      ['error m -: Data Transform is not connected'],
    ],
    [
      'only the first node of a loose part',
      [manual, http(), map([to('a', '1')]), node('r', 'merge')],
      't>h m>r',
      ['error m -: Data Transform is not connected'],
    ],
    ['a disabled node may hang loose', [manual, http(), map([], {}, { disabled: true })], 't>h', []],
    [
      'a cycle',
      [manual, http(), map([to('a', '1')]), node('g', 'merge', {}, { label: 'Join' })],
      't>h h>g g>m m>h',
      [
        'error h -: These nodes lead in a circle: HTTP Request → Join → Data Transform → HTTP Request. Remove one of the edges',
      ],
    ],
    [
      'what follows a stop',
      [manual, node('s', 'stop', {}, { label: 'End' }), http()],
      't>s s>h',
      ['error s -: HTTP Request never runs: End ends the execution'],
    ],
    [
      'an output that is not there',
      [manual, node('i', 'if', { condition: 'true' }), http()],
      't>i i>h',
      ['error i -: An edge leaves Conditional at "out"; it has "true", "false" only'],
    ],
    [
      'a case that was removed',
      [manual, node('s', 'switch', { cases: [{ condition: 'true' }] }), http()],
      't>s s/case_1>h',
      ['error s -: An edge leaves Switch at "case_1"; it has "case_0", "else" only'],
    ],
    [
      'a decision without consequence',
      [manual, node('i', 'if', { condition: 'true' })],
      't>i',
      ['warning i -: Conditional decides and nothing follows'],
    ],
    [
      'two nodes with one key',
      [manual, http({}, { key: 'x' }), map([to('a', '1')], {}, { key: 'x' })],
      't>h h>m',
      [
        'error m key: Data Transform has the key "x", which HTTP Request has too; give each node a key of its own',
      ],
    ],
    [
      'a key that means something else',
      [manual, http({}, { key: 'variables' })],
      't>h',
      [
        'error h key: HTTP Request has the key "variables", which expressions use for something else; choose another',
      ],
    ],
    [
      'an answer that nobody gets',
      [manual, node('r', 'respond')],
      't>r',
      ['warning r -: Respond answers nobody: the workflow starts with Manual Trigger, not with a webhook'],
    ],
  ])('%s', (_, nodes, joined, expected) => {
    expect(lines(check(nodes, joined))).toEqual(expected);
  });
});

it('1,000 nodes that all refer to the first are checked in time that grows with their number', () => {
  const nodes = Array.from({ length: 999 }, (_, i) =>
    node(`n${i}`, 'http_request', { url: '{{ http_response.body.url }}' }),
  );
  nodes[0] = node('n0', 'http_request', { url: 'https://x.test' });
  const joined = nodes.map((_, i) => (i === 0 ? 't>n0' : `n${i - 1}>n${i}`)).join(' ');
  expect(check([manual, ...nodes], joined)).toEqual([]);
});

it('every problem says which check found it', () => {
  for (const problem of check([http({ url: '' }), map([])])) expect(problem.check).toMatch(/^[a-z_]+$/);
});
