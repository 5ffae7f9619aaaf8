/** Where operators stand in an expression outside of all quotes and brackets. Pure. */

export interface FoundOperator {
  at: number;
  text: string;
}

/** The operators of the outermost level, the longest of those that could stand at a place. */
export function topLevel(source: string, operators: readonly string[]): FoundOperator[] {
  const byLength = operators.toSorted((a, b) => b.length - a.length);
  const found: FoundOperator[] = [];
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === "'" || character === '"' || character === '`') at = endOfQuote(source, at);
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && (operators.includes('=>') || !source.startsWith('=>', at))) {
      const text = byLength.find((operator) => source.startsWith(operator, at));
      if (text) {
        found.push({ at, text });
        at += text.length - 1;
      }
    } else if (source.startsWith('=>', at)) at++;
  }
  return found;
}

/** The parts between an operator. */
export function splitAt(source: string, operator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { at, text } of topLevel(source, ['&&', '||', '=>', '>=', '<=', operator])) {
    if (text !== operator) continue;
    parts.push(source.slice(from, at));
    from = at + text.length;
  }
  return [...parts, source.slice(from)];
}

/** Whether no bracket is closed that was not opened before: `a) && (b` is not what stands between parentheses. */
export function isBalanced(source: string): boolean {
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const character = source[at]!;
    if (character === "'" || character === '"' || character === '`') at = endOfQuote(source, at);
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth < 0) return false;
  }
  return depth === 0;
}

function endOfQuote(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === source[from]) return at;
  }
  return source.length;
}
