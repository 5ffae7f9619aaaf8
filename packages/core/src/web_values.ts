/** What can go into a call over the web, and why it cannot, as the rest of a sentence ("is not …"). Null: it can. */

/** Headers that belong to the connection or the framing of a message: whoever sets them can smuggle a second message. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const notAnAddress = 'is not a web address; one begins with https:// or http://';
const begins = ['https://', 'http://'];

/** Whether something can be called at this address. */
export function webAddressProblem(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url) return url.protocol === 'https:' || url.protocol === 'http:' ? null : notAnAddress;
  return /^https?:/i.test(text.trim()) ? 'is not a web address; its host cannot be' : notAnAddress;
}

/**
 * The same of an address in which expressions stand.
 * @param fixed what stands between them: always one more than there are expressions
 */
export function partlyFixedAddressProblem(fixed: readonly string[]): string | null {
  const [first = ''] = fixed;
  const start = first.trimStart().toLowerCase();
  // What the first expression gives may be how it begins.
  if (start === '') return null;
  if (!begins.some((begin) => start.startsWith(begin) || begin.startsWith(start))) return notAnAddress;
  if (!begins.some((begin) => start.startsWith(begin))) return null;
  // A port is digits, a name may not be: what fits with one of them can be.
  return ['x', '1'].some((filler) => webAddressProblem(fixed.join(filler)) === null)
    ? null
    : 'is not a web address; its host cannot be';
}

/** Whether a header may have this name. */
export function headerNameProblem(given: string): string | null {
  const name = given.trim().toLowerCase();
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return 'is not a header name';
  return ofTheConnection.has(name) ? 'is set by the connection itself and cannot be given' : null;
}

/** Whether a header can carry this: visible Latin-1 text with blanks and tabs, as HTTP/1.1 has it. */
export function headerValueProblem(given: string): string | null {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(given.trim())
    ? null
    : 'holds a line break or another character that headers cannot carry';
}
