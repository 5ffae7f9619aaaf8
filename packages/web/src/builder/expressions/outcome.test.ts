import { shapeOfValue } from '@millrace/core';
import { describe, expect, it, vi } from 'vitest';
import { type Outcome, outcomeOf, outcomeWithin, type Reading } from './evaluate.ts';
import { originOfText } from './origin.ts';
import type { ScopeSource } from './sample_scope.ts';
import { type Asked, slowOutcomes } from './slow_outcome.ts';
import { shortValue, typeWords } from './value_words.ts';
import { conversionFixes, misfit, type Wanted } from './wanted.ts';

const order = { total: 50, price: '12.5', customer: { name: 'Ada' }, items: [{ sku: 'A' }] };
const scope = { order, trigger: { data: order } };
const open = (value: unknown) => ({ ...shapeOfValue(value), open: true });
const shapes = {
  order: shapeOfValue(order),
  trigger: { ...open(scope.trigger), fields: { data: open(order) } },
};
const input = (text: string, reading: Reading = 'template', wanted?: Wanted) => ({
  text,
  reading,
  scope,
  shapes,
  ...(wanted && { wanted }),
});
const apply = (text: string, { from, to, insert }: { from: number; to: number; insert: string }) =>
  text.slice(0, from) + insert + text.slice(to);

describe('what is wrong comes with what mends it', () => {
  it.each<[string, Reading, string]>([
    ['{{ order.custmer.name }}', 'template', '{{ order.customer.name }}'],
    ['{{ trigger.data.custmer.name }}', 'template', '{{ trigger.data.customer.name }}'],
    ['Dear {{ trigger.data.custmer.name }}!', 'template', 'Dear {{ trigger.data.customer.name }}!'],
    ['order.total = 5', 'condition', 'order.total == 5'],
    ['trigger.data.totl > 5', 'condition', 'trigger.data.total > 5'],
    ['order.price * 2', 'source', 'toNumber(order.price) * 2'],
    ['{ "a": "{{ order.totl }}" }', 'json', '{ "a": "{{ order.total }}" }'],
  ])('%s read as %s becomes %s', (text, reading, mended) => {
    const outcome = outcomeOf(input(text, reading)) as Extract<Outcome, { kind: 'problem' | 'warning' }>;
    expect(outcome.kind).toMatch(/problem|warning/);
    expect(apply(text, outcome.fixes![0]!)).toBe(mended);
  });

  it('is silent about a field that outside data may have another time, where no other is meant', () => {
    expect(outcomeOf(input('{{ trigger.data.discount_code }}'))).toEqual({ kind: 'value', value: undefined });
  });

  it('says that a name does not exist rather than what came of it', () => {
    expect(outcomeOf(input('order.total + upp', 'source'))).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('upp does not exist'),
    });
  });
});

describe('the type that a field takes', () => {
  it.each<[Wanted, unknown, string | null]>([
    [{ type: 'number' }, 5, null],
    [{ type: 'number' }, '5', 'This field needs a number; the expression gives text "5".'],
    [{ type: 'number' }, undefined, null],
    [{ type: 'text' }, 5, 'This field needs text; the expression gives the number 5.'],
    [{ type: 'text' }, { a: 1 }, 'This field needs text; the expression gives an object, 1 field.'],
    [{ type: 'boolean' }, 'true', 'This field needs true or false; the expression gives text "true".'],
    [{ type: 'list' }, [1], null],
    [{ type: 'date' }, '2025-01-01', null],
    [{ type: 'date' }, new Date(0), null],
    [{ type: 'date' }, 'soon', 'This field needs a date; the expression gives text "soon".'],
    [{ type: 'text', options: ['GET', 'POST'] }, 'POST', null],
    [
      { type: 'text', options: ['GET', 'POST'] },
      'post',
      'The expression gives "post"; this field takes GET, POST.',
    ],
  ])('%j given %j: %s', (wanted, value, told) => {
    expect(misfit(value, wanted)).toBe(told);
  });

  it.each<[string, unknown, Wanted['type'], string | null]>([
    ['{{ order.price }}', '12.5', 'number', '{{ toNumber(order.price) }}'],
    ['order.price', '12.5', 'number', 'toNumber(order.price)'],
    ['{{ order.customer.name }}', 'Ada', 'number', null],
    ['{{ order.total }}', 50, 'text', '{{ toText(order.total) }}'],
    ['{{ order.items }}', [], 'text', "{{ join(order.items, ', ') }}"],
    ['{{ order }}', {}, 'text', '{{ json(order) }}'],
    ['a {{ order.total }} b', 'a 50 b', 'number', null],
    ['{{ order.total }}', 50, 'list', '{{ [order.total] }}'],
  ])('%s giving %j for %s becomes %s', (text, value, type, mended) => {
    const [fix] = conversionFixes(text, value, { type });
    expect(fix ? apply(text, fix) : null).toBe(mended);
  });

  it('is told with the result, and only when nothing else is wrong', () => {
    expect(outcomeOf(input('{{ order.price }}', 'template', { type: 'number' }))).toMatchObject({
      kind: 'warning',
      value: '12.5',
    });
    expect(outcomeOf(input('{{ order.total }}', 'template', { type: 'number' })).kind).toBe('value');
  });
});

