/**
 * JSON text cut into its smallest parts, whether it is right or wrong, so that a mistake can be pointed at and a text laid out
 * without a value being touched. With `expressions`, `{{ … }}` is such a part, also within a string. Pure.
 */
import { type Region, regionsOf } from '../regions.ts';

export interface JsonToken {
  /** `word` is everything that is no string and no sign: numbers, `true`, and what should have stood in quotes. */
  kind: 'string' | 'sign' | 'word' | 'expression' | 'comment' | 'space';
  from: number;
  to: number;
}

const signs = new Set('{}[]:,');
const blanks = new Set(' \t\n\r');
/** White space that JSON does not know: it comes along from web pages and word processors. */
const strange = /[\s\u200b\u2060\ufeff]/;
/** Quotes that are none in JSON; what stands between two of them is taken for one word. */
const otherQuotes: Readonly<Record<string, string>> = { "'": "'", '`': '`', '“': '”', '‘': '’', '„': '“' };

/** The parts of a text, in order; plain white space is left out. */
export function jsonTokens(text: string, expressions: boolean): JsonToken[] {
  const regions = new Map((expressions ? regionsOf(text) : []).map((region) => [region.from, region]));
  const tokens: JsonToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (blanks.has(text[at]!)) {
      at++;
      continue;
    }
    const token = tokenAt(text, at, regions);
    const before = tokens.at(-1);
    if (before && before.to === at && joins(before, token)) before.to = token.to;
    else tokens.push(token);
    at = token.to;
  }
  return tokens;
}

type Regions = ReadonlyMap<number, Region>;

function tokenAt(text: string, from: number, regions: Regions): JsonToken {
  const region = regions.get(from);
  if (region) return { kind: 'expression', from, to: region.to };
  const char = text[from]!;
  if (signs.has(char)) return { kind: 'sign', from, to: from + 1 };
  if (char === '"') return { kind: 'string', from, to: endOfString(text, from, '"', regions) };
  if (strange.test(char)) return { kind: 'space', from, to: from + 1 };
  const comment = endOfComment(text, from);
  if (comment !== null) return { kind: 'comment', from, to: comment };
  const closing = otherQuotes[char];
  if (closing) return { kind: 'word', from, to: endOfString(text, from, closing, regions) };
  return { kind: 'word', from, to: endOfWord(text, from, regions) };
}

/** `1{{ a }}{{ b }}` without a gap becomes one value. */
function joins(before: JsonToken, next: JsonToken): boolean {
  const isPart = ({ kind }: JsonToken) => kind === 'expression' || kind === 'word';
  if (!isPart(before) || !isPart(next) || (before.kind === 'word' && next.kind === 'word')) return false;
  before.kind = 'expression';
  return true;
}

/** After the closing quote; where it is missing, at the end of the line. */
function endOfString(text: string, from: number, closing: string, regions: Regions): number {
  for (let at = from + 1; at < text.length; at++) {
    const region = regions.get(at);
    const char = text[at];
    if (region) at = region.to - 1;
    else if (char === '\\') at++;
    else if (char === closing) return at + 1;
    else if (char === '\n') return at;
  }
  return text.length;
}

function endOfComment(text: string, from: number): number | null {
  const line = text.indexOf('\n', from);
  if (text.startsWith('//', from) || text[from] === '#') return line < 0 ? text.length : line;
  if (!text.startsWith('/*', from)) return null;
  const end = text.indexOf('*/', from + 2);
  return end < 0 ? text.length : end + 2;
}

function endOfWord(text: string, from: number, regions: Regions): number {
  let at = from + 1;
  while (at < text.length && !regions.has(at)) {
    const char = text[at]!;
    if (signs.has(char) || blanks.has(char) || char === '"' || strange.test(char)) break;
    at++;
  }
  return at;
}
