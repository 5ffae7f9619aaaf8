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
  return read(text, 0, () => false);
}

/** Where the bracket at `start` is closed; -1 where it is not. */
export function closedAt(text: string, start: number): number {
  const { at, closers } = read(text, start, (open) => open.length === 0);
  return closers.length === 0 && at < text.length ? at : -1;
}

/** Reads on until a bracket was closed after which it is the end. */
function read(
  text: string,
  start: number,
  isEnd: (closers: readonly string[]) => boolean,
): Opening & { at: number } {
  const closers: string[] = [];
  let quoted: string | undefined;
  let at = start;
  for (; at < text.length; at++) {
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
      if (isEnd(closers)) break;
    }
  }
  return { closers, quote: quoted, at };
}

/** What must be added so that nothing is open any more; a text that is open is not closed by it. */
export function closersOf(text: string): string {
  return openings(text).closers.toReversed().join('');
}