describe('what takes long', () => {
  const list = Array.from({ length: 100 }, (_, index) => index);
  const slow = {
    text: 'list.map(a => list.map(b => a * b))',
    reading: 'source' as const,
    scope: { list },
    shapes: { list: shapeOfValue(list) },
  };

  it('is left for later, and has its answer without the limit of typing', () => {
    expect(outcomeWithin(slow, -1)).toBeNull();
    expect(outcomeOf(slow).kind).toBe('value');
    expect(outcomeWithin({ ...slow, text: 'list.length' }, 60_000)).toEqual({ kind: 'value', value: 100 });
  });

  it('is asked one at a time, of those that wait only the newest, and the data is sent once', () => {
    const posted: Asked[] = [];
    let answer: (event: { data: unknown }) => void = () => undefined;
    const worker = {
      postMessage: (message: Asked) => posted.push(message),
      addEventListener: (_: string, listener: typeof answer) => {
        answer = listener;
      },
      terminate: vi.fn(),
    };
    const outcomes = slowOutcomes(() => worker as unknown as Worker);
    const told: string[] = [];
    for (const text of ['a', 'b', 'c']) outcomes.ask({ ...slow, text }, () => told.push(text));
    expect(posted.map(({ ask }) => ask.text)).toEqual(['a']);
    answer({ data: { id: 1, outcome: { kind: 'none' } } });
    expect(posted.map(({ ask, data }) => [ask.text, data !== undefined])).toEqual([
      ['a', true],
      ['c', false],
    ]);
    answer({ data: { id: 2, outcome: { kind: 'none' } } });
    expect(told).toEqual(['c']);
    outcomes.close();
    expect(worker.terminate).toHaveBeenCalledOnce();
  });
});

describe('values in short', () => {
  it.each<[unknown, string, string]>([
    [undefined, 'nothing', 'nothing'],
    ['', 'empty text', 'text'],
    ['Ada', '"Ada"', 'text'],
    [5, '5', 'number'],
    [true, 'true', 'true or false'],
    [[1, 2], '[1,2]', 'list of 2'],
    [{ a: { b: [1] } }, '{"a":{"b":[1]}}', 'object, 1 field'],
    [new Date('2025-01-15T10:00:00Z'), '15 Jan 2025, 11:00:00 GMT+1', 'date'],
    [new Date(Number.NaN), 'invalid date', 'date'],
    [[undefined, null], '[null,null]', 'list of 2'],
  ])('%j is %s, %s', (value, text, type) => {
    expect([shortValue(value, 120, 'Europe/Berlin'), typeWords(value)]).toEqual([text, type]);
  });

  it('writes no more of a long value than is shown', () => {
    const long = shortValue(
      Array.from({ length: 100_000 }, (_, index) => ({ index })),
      60,
    );
    expect(long.length).toBeLessThanOrEqual(60);
    expect(shortValue('x'.repeat(1_000_000), 50)).toHaveLength(50);
    expect(shortValue([[[[[1]]]]])).toBe('[[[[[…]]]]]');
  });
});

describe('where the sample is from', () => {
  const source = (name: string, origin: 'pinned' | 'last' | 'schema', value: unknown = {}): ScopeSource => ({
    name,
    label: name,
    node: null,
    value,
    real: true,
    origin,
  });
  const sources = [source('trigger', 'last'), source('a', 'pinned'), source('b', 'schema')];
  it.each<[string, boolean, string | null]>([
    ['{{ trigger.data.x }}', false, 'last'],
    ['{{ a.x }} {{ trigger.data.x }}', false, 'last'],
    ['a.x + b.y', true, 'schema'],
    ['{{ step.a.output }}', false, 'pinned'],
    ['{{ 1 + 1 }}', false, null],
    ['plain', false, null],
    ['a.', true, null],
  ])('of %s is %3$s', (text, bare, origin) => {
    expect(originOfText(text, bare, sources)).toBe(origin);
  });
});

describe('what nobody can know before a step has run', () => {
  const get = { status: 200, body: null, headers: {} };
  const shapesOfGet = {
    ...shapes,
    get: {
      type: 'object' as const,
      fields: { status: { type: 'number' as const }, body: { type: 'unknown' as const } },
    },
    tested: shapeOfValue(get),
  };
  const kindOf = (text: string) =>
    outcomeOf({
      text,
      reading: 'source',
      scope: { ...scope, get, tested: get, step: { get: { output: get } } },
      shapes: { ...shapesOfGet, step: open({ get: { output: get } }) },
      untested: { get: 'Get orders', trigger: 'Webhook' },
    });
  it.each([
    'get.body.rows | count',
    'get.body.id',
    'get.body',
    'get.body.total * 2',
    "'Order ' + get.body.id",
    'step.get.output.body.id',
    'order.items.map(i => i.sku + get.body.id)',
  ])('%s is not known', (text) => {
    expect(kindOf(text)).toEqual({ kind: 'unknown', label: 'Get orders' });
  });
  it('what the trigger may bring is not known either, unless it is there', () => {
    expect(kindOf('trigger.data.coupon')).toEqual({ kind: 'unknown', label: 'Webhook' });
    expect(kindOf('trigger.data.total')).toEqual({ kind: 'value', value: 50 });
  });
  it('what is described or was tested has its value', () => {
    expect(kindOf('get.status')).toEqual({ kind: 'value', value: 200 });
    expect(kindOf('tested.body')).toEqual({ kind: 'value', value: null });
    expect(kindOf('order.total')).toEqual({ kind: 'value', value: 50 });
  });
  it.each(['get.body.', 'uper(get.body)', 'get.body.constructor'])('%s is wrong whatever comes', (text) => {
    expect(kindOf(text).kind).toBe('problem');
  });
  it('a name that is nearly there is told as that', () => {
    expect(kindOf('trigger.data.totl').kind).toBe('warning');
    expect(kindOf('get.bodyy').kind).toBe('warning');
  });
});
