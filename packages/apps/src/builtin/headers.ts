import { Rejected } from '@millrace/sdk';
import { z } from 'zod';

/** A value that can stand in a header, a query or a form; nothing leaves the name out. */
export const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Scalar = z.infer<typeof scalar>;

/** Headers that belong to the connection or the framing of a message: whoever sets them can smuggle a second message. */
const refused = new Set([
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

/**
 * Header names in lower case with their values as text.
 * @throws Rejected code `invalid_header` naming the header: line breaks, other control characters, names that are none, and
 *   names that are not the author's to set.
 */
export function checkHeaders(headers: Readonly<Record<string, Scalar>>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    if (value === null) continue;
    const name = given.trim().toLowerCase();
    const text = String(value).trim();
    const refuse = (reason: string) =>
      new Rejected(`The header "${given}" ${reason}`, { code: 'invalid_header', field: `headers.${given}` });
    if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) throw refuse('is not a header name');
    if (refused.has(name)) throw refuse('is set by the connection itself and cannot be given');
    if (!isFieldValue(text))
      throw refuse('holds a line break or another character that headers cannot carry');
    if (Object.hasOwn(checked, name)) throw refuse('is given twice');
    checked[name] = text;
  }
  return checked;
}

/** Visible Latin-1 text with blanks and tabs: what HTTP/1.1 can carry. */
function isFieldValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}
