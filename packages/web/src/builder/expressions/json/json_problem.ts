/**
 * What keeps a text from being JSON: the first mistake, its place, and what to do, in words. Pure.
 *
 * 1. A text that `JSON.parse` takes has no problem, and one that it refuses has one.
 * 2. Nothing here calls itself: a text may be as deep as it likes.
 */
import { jsonWords as words } from '../../../strings/json_editor.ts';
import { regionsOf } from '../regions.ts';
import { type JsonToken, jsonTokens } from './tokens.ts';

export interface JsonProblem {
  from: number;
  to: number;
  /** Which line it is in, from 1. */
  line: number;
  message: string;
}

interface Options {
  /** `{{ … }}` may stand wherever a value or a name may. */
  expressions?: boolean;
}

/** The first mistake; null where the text is JSON, or empty. */
export function jsonProblem(text: string, { expressions = false }: Options = {}): JsonProblem | null {
  if (isJson(text)) return null;
  const reader = new Reader(text, expressions);
  for (const token of jsonTokens(text, expressions)) {
    const found = reader.take(token);
    if (found) return placed(text, found);
  }
  const missing = reader.end();
  return missing && placed(text, missing);
}

function isJson(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Found {
  from: number;
  to: number;
  message: string;
}

function placed(text: string, { from, to, message }: Found): JsonProblem {
  const line = lineOf(text, from);
  return { from, to, line, message: words.told(line, message) };
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line++;
  return line;
}

/** What may come next. */
type Expects = 'value' | 'value_or_end' | 'name' | 'name_or_end' | 'colon' | 'comma_or_end' | 'nothing';

/** Reads part after part and remembers what is open. */
class Reader {
  private readonly text: string;
  private readonly expressions: boolean;
  private readonly open: JsonToken[] = [];
  private expects: Expects = 'value';
  private before: JsonToken | null = null;

  constructor(text: string, expressions: boolean) {
    this.text = text;
    this.expressions = expressions;
  }

  /** What is wrong with this part, in its place. */
  take(token: JsonToken): Found | null {
    const { kind, from } = token;
    if (kind === 'comment') return at(token, words.comment);
    if (kind === 'space') return at(token, words.strange_space);
    const found = kind === 'sign' ? this.sign(token, this.text[from]!) : this.part(token);
    this.before = token;
    return found;
  }

  /** What is missing at the end of the text. */
  end(): Found | null {
    if (this.expects === 'nothing') return null;
    const to = this.text.trimEnd().length;
    const here = { from: to, to };
    const open = this.open.at(-1);
    if (!open) return { ...here, message: words.ends_early };
    const sign = this.text[open.from]!;
    return { ...here, message: words.not_closed(closing(sign), sign, lineOf(this.text, open.from)) };
  }

  private sign(token: JsonToken, sign: string): Found | null {
    if (this.expects === 'nothing') return at(token, words.too_much);
    if (sign === '{' || sign === '[') return this.opened(token, sign);
    if (sign === '}' || sign === ']') return this.closed(token, sign);
    if (sign === ':' && this.expects === 'colon') {
      this.expects = 'value';
      return null;
    }
    if (sign === ',' && this.expects === 'comma_or_end') {
      this.expects = this.isIn('{') ? 'name' : 'value';
      return null;
    }
    return at(token, this.instead(sign));
  }

  private opened(token: JsonToken, sign: '{' | '['): Found | null {
    const wrong = this.refusesValue(token);
    if (wrong) return wrong;
    this.open.push(token);
    this.expects = sign === '{' ? 'name_or_end' : 'value_or_end';
    return null;
  }

  private closed(token: JsonToken, sign: '}' | ']'): Found | null {
    const open = this.open.at(-1);
    if (!open) return at(token, words.never_opened(sign));
    const opening = this.text[open.from]!;
    if (closing(opening) !== sign)
      return at(token, words.other_open(closing(opening), opening, lineOf(this.text, open.from)));
    if (this.before && this.text[this.before.from] === ',' && this.before.kind === 'sign')
      return at(this.before, words.last_comma);
    if (this.expects === 'colon') return at(token, words.colon);
    if (this.expects === 'value') return at(token, words.value);
    this.open.pop();
    this.valueDone();
    return null;
  }

  private part(token: JsonToken): Found | null {
    const piece = this.text.slice(token.from, token.to);
    if (this.expects === 'name' || this.expects === 'name_or_end') {
      const wrong =
        token.kind === 'word' ? at(token, words.name_quotes(nameIn(piece))) : this.inString(token);
      this.expects = 'colon';
      return wrong;
    }
    const wrong = this.refusesValue(token) ?? this.inString(token);
    if (wrong) return wrong;
    if (token.kind === 'word' && !/^(true|false|null)$/.test(piece) && !number.test(piece))
      return at(token, wordProblem(piece));
    this.valueDone();
    return null;
  }

  private refusesValue(token: JsonToken): Found | null {
    switch (this.expects) {
      case 'colon':
        return at(token, words.colon);
      case 'comma_or_end':
        return at(token, words.comma);
      case 'name':
      case 'name_or_end':
        return at(token, words.name);
      case 'nothing':
        return at(token, words.too_much);
      default:
        return null;
    }
  }

  private inString({ kind, from, to }: JsonToken): Found | null {
    if (kind !== 'string') return null;
    const piece = this.text.slice(from, to);
    const found = stringProblem(this.expressions ? withoutExpressions(piece) : piece);
    return found && { from: from + found.from, to: from + found.to, message: found.message };
  }

  private instead(sign: string): string {
    if (sign === ',') return this.expects === 'colon' ? words.colon : words.nothing_before_comma;
    return words.colon_here;
  }

  private valueDone(): void {
    this.expects = this.open.length === 0 ? 'nothing' : 'comma_or_end';
  }

  private isIn(sign: '{' | '['): boolean {
    const open = this.open.at(-1);
    return open !== undefined && this.text[open.from] === sign;
  }
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function at({ from, to }: JsonToken, message: string): Found {
  return { from, to, message };
}

const closing = (sign: string): string => (sign === '{' ? '}' : ']');

const quotes = /^['`“‘„]|['`”’“]$/g;
const nameIn = (piece: string): string => piece.replace(quotes, '');

function wordProblem(piece: string): string {
  const small = piece.toLowerCase();
  if (/^['`“‘„]/.test(piece)) return words.other_quotes(nameIn(piece));
  if (small === 'true' || small === 'false' || small === 'null') return words.small(small);
  if (piece === 'None' || piece === 'nil' || piece === 'undefined' || piece === 'NaN')
    return words.is_null(piece);
  return /^[+.-]?\d/.test(piece) ? words.number(piece) : words.text_quotes(piece);
}

/** The rules of expressions hold within their braces, not those of JSON. */
function withoutExpressions(piece: string): string {
  return regionsOf(piece).reduce(
    (text, { from, to }) => text.slice(0, from) + '_'.repeat(to - from) + text.slice(to),
    piece,
  );
}

const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** What is wrong inside a string; places from its first quote on. */
function stringProblem(piece: string): Found | null {
  for (let at = 1; at < piece.length; at++) {
    const char = piece[at]!;
    if (char === '"') return null;
    if (char < ' ') return { from: at, to: at + 1, message: words.control(char) };
    if (char !== '\\') continue;
    escaped.lastIndex = at;
    if (!escaped.test(piece)) {
      // The backslash before the last quote has swallowed it.
      const to = Math.min(at + 2, piece.length);
      return { from: at, to, message: words.backslash };
    }
    at = escaped.lastIndex - 1;
  }
  return { from: 0, to: piece.length, message: words.text_not_closed };
}
