/** A request of a curl command as the configuration of an HTTP Request. Pure. */
import { reservedNames } from '@millrace/core';
import { forms } from '../../../strings/forms.ts';
import { parseJson } from '../../expressions/parse_json.ts';
import { type CurlRequest, parseCurl } from './parse_curl.ts';
import { CommandProblem } from './shell_words.ts';

const words = forms.curl;

type Config = Record<string, unknown>;

export interface FilledIn {
  config: Config;
  /** Fields that now hold a secret, by their names in the configuration. */
  secrets: string[];
  notes: string[];
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const withBody = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** What a command fills in; what else the node has (its time limit, whether any status is fine) stays. */
const filled = [
  'method',
  'url',
  'query',
  'headers',
  'body_type',
  'body',
  'auth',
  'username',
  'password',
  'token',
  'header_name',
  'header_value',
];

/** Said of the connection, or made anew for each call. */
const ofTheConnection =
  /^(host|content-length|connection|accept-encoding|transfer-encoding|expect|te|trailer|upgrade|keep-alive|proxy-connection|proxy-authorization)$/i;
/** What a browser sends of itself, which belongs to no API. */
const ofTheBrowser =
  /^(:|sec-|priority$|dnt$|upgrade-insecure-requests$|pragma$|if-none-match$|if-modified-since$)/i;
const keyHeader =
  /^((x[-_])?(api|auth|access|secret|private)[-_]?(key|token|secret)|x-[a-z-]*-(token|key)|token|cookie)$/i;

/** @throws CommandProblem with a sentence for the person who pasted it. */
export function configOfCurl(text: string, before: Readonly<Config> = {}): FilledIn {
  const request = parseCurl(text);
  if (!methods.includes(request.method)) throw new CommandProblem(words.method(request.method));
  const notes = [...request.notes];
  const headers = wantedHeaders(request, notes);
  const auth = credentials(request, headers);
  const body = bodyOf(request, headers, notes);
  const { url, query } = address(auth.url);
  const config: Config = Object.fromEntries(
    Object.entries(before).filter(([name]) => !filled.includes(name)),
  );
  Object.assign(config, { method: request.method, url }, query, body, auth.config);
  if (headers.size > 0) config.headers = Object.fromEntries(headers.values());
  if (request.timeout_seconds !== null) config.timeout_seconds = request.timeout_seconds;
  return { config, secrets: auth.secrets, notes };
}

/** By their names in lower case; the last of a name counts, and lists are joined as HTTP does. */
type Headers = Map<string, [name: string, value: string]>;

function wantedHeaders(request: CurlRequest, notes: string[]): Headers {
  const headers: Headers = new Map();
  let browser = 0;
  for (const [name, value] of request.headers) {
    if (ofTheConnection.test(name)) continue;
    if (ofTheBrowser.test(name)) browser += 1;
    else if (!reservedNames.has(name))
      headers.set(name.toLowerCase(), [name, joined(headers.get(name.toLowerCase())?.[1], name, value)]);
  }
  if (browser > 0) notes.push(words.browser_headers(browser));
  return headers;
}

function joined(before: string | undefined, name: string, value: string): string {
  if (before === undefined) return value;
  return `${before}${name.toLowerCase() === 'cookie' ? '; ' : ', '}${value}`;
}

interface Credentials {
  url: string;
  config: Config;
  secrets: string[];
}

/** The first place that says who calls; it is taken out of the address and the headers, which everybody may read. */
function credentials(request: CurlRequest, headers: Headers): Credentials {
  const none = (url: string): Credentials => ({ url, config: { auth: 'none' }, secrets: [] });
  const { url, user } = fromAddress(request.url);
  const pair = request.user ?? user;
  const given = headers.get('authorization')?.[1];
  const [, scheme = '', value = ''] = /^(\S+)\s+([\s\S]+)$/.exec(given ?? '') ?? [];
  if (pair !== null && given === undefined) return { ...none(url), ...basic(pair) };
  if (request.bearer !== null || scheme.toLowerCase() === 'bearer') {
    headers.delete('authorization');
    return { url, config: { auth: 'bearer', token: request.bearer ?? value.trim() }, secrets: ['token'] };
  }
  const decoded = scheme.toLowerCase() === 'basic' ? fromBase64(value.trim()) : null;
  if (decoded !== null) {
    headers.delete('authorization');
    return { ...none(url), ...basic(decoded) };
  }
  const key =
    given === undefined ? [...headers.keys()].find((name) => keyHeader.test(name)) : 'authorization';
  if (key === undefined) return none(url);
  const [header_name, header_value] = headers.get(key)!;
  headers.delete(key);
  return { url, config: { auth: 'header', header_name, header_value }, secrets: ['header_value'] };
}

function basic(pair: string): Pick<Credentials, 'config' | 'secrets'> {
  const at = pair.indexOf(':');
  const username = at === -1 ? pair : pair.slice(0, at);
  const password = at === -1 ? '' : pair.slice(at + 1);
  if (password === '') return { config: { auth: 'basic', username }, secrets: [] };
  return { config: { auth: 'basic', username, password }, secrets: ['password'] };
}

/** `https://user:password@host/…`. */
function fromAddress(url: string): { url: string; user: string | null } {
  const found = /^(https?:\/\/)([^/?#@]+)@(.*)$/is.exec(url);
  if (!found) return { url, user: null };
  return { url: `${found[1]}${found[3]}`, user: decoded(found[2]!) };
}

function fromBase64(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The parameters get rows of their own, unless that would change what is sent. */
function address(url: string): { url: string; query: Config } {
  const at = url.indexOf('?');
  if (at === -1 || url.includes('#') || url.includes('{{')) return { url, query: {} };
  const text = url.slice(at + 1);
  const pairs = [...new URLSearchParams(text)];
  const names = new Set(pairs.map(([name]) => name));
  // A name that comes twice would need a list, and one that is empty has no row.
  if (!canBeRows(pairs, names) || /(^|&)[^=&]+(&|$)/.test(text)) return { url, query: {} };
  return { url: url.slice(0, at), query: { query: Object.fromEntries(pairs) } };
}

function bodyOf(request: CurlRequest, headers: Headers, notes: string[]): Config {
  const { data, kind, method } = request;
  if (!withBody.includes(method)) {
    if (data) notes.push(words.no_body(method));
    return {};
  }
  if (data === null || data === '') return { body_type: 'none' };
  const given =
    headers.get('content-type')?.[1].toLowerCase() ??
    (kind === 'form' ? formType : kind === 'json' ? jsonType : null);
  const type = given?.replace(/;.*/s, '').trim() ?? null;
  const parsed = parseJson(data);
  const isData = parsed.ok && typeof parsed.value === 'object' && parsed.value !== null;
  if (type === null && isData) notes.push(words.assumed_json);
  if (type === jsonType || type?.endsWith('+json') || (type === null && isData)) {
    if (type === null || type === jsonType) headers.delete('content-type');
    return { body_type: 'json', body: isData ? parsed.value : data };
  }
  if (type === formType || type === null) {
    headers.delete('content-type');
    return { body_type: 'form', body: formFields(data) ?? data };
  }
  return { body_type: 'text', body: data };
}

const jsonType = 'application/json';
const formType = 'application/x-www-form-urlencoded';

/** As an object where each name comes once; otherwise the text is sent as it is. */
function formFields(data: string): Config | null {
  const pairs = [...new URLSearchParams(data)];
  const names = new Set(pairs.map(([name]) => name));
  const plain = canBeRows(pairs, names) && data.split('&').every((part) => part.includes('='));
  return plain ? Object.fromEntries(pairs) : null;
}

function canBeRows(pairs: readonly unknown[], names: ReadonlySet<string>): boolean {
  if (pairs.length === 0 || names.size < pairs.length || names.has('')) return false;
  return ![...names].some((name) => reservedNames.has(name));
}
