import { describe, expect, it } from 'vitest';
import { check, http, lines, manual, node } from './check_testing.ts';

const items = { items: '{{ trigger.data.orders }}' };
const loop = (config: object = {}, more: object = {}) => node('L', 'loop', { ...items, ...config }, more);
const call = (id: string, url = 'https://x.test', more: object = {}) =>
  node(id, 'http_request', { url }, { label: id.toUpperCase(), key: id, ...more });

describe('bodies', () => {
  const [a, b] = [call('a'), call('b')];
  const inner = node('M', 'loop', items, { label: 'Inner' });
  it.each<[string, object[], string, string[]]>([
    ['a loop that is sound', [manual, loop(), a, b], 't>L L/body>a L/done>b', []],
    ['a loop in a loop', [manual, loop(), inner, a, b], 't>L L/body>M M/body>a M/done>b', []],
    ['a loop without anything behind it', [manual, loop(), a], 't>L L/body>a', []],
    [
      'nothing in the body',
      [manual, loop(), b],
      't>L L/done>b',
      ['error L -: Loop has nothing to repeat: lead its body handle to the first node of each round'],
    ],
    [
      'an edge out of the body',
      [manual, loop(), a, b],
      't>L L/body>a a>b L/done>b',
      ['error a -: A is inside the loop Loop; what comes after the loop starts at its done handle'],
    ],
    [
      'an edge into the body',
      [manual, loop(), a, b],
      't>L t>b L/body>a a>b',
      [
        "error t -: B is inside the loop Loop; only the loop's body handle and nodes of its body can lead there",
      ],
    ],
    [
      'a body that is reached from done too',
      [manual, loop(), a],
      't>L L/body>a L/done>a',
      [
        'error L -: A is also reached without the loop Loop; what a loop repeats is reached from its body handle only',
        'error L -: Loop has nothing to repeat: lead its body handle to the first node of each round',
      ],
    ],
    [
      'an edge past a loop in a loop',
      [manual, loop(), inner, a, b],
      't>L L/body>M M/body>a M/done>b a>b',
      ['error a -: A is inside the loop Inner; what comes after the loop starts at its done handle'],
    ],
    [
      'an edge back to the loop',
      [manual, loop(), a, b],
      't>L L/body>a a>b b>L',
      ['error b -: B leads back to Loop, which repeats by itself: remove this edge'],
    ],
    [
      'a disabled node beside the border',
      [manual, loop(), a, call('b', 'x', { disabled: true })],
      't>L L/body>a a>b L/done>b',
      [],
    ],
  ])('%s', (_, nodes, joined, expected) => {
    expect(lines(check(nodes, joined))).toEqual(expected);
  });

  it.each(['break', 'continue'] as const)('a %s belongs into a loop', (subtype) => {
    const node_ = node('x', subtype, {}, { label: 'This' });
    expect(lines(check([manual, loop(), node_], 't>L L/body>x'))).toEqual([]);
    expect(lines(check([manual, node_], 't>x'))).toEqual([
      'error x -: This is outside of a loop; it only means something in the body of one',
    ]);
    expect(lines(check([manual, loop(), call('a'), node_], 't>L L/body>a L/done>x'))).toEqual([
      'error x -: This is outside of a loop; it only means something in the body of one',
    ]);
    const follows = check([manual, loop(), node_, call('a')], 't>L L/body>x x>a');
    expect(lines(follows)).toEqual([
      `error x -: A never runs: This ends ${subtype === 'break' ? 'the loop' : 'this round of the loop'}`,
    ]);
  });
});

