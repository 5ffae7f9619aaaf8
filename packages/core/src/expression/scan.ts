/** Finding `{{ … }}` in text. Braces, quotes and template texts inside an expression are respected. */
import { ExpressionError } from './errors.ts';

export type Segment =
  | { kind: 'text'; text: string }
  /** `source` is what stands between the braces; `start` is where it begins in the whole text. */
  | { kind: 'expression'; source: string; start: number; open: number; end: number };

/** The parts of a text. Throws ExpressionError for braces that are never closed. */
export function scanTemplate(text: string): Segment[] {
  const segments: Segment[] = [];
  let literal = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('{{', at);
    if (open < 0) break;
    if (text[open - 1] === '\\' && open > at) {
      literal += `${text.slice(at, open - 1)}{{`;
      at = open + 2;
      continue;
    }
    const close = endOfExpression(text, open + 2);
    if (close < 0) {
      throw new ExpressionError('syntax', 'The braces {{ are never closed', {
        position: open,
        suggestion: 'add }}, or write \\{{ for the braces themselves',
      });
    }
    literal += text.slice(at, open);
    if (literal !== '') segments.push({ kind: 'text', text: literal });
    literal = '';
    segments.push({
      kind: 'expression',
      source: text.slice(open + 2, close),
      start: open + 2,
      open,
      end: close + 2,
    });
    at = close + 2;
  }
  literal += text.slice(at);
  if (literal !== '') segments.push({ kind: 'text', text: literal });
  return segments;
}

/** Where the `}}` of an expression stands, or -1. */
export function endOfExpression(text: string, from: number): number {
  // What is open: a brace or, in a template text, the `${` that leads back into it.
  const open: ('{' | '${')[] = [];
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === "'" || character === '"') at = endOfString(text, at);
    else if (character === '`') at = endOfTemplateText(text, at + 1, open);
    else if (character === '{') open.push('{');
    else if (character === '}') {
      const last = open.pop();
      if (last === undefined) return text[at + 1] === '}' ? at : -1;
      if (last === '${') at = endOfTemplateText(text, at + 1, open);
    }
    if (at < 0) return -1;
  }
  return -1;
}

/** The closing quote, or the end of the text. */
function endOfString(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

/** The closing backquote, or the `{` of a `${`, which is then open. */
function endOfTemplateText(text: string, from: number, open: ('{' | '${')[]): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return at;
    else if (text[at] === '$' && text[at + 1] === '{') {
      open.push('${');
      return at + 1;
    }
  }
  return text.length;
}
