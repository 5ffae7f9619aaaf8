const quote = 0x22;
const backslash = 0x5c;
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const curly = 0x20;
/** Less is parsed in no time, however deep. */
const worthLooking = 64 * 1024;

/**
 * Whether JSON text nests deeper than `limit`, told from its bytes alone: parsing five million brackets takes seconds, during
 * which nothing else runs. Says no of small texts, and of what is no JSON: the parser and the checks after it decide.
 */
export function nestsTooDeep(text: Uint8Array, limit: number): boolean {
  if (text.length < worthLooking) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!;
    if (byte === quote) at = endOfString(text, at + 1);
    else if ((byte | curly) === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if ((byte | curly) === 0x7d) depth -= 1;
  }
  return false;
}

function endOfString(text: Uint8Array, from: number): number {
  let at = text.indexOf(quote, from);
  while (at > 0 && isEscaped(text, at, from)) at = text.indexOf(quote, at + 1);
  return at === -1 ? text.length : at;
}

/** An odd number of backslashes before it; those before `from` belong to nothing. */
function isEscaped(text: Uint8Array, at: number, from: number): boolean {
  let before = at;
  while (before > from && text[before - 1] === backslash) before--;
  return (at - before) % 2 === 1;
}
