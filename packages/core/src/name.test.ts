import { describe, expect, test } from 'vitest';
import { definitionNameIssues, nameProblem, nameSchema, visibleName } from './name.ts';
import { parseDefinition } from './parse_definition.ts';

describe('a good name', () => {
  test.each([
    ['ASCII', 'Orders 2026 (copy 2) – "new" <b>'],
    ['German', 'Übersicht für Größe'],
    ['Persian with its joiner', 'می\u200cخواهم'],
    ['Persian while the next letter is typed', 'می\u200c'],
    ['Hindi with its joiner', 'क्\u200dष'],
    ['Hebrew', 'הזמנות חדשות'],
    ['Japanese with a variant', '辻\u{e0100}さん'],
    ['an emoji of several', 'Team 👩🏽\u200d💻 and 🏳\ufe0f\u200d🌈'],
    ['an emoji with its variant', '❤\ufe0f and 1\ufe0f\u20e3'],
  ])('%s', (_name, name) => {
    expect(nameProblem(name)).toBeNull();
    expect(visibleName(name)).toBe(name);
  });
});

describe('a name that does not show what it holds', () => {
  test.each([
    ['a turned direction', 'invoice\u202egpj.exe', /U\+202E\) after "invoice"/, 'invoicegpj.exe'],
    ['an isolate', 'a\u2066b', /U\+2066/, 'ab'],
    ['a mark of direction', 'a\u200fb', /U\+200F/, 'ab'],
    ['a space without width', 'Pay\u200broll', /U\+200B\) after "Pay"/, 'Payroll'],
    ['a joiner between Latin letters', 'Pay\u200droll', /U\+200D/, 'Payroll'],
    ['a soft hyphen', 'a\u00adb', /U\+00AD/, 'ab'],
    ['a filler that is a letter', '\u3164', /U\+3164\) at its beginning/, ''],
    ['an empty pattern', 'a\u2800', /U\+2800/, 'a'],
    ['hidden tags', 'a\u{e0041}\u{e0042}', /U\+E0041/, 'a'],
    ['a variant without an emoji', 'a\ufe0f', /U\+FE0F/, 'a'],
    ['a variant of a digit', '1\ufe0f', /U\+FE0F/, '1'],
    ['a line break', 'two\nlines', /a line break after "two"/, 'two lines'],
    ['a separator of lines', 'two\u2028lines', /a line break/, 'two lines'],
    ['an escape of a terminal', 'a\u001b[31m', /U\+001B/, 'a[31m'],
    ['a bell of the upper row', 'a\u0085b', /U\+0085/, 'ab'],
  ])('%s is refused in words, and mended for who pastes it', (_name, name, words, mended) => {
    expect(nameProblem(name)).toMatch(words);
    expect(visibleName(name)).toBe(mended);
    expect(nameProblem(mended)).toBeNull();
  });

  test('the problem is said without repeating what is hidden', () => {
    expect(nameProblem('a\u200bb\u202ec')).not.toMatch(/[\u200b\u202e]/);
    expect(nameProblem(`${'x'.repeat(500)}\u202e`)!.length).toBeLessThan(120);
  });

  test('a joiner is not smuggled in between others', () => {
    expect(nameProblem('می\u200c\u200cخواهم')).toMatch(/U\+200C/);
    expect(nameProblem('👩\u200d x')).toMatch(/U\+200D/);
  });
});

test('the schema trims, and says what is missing, too long or hidden', () => {
  const schema = nameSchema(5, { missing: 'Name it', subject: 'The name of the test' });
  expect(schema.parse('  abc ')).toBe('abc');
  const messages = (name: string) => schema.safeParse(name).error!.issues.map(({ message }) => message);
  expect(messages('   ')).toEqual(['Name it']);
  expect(messages('\ufeff')).toEqual(['Name it']);
  expect(messages('abcdef')).toEqual(['The name of the test has at most 5 characters']);
  expect(messages('\u200b')).toEqual([
    'The name of the test has an invisible character (U+200B) at its beginning; type it again without',
  ]);
});

test('of a definition every label is looked at, and the finding leads to its node', () => {
  const definition = parseDefinition({
    nodes: [
      { id: 'a', type: 'trigger', subtype: 'manual', label: 'Good' },
      { id: 'b', type: 'control', subtype: 'merge', label: 'x\u202ey' },
    ],
    edges: [],
    groups: [{ id: 'g', label: 'z\u200b', nodes: ['a'] }],
    // A note is text of several lines, and no name.
    notes: [{ id: 'n', text: 'two\nlines' }],
  });
  expect(definitionNameIssues(definition)).toMatchObject([
    { path: 'nodes[1].label', node_id: 'b', message: expect.stringMatching(/^The label has an invisible/) },
    { path: 'groups[0].label' },
  ]);
});
