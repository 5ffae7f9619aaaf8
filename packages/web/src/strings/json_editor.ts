const control: Record<string, string> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\b': '\\b', '\f': '\\f' };

/** What is wrong with a text that should be JSON, and the tools of its editor. */
export const jsonWords = {
  told: (line: number, message: string) => `This is not JSON. Line ${line}: ${message}`,
  would_be_text: 'It would be sent as text.',
  format: 'Format',
  format_hint: 'Format: one entry on each line',
  go_to_problem: 'Go to what is wrong',
  ends_early: 'it ends too early; a value is missing.',
  not_closed: (sign: string, opening: string, line: number) =>
    `it ends too early; the ${opening} of line ${line} is not closed with ${sign}.`,
  other_open: (sign: string, opening: string, line: number) =>
    `a ${sign} is missing before this; it closes the ${opening} of line ${line}.`,
  never_opened: (sign: string) => `nothing is open that this ${sign} could close.`,
  too_much: 'the JSON has ended before this. Put several values into a list: [ … , … ].',
  comma: 'a comma is missing before this.',
  last_comma: 'no comma stands after the last entry.',
  nothing_before_comma: 'something is missing before this comma.',
  colon: 'a colon is missing between the name and its value.',
  colon_here: 'no colon stands here.',
  value: 'a value is missing before this.',
  name: 'a name in double quotes is missing before this.',
  name_quotes: (name: string) => `a name stands in double quotes: "${name}".`,
  text_quotes: (text: string) => `a text stands in double quotes: "${text}".`,
  other_quotes: (text: string) => `only straight double quotes are quotes: "${text}".`,
  text_not_closed: 'the text is not closed; a double quote is missing.',
  small: (word: string) => `it is written with small letters: ${word}.`,
  is_null: (word: string) => `JSON has no ${word}; null stands for nothing.`,
  number: (text: string) => `${text} is not how JSON writes a number: 0.5, 10, -3, 1e6.`,
  comment: 'JSON has no comments.',
  strange_space: 'this space is one that JSON does not know; replace it with a normal one.',
  backslash: 'write a backslash twice: \\\\. Alone it begins \\n, \\t, \\" or \\u and four digits.',
  control: (char: string) =>
    `in a text this is written ${control[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`}.`,
};
