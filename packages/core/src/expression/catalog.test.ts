import { describe, expect, test } from 'vitest';
import { functionCatalog } from './catalog.ts';
import { functions } from './functions/table.ts';
import { methodTables } from './methods/table.ts';
import { evaluate, failureOf } from './testing/evaluate.ts';

/** The functions that the design lists, by group. */
const promised: Record<string, string> = {
  text: 'upper lower capitalize title trim length replace replaceAll split join contains startsWith endsWith substring padStart padEnd slug matches extract stripHtml truncate',
  number: 'toNumber round floor ceil abs min max clamp formatNumber multiply divide percent',
  date: 'now today toDate formatDate addTime subtractTime startOf endOf diffTime weekday isBefore isAfter',
  list: 'first last count map where filter find sort unique flatten groupBy pluck chunk slice reverse includes some every sum avg compact range zip',
  object: 'keys values entries pick omit merge get',
  logic: 'if isEmpty default coalesce typeOf toText toBoolean',
  encoding: 'json parseJson base64 fromBase64 urlEncode urlDecode hash hmac uuid',
};

describe('the catalogue', () => {
  test.each(Object.entries(promised))(
    'has the promised functions of group %s and no others',
    (group, names) => {
      const found = functionCatalog.filter((entry) => entry.group === group).map((entry) => entry.name);
      expect(found.toSorted()).toEqual(names.split(' ').toSorted());
    },
  );

  test.each(functionCatalog.map((entry) => [entry.name, entry] as const))(
    '%s is described and every example is true',
    (_name, entry) => {
      expect(entry.description).toMatch(/^\S.+[.]$/);
      expect(entry.signature.startsWith(`${entry.name}(`)).toBe(true);
      expect(entry.examples.length).toBeGreaterThan(0);
      for (const [source, result] of entry.examples) expect(evaluate(source), source).toEqual(result);
    },
  );

  const withValue = functionCatalog.filter(
    (entry) => /^\w+\(\w+: /.test(entry.signature) && entry.name !== 'if',
  );
  test.each(withValue.map((entry) => entry.name))('%s works in a pipe as it does in a call', (name) => {
    const entry = functionCatalog.find((each) => each.name === name)!;
    const [source, result] = entry.examples[0]!;
    const args = topLevelArguments(source, name);
    if (!args) return;
    const [first, ...rest] = args;
    const piped = `(${first}) | ${name}${rest.length > 0 ? `(${rest.join(', ')})` : ''}`;
    const tail = source.slice(name.length + args.join(', ').length + 2);
    expect(evaluate(piped + tail), piped + tail).toEqual(result);
  });

  const methods = [...methodTables].flatMap(([type, table]) =>
    [...table.values()].map((spec) => [`${type}.${spec.name}`, spec] as const),
  );
  test.each(methods)('the examples of the method %s are true', (_name, spec) => {
    expect(spec.examples.length).toBeGreaterThan(0);
    for (const [source, result] of spec.examples) expect(evaluate(source), source).toEqual(result);
  });
});

/** `f(a, (b, c))` → `['a', '(b, c)']`; undefined where the example does not begin with the call. */
function topLevelArguments(source: string, name: string): string[] | undefined {
  if (!source.startsWith(`${name}(`)) return undefined;
  const args: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = name.length + 1;
  for (let at = start; at < source.length; at++) {
    const character = source[at]!;
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if ('([{'.includes(character)) depth++;
    if (depth === 0 && (character === ',' || character === ')')) {
      args.push(source.slice(start, at).trim());
      start = at + 1;
      if (character === ')') return args;
    }
    if (')]}'.includes(character)) depth--;
  }
  return undefined;
}

describe('bad input of functions', () => {
  const scope = {
    huge: 'x'.repeat(200_000),
    many: Array.from({ length: 5_000 }, (_, index) => index),
    order: {},
    bad: { text: 'abc', when: 'soon' },
  };
  const junk = [
    'null',
    "''",
    '[]',
    '{}',
    'true',
    '-1',
    '1e300',
    '0.1',
    "'abc'",
    'huge',
    'many',
    'order.missing',
    '[null, [], {}]',
    'now()',
    "'\\ud800'",
  ];

  test.each([...functions.keys()])(
    '%s answers any first argument with a value or an ExpressionError',
    (name) => {
      for (const value of junk) settles(`${name}(${value})`, scope);
    },
  );

  test.each(
    [...functions.values()]
      .filter((spec) => spec.params.length + (spec.rest ? 2 : 0) > 1)
      .map((spec) => spec.name),
  )('%s answers any pair of arguments with a value or an ExpressionError', (name) => {
    for (const first of junk) for (const second of junk) settles(`${name}(${first}, ${second})`, scope);
  });

  const methodNames = [...new Set([...methodTables.values()].flatMap((table) => [...table.keys()]))];
  test.each(methodNames)('the method %s answers anything with a value or an ExpressionError', (name) => {
    for (const value of junk)
      for (const argument of ['', ...junk]) settles(`(${value}).${name}(${argument})`, scope);
  });
});

/** Ends with data or an ExpressionError. */
function settles(source: string, scope: Record<string, unknown>): void {
  let value: unknown;
  try {
    value = evaluate(source, scope);
  } catch (error) {
    expect((error as Error).name, `${source}: ${String(error)}`).toBe('ExpressionError');
    return;
  }
  expect(typeof value, source).not.toBe('function');
  if (typeof value === 'number') expect(Number.isNaN(value), source).toBe(false);
}

describe('counting arguments', () => {
  test.each([
    ['upper()', 'upper needs "text"', 'write upper(text: text)'],
    ['round(1, 2, 3)', 'round takes at most 2 arguments', 'write round(value: number, digits?: number)'],
    ["'a'.padStart()", 'padStart needs "length"', 'write padStart(text: text, length: number, fill?: text)'],
    ['upper(x => x)', 'upper takes no function here', undefined],
    ["'a'.includes(x => x)", 'includes takes no function here', undefined],
  ])('%s says %s', (source, message, suggestion) => {
    const failure = failureOf(source);
    expect(failure.message).toBe(message);
    expect(failure.suggestion).toBe(suggestion);
  });
});
