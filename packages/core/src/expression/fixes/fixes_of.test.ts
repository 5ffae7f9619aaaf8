import { describe, expect, it, test } from 'vitest';
import { shapeOfValue } from '../../shape.ts';
import { brokenAt } from './broken.ts';
import { type Fix, fixesOf } from './fixes_of.ts';

const sample = {
  order: {
    total: 50,
    price: '12.5',
    status: 'paid',
    first_name: 'Ada',
    'unit price': 3,
    customer: { name: 'Ada', email: 'a@b.c' },
    items: [{ sku: 'A', qty: 2 }],
  },
  trigger: { data: { company: { city: 'Paris' } } },
};
const shapes = Object.fromEntries(Object.entries(sample).map(([name, value]) => [name, shapeOfValue(value)]));

const apply = (text: string, { from, to, insert }: Fix) => text.slice(0, from) + insert + text.slice(to);
const mended = (text: string) => fixesOf(text, shapes).map((fix) => apply(text, fix));

describe('what a click makes of', () => {
  test.each([
    // Names
    ['order.custmer.name', 'order.customer.name'],
    ['oder.total', 'order.total'],
    ['order.firstName', 'order.first_name'],
    ['(order).custmer', '(order).customer'],
    ["order['custmer'].name", 'order.customer.name'],
    ['customer.name', 'order.customer.name'],
    ['company.city', 'trigger.data.company.city'],
    ['trigger.company', 'trigger.data.company'],
    ['order.items.sku', 'order.items[0].sku'],
    ['order.items.map(i => i.sku2)', 'order.items.map(i => i.sku)'],
    ['order.unit price', "order['unit price']"],
    ['order.status == paid', "order.status == 'paid'"],
    // Functions
    ['uper(order.status)', 'upper(order.status)'],
    ['UPPER(order.status)', 'upper(order.status)'],
    ['Math.round(order.total)', 'round(order.total)'],
    ['parseInt(order.price)', 'toNumber(order.price)'],
    ['JSON.stringify(order)', 'json(order)'],
    ['new Date()', 'now()'],
    ['order.status.toUpper()', 'order.status.toUpperCase()'],
    ['order.status.length()', 'order.status.length'],
    // Grammar
    ['order.total = 5', 'order.total == 5'],
    ['order.total <> 5', 'order.total != 5'],
    ['order.total > 5 and order.total < 9', 'order.total > 5 && order.total < 9'],
    ["order.status = 'paid' and order.total > 5", "order.status == 'paid' && order.total > 5"],
    ['order.status == “paid”', 'order.status == "paid"'],
    ['order.status == ‘paid’', "order.status == 'paid'"],
    ["order.status == 'paid", "order.status == 'paid'"],
    ['upper(order.status', 'upper(order.status)'],
    ["upper(order.status + 'x", "upper(order.status + 'x')"],
    ['upper(order.status))', 'upper(order.status)'],
    ['order.total *', 'order.total'],
    ['order.', 'order'],
    ['order.total;', 'order.total'],
    ['if(order.total > 5; 1; 2)', 'if(order.total > 5, 1, 2)'],
    ["order.status & 'x'", "order.status + 'x'"],
    ["order.total > 5 ? 'a'", "order.total > 5 ? 'a' : ''"],
    ['${order.total}', 'order.total'],
    ['order.items.map(i => i.sku;)', 'order.items.map(i => i.sku)'],
    // Other languages
    ['order.items | map(i => { sku: i })', 'order.items | map(i => ({ sku: i }))'],
    [
      "order.items.map(i => { sku: i.sku, qty: '}' + i.qty })",
      "order.items.map(i => ({ sku: i.sku, qty: '}' + i.qty }))",
    ],
    ['order.items.map(i => { ...i, qty: 1 })', 'order.items.map(i => ({ ...i, qty: 1 }))'],
    ['order.items.map(i => {})', 'order.items.map(i => ({}))'],
    ['order.items.map(i => { return i.sku; })', 'order.items.map(i => i.sku)'],
    ['order.items.map(function (i) { return i.qty * 2; })', 'order.items.map(i => i.qty * 2)'],
    ['order.items.reduce((a, i) => { return a + i.qty }, 0)', 'order.items.reduce((a, i) => a + i.qty, 0)'],
    ['order.items.forEach(i => i.sku)', 'order.items.map(i => i.sku)'],
    ['return order.total;', 'order.total'],
    ["if (order.total > 5) { return 'a'; } else { return 'b'; }", "order.total > 5 ? 'a' : 'b'"],
    ["'a' if order.total > 5 else 'b'", "order.total > 5 ? 'a' : 'b'"],
    ["order.status in ['paid']", "contains(['paid'], order.status)"],
    ['order.status is not defined', 'order.status == null'],
    ['order.status is defined', 'order.status != null'],
    ["order.status | default: 'x'", "order.status | default('x')"],
    ["order.status ~ 'x'", "order.status + 'x'"],
    ['order.items[0:2]', 'order.items.slice(0, 2)'],
    ['order.items[].sku', 'order.items.map(i => i.sku)'],
    ['order.status.match(/^p/)', "matches(order.status, '^p')"],
    ['/^p/i.test(order.status)', "matches(order.status, '^p', 'i')"],
    ['order.status.match(/^p/gi)', "matches(order.status, '^p', 'i')"],
    ['order.total > 5 || True', 'order.total > 5 || true'],
    ['upcase(order.status)', 'upper(order.status)'],
    // Other products
    ['$json.total', 'order.total'],
    ["$json['company']", "trigger.data['company']"],
    ['$node["Order"].json.total', 'order.total'],
    ["$('Order').item.json.customer.name", 'order.customer.name'],
    ["$('Order').first().json.total", 'order.total'],
    ['$input.item.json.company', 'trigger.data.company'],
    ['steps.order.output.total', 'order.total'],
    ['order.json.total', 'order.total'],
    ['trigger.body.company', 'trigger.data.company'],
    ['$now', 'now()'],
    ['moment(order.status).format("YYYY")', 'formatDate(order.status, "YYYY")'],
    // Types
    ['order.price * 2', 'toNumber(order.price) * 2'],
    ["order.total == '50'", 'order.total == 50'],
    ['order.price > 5', 'toNumber(order.price) > 5'],
    ['order.price | multiply(2)', 'toNumber(order.price) | multiply(2)'],
  ])('%s is %s', (text, expected) => {
    expect(mended(text)).toContain(expected);
  });

  test.each([
    ['Hello {{ order.custmer.name }}!', 'Hello {{ order.customer.name }}!'],
    ['Hello {{ order.status', 'Hello {{ order.status }}'],
    ['Hello {{ order.status }, bye', 'Hello {{ order.status }}, bye'],
    ['Hello {{ order.status how are you', 'Hello {{ order.status }} how are you'],
    ["{{ upper('x }}", "{{ upper('x') }}"],
    ['{{ {{ order.total }} }}', '{{  order.total  }}'],
    ['{{ order.total }} {{ order.totl }}', '{{ order.total }} {{ order.total }}'],
  ])('the text %s is %s', (text, expected) => {
    expect(mended(text)[0]).toBe(expected);
  });
});

