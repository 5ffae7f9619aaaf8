/** Where the expressions in a text are. Positions are offsets in the text. Pure. */

export interface Region {
  /** Of the first brace, and after the last. */
  from: number;
  to: number;
  /** Of the source between the braces. */
  start: number;
  end: number;
  /** The closing braces are there. */
  closed: boolean;
}

/** Every `{{ … }}` of a template; `\{{` is text. An expression still being typed runs to the end of the text. */
export function regionsOf(text: string): Region[] {
  const regions: Region[] = [];
  let at = 0;
  while (at < text.length) {
    const from = text.indexOf('{{', at);
    if (from < 0) break;
    if (from > 0 && text[from - 1] === '\\') {
      at = from + 2;
      continue;
    }
    const end = endOf(text, from + 2);
    const closed = end < text.length;
    const to = closed ? end + 2 : end;
    regions.push({ from, to, start: from + 2, end, closed });
    at = to;
  }
  return regions;
}

/** The offset of the closing braces: those that stand neither in a string nor close an object of the expression. */
function endOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'" || char === '`') at = skipString(text, at);
    else if (char === '{') depth++;
    else if (char === '}') {
      if (depth > 0) depth--;
      else if (text[at + 1] === '}') return at;
    }
  }
  return text.length;
}

function skipString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at;
  }
  // An open string swallows the rest only as far as the braces that were surely meant to close.
  const close = text.indexOf('}}', start);
  return close < 0 ? text.length : close - 1;
}

/** The expression in which a position lies. */
export function regionAt(text: string, position: number): Region | undefined {
  return regionsOf(text).find((region) => position >= region.start && position <= region.end);
}

/**
 * The text to insert for a path: bare inside an expression, in braces outside of one. `bare` is for fields whose whole
 * text is an expression.
 */
export function insertion(text: string, position: number, path: string, bare: boolean): string {
  return bare || regionAt(text, position) ? path : `{{ ${path} }}`;
}

const plainName = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** `order`, `items`, 0, `unit price` → `order.items[0]['unit price']`. An empty root is a field read directly. */
export function pathText(root: string, path: readonly (string | number)[]): string {
  let out = root;
  for (const part of path) {
    if (typeof part === 'number') out += `[${part}]`;
    else if (plainName.test(part)) out += out === '' ? part : `.${part}`;
    else out += `[${quoted(part)}]`;
  }
  return out;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
