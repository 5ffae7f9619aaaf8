/** The familiar methods of texts, in our own words: no patterns, no prototypes, every size charged. */
import { pad, replaceEvery, replaceFirst, splitText } from '../functions/text.ts';
import type { Run } from '../run.ts';
import { indexOfText, lastIndexOfText } from '../search.ts';
import { declare, type FunctionSpec } from '../spec.ts';
import { compareTexts } from '../values.ts';

function plain(
  name: string,
  description: string,
  example: readonly [string, unknown],
  apply: (text: string) => string,
) {
  return declare({
    name,
    params: ['text: text'],
    returns: 'text',
    description,
    examples: [example],
    run: (run, text) => {
      run.chargeText(text.length);
      return apply(text);
    },
  });
}

function search(
  name: string,
  description: string,
  example: readonly [string, unknown],
  returns: 'boolean' | 'number',
  apply: (run: Run, text: string, part: string, from?: number) => unknown,
) {
  return declare({
    name,
    params: ['text: text', 'part: text', 'from?: number'],
    returns,
    description,
    examples: [example],
    run: (run, text, part, from) => {
      run.chargeText(text.length + part.length);
      return apply(run, text, part, from);
    },
  });
}

function cut(
  name: string,
  description: string,
  example: readonly [string, unknown],
  apply: (text: string, start: number, end?: number) => string,
) {
  return declare({
    name,
    params: ['text: text', 'start: number', 'end?: number'],
    returns: 'text',
    description,
    examples: [example],
    run: (run, text, start, end) => {
      run.chargeText(text.length);
      return apply(text, start, end);
    },
  });
}

function repeat(run: Run, text: string, count: number): string {
  const times = Math.max(0, Math.floor(count));
  if (text === '') return '';
  run.chargeText(text.length * times);
  return text.repeat(times);
}

export const textMethods: readonly FunctionSpec[] = [
  plain('toUpperCase', 'The text in capital letters.', ["'ab'.toUpperCase()", 'AB'], (text) =>
    text.toUpperCase(),
  ),
  plain('toLowerCase', 'The text in small letters.', ["'AB'.toLowerCase()", 'ab'], (text) =>
    text.toLowerCase(),
  ),
  plain('trim', 'The text without blanks around it.', ["' a '.trim()", 'a'], (text) => text.trim()),
  plain('trimStart', 'The text without blanks at its start.', ["' a '.trimStart()", 'a '], (text) =>
    text.trimStart(),
  ),
  plain('trimEnd', 'The text without blanks at its end.', ["' a '.trimEnd()", ' a'], (text) =>
    text.trimEnd(),
  ),
  plain('toString', 'The text itself.', ["'a'.toString()", 'a'], (text) => text),
  search(
    'includes',
    'Whether the text has this part.',
    ["'abc'.includes('b')", true],
    'boolean',
    (run, text, part, from) => indexOfText(run, text, part, from) >= 0,
  ),
  search(
    'startsWith',
    'Whether the text begins so.',
    ["'abc'.startsWith('a')", true],
    'boolean',
    (_run, text, part, from) => text.startsWith(part, from),
  ),
  search(
    'endsWith',
    'Whether the text ends so.',
    ["'abc'.endsWith('c')", true],
    'boolean',
    (_run, text, part, end) => text.endsWith(part, end),
  ),
  search('indexOf', 'Where a part begins, or -1.', ["'abc'.indexOf('c')", 2], 'number', indexOfText),
  search(
    'lastIndexOf',
    'Where a part begins for the last time, or -1.',
    ["'abca'.lastIndexOf('a')", 3],
    'number',
    lastIndexOfText,
  ),
  cut(
    'slice',
    'The characters from start to end; negative counts from the end.',
    ["'invoice'.slice(-3)", 'ice'],
    (text, start, end) => text.slice(start, end),
  ),
  cut(
    'substring',
    'The characters from start to end.',
    ["'invoice'.substring(2, 5)", 'voi'],
    (text, start, end) => text.substring(start, end),
  ),
  declare({
    name: 'charAt',
    params: ['text: text', 'index: number'],
    returns: 'text',
    description: 'The character at a position, or an empty text.',
    examples: [["'abc'.charAt(1)", 'b']],
    run: (run, text, index) => {
      run.step();
      return text.charAt(index);
    },
  }),
  declare({
    name: 'at',
    params: ['text: text', 'index: number'],
    returns: () => ({ type: 'text', optional: true }),
    description: 'The character at a position; negative counts from the end.',
    examples: [["'abc'.at(-1)", 'c']],
    run: (run, text, index) => {
      run.step();
      return text.at(index);
    },
  }),
  declare({
    name: 'split',
    params: ['text: text', 'separator: text', 'limit?: number'],
    returns: () => ({ type: 'list', item: { type: 'text' } }),
    description: 'The parts between separators.',
    examples: [["'a,b'.split(',')", ['a', 'b']]],
    run: splitText,
  }),
  declare({
    name: 'replace',
    params: ['text: text', 'search: text', 'by: text'],
    returns: 'text',
    description: 'The text with the first occurrence of a plain text replaced.',
    examples: [["'a-b-c'.replace('-', '+')", 'a+b-c']],
    run: replaceFirst,
  }),
  declare({
    name: 'replaceAll',
    params: ['text: text', 'search: text', 'by: text'],
    returns: 'text',
    description: 'The text with every occurrence of a plain text replaced.',
    examples: [["'a-b-c'.replaceAll('-', '+')", 'a+b+c']],
    run: replaceEvery,
  }),
  declare({
    name: 'padStart',
    params: ['text: text', 'length: number', 'fill?: text'],
    returns: 'text',
    description: 'The text filled up at its start.',
    examples: [["'7'.padStart(3, '0')", '007']],
    run: (run, text, length, fill = ' ') => pad(run, text, length, fill, 'start'),
  }),
  declare({
    name: 'padEnd',
    params: ['text: text', 'length: number', 'fill?: text'],
    returns: 'text',
    description: 'The text filled up at its end.',
    examples: [["'7'.padEnd(3, '0')", '700']],
    run: (run, text, length, fill = ' ') => pad(run, text, length, fill, 'end'),
  }),
  declare({
    name: 'repeat',
    params: ['text: text', 'count: number'],
    returns: 'text',
    description: 'The text several times.',
    examples: [["'ab'.repeat(2)", 'abab']],
    run: repeat,
  }),
  declare({
    name: 'concat',
    params: ['text: text', '...parts: text'],
    returns: 'text',
    description: 'The text with others after it.',
    examples: [["'a'.concat('b', 'c')", 'abc']],
    run: (run, text, ...parts) => {
      run.chargeText(parts.reduce((length, part) => length + part.length, text.length));
      return text + parts.join('');
    },
  }),
  declare({
    name: 'localeCompare',
    params: ['text: text', 'other: text'],
    returns: 'number',
    description: 'Below 0, 0 or above 0 as the text comes before, with or after the other.',
    examples: [["'a'.localeCompare('b')", -1]],
    run: compareTexts,
  }),
];