it.each<[object, string[]]>([
  [{ items: undefined }, ['error L items: Loop node missing Items']],
  [{ items: [] }, ['error L items: Loop node missing Items']],
  [{ items: [1, 2] }, []],
  [{ items: 5 }, ['error L items: Loop: items must be a list; it is a number']],
  [{ items: true }, ['error L items: Loop: items must be a list; it is true or false']],
  [
    { items: { a: 1 } },
    ['error L items: Loop: items must be a list; it is an object; values(…) makes a list of what is in it'],
  ],
  [
    { items: 'trigger.data.orders' },
    ['error L items: Loop: items must be a list; it is text; write an expression in {{ }}'],
  ],
  [
    { items: Array.from({ length: 10_001 }, () => 0) },
    ['error L items: Loop: items has 10,001 entries; the loop has at most 10,000 rounds'],
  ],
  [
    { items: [1, 2, 3], max_iterations: 2 },
    ['error L items: Loop: items has 3 entries; the loop has at most 2 rounds'],
  ],
  [
    { items: '{{ count(trigger.data.orders) }}' },
    ['error L items: Loop: items must be a list; it is a number'],
  ],
  [
    { items: '{{ trigger.data.a }} {{ trigger.data.b }}' },
    ['error L items: Loop: items must be a list; it is text'],
  ],
  [
    { items: '{{ workflow }}' },
    ['error L items: Loop: items must be a list; it is an object; values(…) makes a list of what is in it'],
  ],
  [{ concurrency: 51 }, ['error L concurrency: Loop: At the same time must be at most 50']],
  [{ max_iterations: 0 }, ['error L max_iterations: Loop: Rounds at most must be at least 1']],
  [{ mode: 'while' }, ['error L condition: Loop node missing While']],
  [{ mode: 'while', condition: 'index < 10 && item != null', items: 5 }, []],
  [{ mode: 'while', condition: true }, []],
  [{ mode: 'while', condition: 'idx < 10' }, ['error L condition: Unknown variable idx in Loop (While)']],
  [
    { mode: 'while', condition: 'upper(index) == "A" && index.toUpperCase()' },
    [expect.stringMatching(/^error L condition: Loop: /)],
  ],
  [
    { mode: 'while', condition: 'a.status > 400' },
    ['error L condition: Loop uses a, but A repeats in its body, after it'],
  ],
  [{ mode: 'for' }, ['error L mode: Loop: Repeat must be "items" or "while"']],
])('a loop with %j', (config, expected) => {
  expect(lines(check([manual, loop(config), call('a')], 't>L L/body>a'))).toEqual(expected);
});

it('what an earlier run showed to be no list is a warning', () => {
  const samples = { trigger: { data: { orders: 3 } } };
  expect(lines(check([manual, loop(), call('a')], 't>L L/body>a', { samples }))).toEqual([
    'warning L items: Loop: items must be a list; it is a number',
  ]);
});

describe('what expressions see', () => {
  const outer = node(
    'O',
    'loop',
    { items: '{{ [{ sku: "a", lines: [{ price: 1 }] }] }}' },
    { key: 'orders' },
  );
  const inner = node('I', 'loop', { items: '{{ item.lines }}' }, { key: 'lines' });
  const nodes = (field: string, at: string) =>
    [manual, call('before'), outer, call('first'), inner, call('deep'), call('late'), call('after')].map(
      (one) => (one.id === at ? { ...one, config: { ...one.config, url: `{{ ${field} }}` } } : one),
    );
  const joined = 't>before before>O O/body>first first>I I/body>deep I/done>late O/done>after';
  const found = (expression: string, at: string) => lines(check(nodes(expression, at), joined));

  it.each([
    ['item.sku', 'first'],
    ['index + 1', 'first'],
    ['orders.item.sku', 'first'],
    ['orders.index', 'deep'],
    ['item.price', 'deep'],
    ['multiply(item.price, lines.index)', 'deep'],
    ['orders.item.lines[0].price', 'deep'],
    ['first.status', 'deep'],
    ['before.status', 'deep'],
    ['lines.results[0].status', 'late'],
    ['item.sku', 'late'],
    ['orders.results[0].status', 'after'],
    ['orders.items[0].sku', 'after'],
    ['orders.errors[0].error.message', 'after'],
    ['orders.errors[0].index', 'after'],
    ['before.status', 'after'],
  ])('%s is there in %s', (expression, at) => {
    expect(found(expression, at)).toEqual([]);
  });

  it.each([
    ['item.price', 'first', 'Unknown variable item.price in FIRST (URL)'],
    ['item.sk', 'first', 'Unknown variable item.sk in FIRST (URL); did you mean item.sku?'],
    ['index.toUpperCase()', 'first', expect.stringMatching(/^error first url: FIRST: .*index/)],
    [
      'orders.item.skuu',
      'deep',
      'Unknown variable orders.item.skuu in DEEP (URL); did you mean orders.item.sku?',
    ],
    ['orders.results', 'first', 'Unknown variable orders.results in FIRST (URL)'],
    [
      'deep.status',
      'late',
      'LATE uses deep, but DEEP is inside the loop Loop and gives one value for each round; use lines.results',
    ],
    [
      'deep.status',
      'after',
      'AFTER uses deep, but DEEP is inside the loop Loop and gives one value for each round; use orders.results',
    ],
    [
      'step.first.output',
      'after',
      'AFTER uses step.first, but FIRST is inside the loop Loop and gives one value for each round; use orders.results',
    ],
    [
      'lines.results',
      'after',
      'AFTER uses lines, but Loop is inside the loop Loop and gives one value for each round; use orders.results',
    ],
    [
      'orders.results[0].stats',
      'after',
      'Unknown variable orders.results.0.stats in AFTER (URL); did you mean orders.results.0.status?',
    ],
    ['orders.result', 'after', 'Unknown variable orders.result in AFTER (URL); did you mean orders.results?'],
    ['item', 'after', 'Unknown variable item in AFTER (URL)'],
    [
      'first.status',
      'before',
      'BEFORE uses first, but FIRST is inside the loop Loop and gives one value for each round; use orders.results',
    ],
  ])('%s is refused in %s', (expression, at, message) => {
    expect(found(expression, at)).toEqual([
      typeof message === 'string' ? `error ${at} url: ${message}` : message,
    ]);
  });

  it('what rounds give is not questioned where they may end in different places', () => {
    const choice = node('i', 'if', { condition: 'index > 1' });
    const last = call('z', '{{ L.results[0].anything }}');
    const all = [manual, loop({}, { key: 'L' }), choice, call('a'), call('b'), last];
    expect(lines(check(all, 't>L L/body>i i/true>a i/false>b L/done>z'))).toEqual([]);
    const after = [manual, loop({}, { key: 'L' }), call('a'), call('b'), last];
    expect(lines(check(after, 't>L L/body>a L/body>b L/done>z'))).toEqual([
      'error z url: Unknown variable L.results.0.anything in Z (URL)',
    ]);
  });

  it('items that are computed from themselves are unknown, and end', () => {
    const [one, two] = ['one', 'two'].map((key, at) =>
      node(key, 'loop', { items: `{{ ${at === 0 ? 'two' : 'one'}.results }}` }, { key, label: key }),
    );
    const problems = check(
      [manual, one!, two!, call('a'), call('b')],
      't>one one/body>a one/done>two two/body>b',
    );
    expect(lines(problems)).toEqual(['error one items: one uses two, but two runs after it']);
  });
});

