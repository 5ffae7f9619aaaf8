import { describe, expect, it, test } from 'vitest';
import { check, http, lines, map, node, to } from './check_testing.ts';

const webhook = (config: object = {}) => node('t', 'webhook', { ...config }, { key: 'hook' });
const call = { data: { a: 5 }, headers: { host: 'x' }, query: {}, method: 'POST' };

describe('a pinned sample of a trigger', () => {
  test.each<[string, unknown, RegExp | null]>([
    ['that came as a call', call, null],
    ['that came as a call, with its other name', { ...call, payload: call.data }, null],
    ['that is written by hand', { data: { a: 5 } }, null],
    ['that is the data alone', { a: 5 }, null],
    ['that is a list', [1, 2], null],
    ['whose method is none', { data: 1, method: 5 }, /has a field method that is a number; text is needed/],
  ])('%s', (_, value, reason) => {
    const told = lines(check([webhook(), http()], 't>h', { pinned: { hook: value } }));
    if (reason === null) expect(told).toEqual([]);
    else expect(told).toEqual([expect.stringMatching(reason)]);
  });

  it('does not contradict the sample that the trigger carries, nor an earlier run', () => {
    const context = { samples: { hook: { data: { b: '1' } } }, pinned: { hook: call } };
    expect(lines(check([webhook({ sample: { c: true } }), http()], 't>h', context))).toEqual([]);
  });

  it('of a schedule is told where its data is another', () => {
    const schedule = node('t', 'schedule', { schedule_type: 'cron', cron: '0 9 * * *' }, { key: 'daily' });
    const pinned = { daily: { data: { scheduled_at: 5, timezone: 'UTC' } } };
    expect(lines(check([schedule, http()], 't>h', { pinned }))).toEqual([
      expect.stringMatching(/data that has a field scheduled_at that is a number; text is needed/),
    ]);
  });
});

describe('what is known before any run', () => {
  const reads = (path: string) => map([to('sum', path)]);

  it('the sample that a trigger carries warns of names that it lacks, and forbids nothing', () => {
    const trigger = webhook({ sample: { total: 5 } });
    expect(lines(check([trigger, reads('trigger.data.totl')], 't>m'))).toEqual([
      expect.stringMatching(/^warning m mappings\[0\]\.source_path: .*did you mean trigger\.data\.total\?$/),
    ]);
    expect(lines(check([trigger, reads('trigger.data.total')], 't>m'))).toEqual([]);
    expect(lines(check([trigger, reads('trigger.headers.x')], 't>m'))).toEqual([]);
    expect(lines(check([webhook({ sample: '' }), reads('trigger.data.x')], 't>m'))).toEqual([]);
  });

  it('a real call wins over it', () => {
    const context = { samples: { hook: call } };
    const nodes = [webhook({ sample: { total: 5 } }), reads('trigger.data.a')];
    expect(lines(check(nodes, 't>m', context))).toEqual([]);
  });

  it('the fields of an input warn of names that it lacks', () => {
    const get = http({}, { key: 'get' });
    const from = (input: string, path: string) => map([to('state', path)], { input });
    const told = (input: string, path: string, context = {}) =>
      lines(check([webhook(), get, from(input, path)], 't>h h>m', context));
    expect(told('{{ get }}', 'staus')).toEqual([
      'warning m mappings[0].source_path: Unknown variable staus in Data Transform (mapping of state); did you mean status?',
    ]);
    for (const path of ['status', 'body.anything', 'input.status', 'get.status', 'trigger.data.x'])
      expect(told('{{ get }}', path)).toEqual([]);
    expect(told('{{ get.body }}', 'anything')).toEqual([]);
    const context = { samples: { get: { status: 200, body: [{ sku: 'A' }] } } };
    expect(told('{{ get.body }}', 'sku', context)).toEqual([]);
    expect(told('{{ get.body }}', 'item.sku', context)).toEqual([]);
    expect(told('{{ get.body }}', 'skku', context)).toEqual([
      expect.stringMatching(/^warning .*did you mean sku\?$/),
    ]);
  });

  const event = (path: string) =>
    node('t', 'event', { event_type: 'order.paid', filters: [{ path, op: 'equals', value: 1 }] });
  const context = {
    event_types: ['order.paid', 'order.lost'],
    event_samples: { 'order.paid': { total: 5, customer: { city: 'Paris' } }, 'order.lost': undefined },
  };
  test.each<[string, RegExp | null]>([
    ['total', null],
    ['data.total', null],
    ['trigger.data.total', null],
    ['customer.city', null],
    ['totl', /^warning t filters\[0\]\.path: .*totl.*did you mean total\?$/],
    ['customer.cty', /customer\.cty.*did you mean customer\.city\?$/],
    ['data.totl', /did you mean data\.total\?$/],
  ])('a filter of an event by %s', (path, reason) => {
    const told = lines(check([event(path), http()], 't>h', context));
    if (reason === null) expect(told).toEqual([]);
    else expect(told).toEqual([expect.stringMatching(reason)]);
  });

  it('the declared sample of an event is what steps read', () => {
    const nodes = [event('total'), reads('trigger.data.custmer.city')];
    expect(lines(check(nodes, 't>m', context))).toEqual([
      expect.stringMatching(/^warning .*did you mean trigger\.data\.customer\?$/),
    ]);
  });
});
