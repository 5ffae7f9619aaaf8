/** What is still open where a text ends: brackets, quotes, template texts. */

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

export interface Opening {
  /** What would close them, the outermost first. */
  closers: string[];
  /** The quote of a text that is not closed. */
  quote: string | undefined;
}

/** Reads an expression up to its end for what is still open. */
export function openings(text: string): Opening {
  const closers: string[] = [];
  let quoted: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character === '\\') at++;
      else if (character === quoted) quoted = undefined;
      else if (quoted === '`' && character === '$' && text[at + 1] === '{') {
        closers.push('}`');
        quoted = undefined;
        at++;
      }
    } else if (character === "'" || character === '"' || character === '`') quoted = character;
    else if (Object.hasOwn(pairs, character)) closers.push(pairs[character]!);
    else if (character === closers.at(-1)?.[0]) {
      if (closers.pop() === '}`') quoted = '`';
    }
  }
  return { closers, quote: quoted };
}

/** What must be added so that nothing is open any more; a text that is open is not closed by it. */
export function closersOf(text: string): string {
  return openings(text).closers.toReversed().join('');
}
