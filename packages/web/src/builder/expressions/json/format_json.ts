/** Lays JSON out, one entry on each line. Only white space changes: not a digit of a number, not an escape of a text. Pure. */
import { jsonProblem } from './json_problem.ts';
import { type JsonToken, jsonTokens } from './tokens.ts';

export interface Edit {
  from: number;
  to: number;
  insert: string;
}

/** What to change; nothing where it is laid out already, null where the text is not JSON. */
export function formatEdits(text: string, { expressions = false } = {}): Edit[] | null {
  if (jsonProblem(text, { expressions })) return null;
  const tokens = jsonTokens(text, expressions);
  const edits: Edit[] = [];
  const put = (from: number, to: number, insert: string) => {
    if (text.slice(from, to) !== insert) edits.push({ from, to, insert });
  };
  let depth = 0;
  put(0, tokens[0]?.from ?? text.length, '');
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const sign = signOf(text, token);
    if (sign === '{' || sign === '[') depth++;
    if (!next) {
      put(token.to, text.length, '');
      break;
    }
    const following = signOf(text, next);
    if (following === '}' || following === ']') depth--;
    put(token.to, next.from, gap(sign, following, depth));
  }
  return edits;
}

function signOf(text: string, { kind, from }: JsonToken): string {
  return kind === 'sign' ? text[from]! : '';
}

function gap(sign: string, next: string, depth: number): string {
  const closes = next === '}' || next === ']';
  const opened = sign === '{' || sign === '[';
  if (opened && closes) return '';
  if (opened || closes || sign === ',') return `\n${'  '.repeat(depth)}`;
  return sign === ':' ? ' ' : '';
}