describe('addresses of waits', () => {
  const send = (url: string) => call('h', url);
  const wait = node('w', 'wait', { mode: 'callback' }, { key: 'answer' });
  const ask = node('p', 'approval', { title: 'Go?' }, { key: 'ask' });
  const delay = node('d', 'wait', { duration: { value: 1 } }, { key: 'pause' });
  it.each<[string, string[]]>([
    ['{{ execution.resume_urls.answer }}', []],
    ['{{ execution.resume_urls.ask }}', []],
    ['{{ execution.id }}', []],
    [
      '{{ execution.resume_urls.answr }}',
      [
        'error h url: Unknown variable execution.resume_urls.answr in H (URL); did you mean execution.resume_urls.answer?',
      ],
    ],
    [
      '{{ execution.resume_urls.pause }}',
      ['error h url: Unknown variable execution.resume_urls.pause in H (URL)'],
    ],
  ])('%s', (url, expected) => {
    const nodes = [manual, send(url), wait, ask, delay, call('z')];
    expect(lines(check(nodes, 't>h h>w w>p p/approved>d d>z'))).toEqual(expected);
  });

  it('are those of the same round', () => {
    const nodes = (url: string) => [manual, send(url), loop(), call('in', url), wait];
    const joined = 't>h h>L L/body>in in>w';
    expect(lines(check(nodes('{{ execution.resume_urls.answer }}'), joined))).toEqual([
      'error h url: Unknown variable execution.resume_urls.answer in H (URL)',
    ]);
  });
});

it('what waits and approvals give is known', () => {
  const nodes = (url: string) => [
    manual,
    node('p', 'approval', { title: 'Go?' }, { key: 'ask' }),
    node('d', 'wait', { duration: { value: 1 } }, { key: 'pause' }),
    node('s', 'sub_workflow', { workflow_id: 'x', wait: false }, { key: 'child' }),
    call('z', url),
  ];
  const joined = 't>p p/approved>d d>s s>z';
  const sound = '{{ ask.comment }}{{ ask.decided_by }}{{ pause.waited_until }}{{ child.execution_id }}';
  expect(lines(check(nodes(sound), joined))).toEqual([]);
  expect(lines(check(nodes('{{ ask.coment }}{{ pause.until }}{{ child.output }}'), joined))).toEqual([
    'error z url: Unknown variable ask.coment in Z (URL); did you mean ask.comment?',
    expect.stringContaining('Unknown variable pause.until in Z (URL)'),
    'error z url: Unknown variable child.output in Z (URL)',
  ]);
});

it('the error of a node that goes on after it can be read', () => {
  const nodes = (more: object, url: string) => [manual, http({}, more), call('z', url)];
  const url = '{{ http_response.error.message }}';
  expect(lines(check(nodes({ on_error: 'branch' }, url), 't>h h/error>z'))).toEqual([]);
  expect(lines(check(nodes({ on_error: 'continue' }, url), 't>h h>z'))).toEqual([]);
  expect(lines(check(nodes({}, url), 't>h h>z'))).toEqual([
    'error z url: Unknown variable http_response.error in Z (URL)',
  ]);
});