it.each([
  'order.total',
  '{{ order.total }}',
  '',
  '   ',
  'plain text'.replace(' ', ''),
  '\\{{ order.x',
  'unknown.stuff()(',
])('offers only what is better: %j', (text) => {
  const before = text.includes('{{') ? null : brokenAt(text, shapes);
  for (const next of mended(text)) {
    const after = brokenAt(next, shapes);
    expect(after === null || (before !== null && after.position !== before.position)).toBe(true);
  }
});

it('says what it does, and changes no more than that', () => {
  expect(fixesOf('{{ order.custmer.name }}', shapes)[0]).toEqual({
    title: 'Use order.customer',
    from: 13,
    to: 13,
    insert: 'o',
  });
  expect(fixesOf('order.total', shapes)).toEqual([]);
});

it('does not look at what is too long to be an expression', () => {
  expect(fixesOf(`x${'('.repeat(20_000)}`, shapes)).toEqual([]);
  const spaces = ' '.repeat(450);
  for (const text of [
    `if (${')'.repeat(450)}${spaces}x`,
    `${'=> {'.repeat(120)}${'}'.repeat(120)}`,
    `a${spaces}if${spaces}x`,
    `a${' if x'.repeat(180)}`,
    `if (a) ${'{ return '.repeat(100)} else`,
    `${'=> {'.repeat(2_000)}${'}'.repeat(2_000)}`,
    `a${' is not'.repeat(140)}`,
    `a | b:${spaces}${spaces}`,
  ])
    expect(Array.isArray(fixesOf(text, shapes))).toBe(true);
});
