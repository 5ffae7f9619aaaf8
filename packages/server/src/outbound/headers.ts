/** Request headers that a person may set, and what is left of them when a redirect leads to another host. */
import { Rejected } from '@millrace/sdk';

/** Of the connection, not of the message: ours to set. */
const ownHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'proxy-authorization',
  'proxy-connection',
  'proxy-authenticate',
  'http2-settings',
]);

/** All that another host gets to see. A list of what to keep, because nobody can list every header that carries a key. */
const harmlessHeaders = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent']);

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// Bytes that HTTP allows in a field value: no control characters but the tab.
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Lower-cases the names and checks names and values.
 * @throws Rejected `invalid_header` naming the header.
 */
export function checkHeaders(headers: Record<string, string>): Record<string, string> {
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!token.test(name)) throw invalid(name, `"${name.slice(0, 80)}" is not a header name`);
    if (ownHeaders.has(lower))
      throw invalid(name, `The header ${name} is set by Millrace and cannot be changed`);
    if (typeof value !== 'string' || !fieldValue.test(value)) {
      throw invalid(
        name,
        `The value of the header ${name} contains a line break or a character that headers cannot carry`,
      );
    }
    checked[lower] = value;
  }
  return checked;
}

function invalid(name: string, message: string): Rejected {
  return new Rejected(message, { code: 'invalid_header', field: `headers.${name.slice(0, 80)}` });
}

/** The headers that may go to another origin. */
export function headersForOtherOrigin(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmlessHeaders.has(name)));
}
