/** A curl command as the request that it makes. Pure. */
import { forms } from '../../../strings/forms.ts';
import { type CurlOption, curlOptions, isStrange } from './curl_options.ts';
import { CommandProblem, shellWords } from './shell_words.ts';

const words = forms.curl;

export interface CurlRequest {
  method: string;
  url: string;
  /** In their order, as they were written. */
  headers: [name: string, value: string][];
  /** What is sent, or null. */
  data: string | null;
  /** `--json` and `-F` say of what kind it is. */
  kind: 'json' | 'form' | null;
  user: string | null;
  bearer: string | null;
  timeout_seconds: number | null;
  /** What of the command could not be taken over, in words. */
  notes: string[];
}

/** Whether a pasted text is meant as a curl command. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(?:\$\s+|>\s+)?(?:[A-Z_]+=\S*\s+)*curl(?:\.exe)?\s+\S/.test(text) && text.length <= longest;
}

/** More characters than a command line can have. */
const longest = 2_000_000;

/** @throws CommandProblem with a sentence for the person who pasted it. */
export function parseCurl(text: string): CurlRequest {
  if (text.trim() === '') throw new CommandProblem(words.empty);
  if (text.length > longest) throw new CommandProblem(words.too_long);
  if (/^\s*(Invoke-(WebRequest|RestMethod)|iwr|irm|\$session\s*=)/i.test(text))
    throw new CommandProblem(words.powershell);
  if (/^\s*(await\s+)?fetch\(/.test(text)) throw new CommandProblem(words.fetch);
  const read = shellWords(text.replace(/^\s*[$>]\s+/, ''));
  const start = read.words.findIndex((word) => /^(.*[\\/])?curl(\.exe)?$/i.test(word));
  // `sudo`, `time` and variables that are set for the command may stand before it.
  if (start < 0 || start > 5) throw new CommandProblem(words.no_curl);
  const request = requestOf(curlOptions(read.words.slice(start + 1)));
  const unknown = [...new Set(read.unknown)];
  if (unknown.length > 0) request.notes.push(words.variables(unknown.slice(0, 5).join(', ')));
  if (/^[|;&]/.test(read.rest)) request.notes.push(words.rest(read.rest.slice(0, 60)));
  return request;
}

interface Collected {
  method: string | null;
  urls: string[];
  data: string[];
  form: string[];
  query: string[];
  get: boolean;
  head: boolean;
  request: CurlRequest;
}

function requestOf(options: readonly CurlOption[]): CurlRequest {
  const all: Collected = {
    method: null,
    urls: [],
    data: [],
    form: [],
    query: [],
    get: false,
    head: false,
    request: {
      method: 'GET',
      url: '',
      headers: [],
      data: null,
      kind: null,
      user: null,
      bearer: null,
      timeout_seconds: null,
      notes: [],
    },
  };
  for (const option of options) collect(all, option);
  const strange = [...new Set(options.filter(isStrange).map(written))];
  if (strange.length > 0) all.request.notes.push(words.options(strange.slice(0, 5).join(', ')));
  return finished(all);
}

const written = ({ name }: CurlOption) =>
  name.length > 1 ? `--${name.length > 40 ? `${name.slice(0, 39)}…` : name}` : `-${name}`;

function collect(all: Collected, option: CurlOption): void {
  ofTheRequest(all, option);
  ofTheBody(all, option);
  remark(all.request, option);
}

function ofTheRequest(all: Collected, { name, value }: CurlOption): void {
  const { request } = all;
  switch (name) {
    case 'url':
      all.urls.push(value);
      break;
    case 'request':
      all.method = value.toUpperCase();
      break;
    case 'header':
      header(request, value);
      break;
    case 'user-agent':
      request.headers.push(['User-Agent', value]);
      break;
    case 'referer':
      request.headers.push(['Referer', value]);
      break;
    case 'cookie':
      cookie(request, value);
      break;
    case 'user':
      request.user = value;
      break;
    case 'oauth2-bearer':
      request.bearer = value;
      break;
    case 'get':
      all.get = true;
      break;
    case 'head':
      all.head = true;
      break;
    case 'url-query':
      all.query.push(value);
      break;
    case 'max-time':
      request.timeout_seconds = Number(value) > 0 ? Math.min(Number(value), 3_600) : null;
      break;
  }
}

function ofTheBody(all: Collected, { name, value }: CurlOption): void {
  const { request } = all;
  switch (name) {
    case 'data':
    case 'data-ascii':
    case 'data-binary':
    case 'json':
      if (name === 'json') request.kind = 'json';
      if (value.startsWith('@')) request.notes.push(words.file(value.slice(1)));
      else all.data.push(value);
      break;
    case 'data-raw':
      all.data.push(value);
      break;
    case 'data-urlencode':
      all.data.push(urlEncoded(request, value));
      break;
    case 'form':
    case 'form-string':
      if (name === 'form' && /^[^=]*=[@<]/.test(value))
        request.notes.push(words.upload(value.split('=')[0]!));
      else all.form.push(value);
      break;
    case 'upload-file':
      all.method ??= 'PUT';
      request.notes.push(words.file(value));
      break;
  }
}

function remark(request: CurlRequest, { name, value }: CurlOption): void {
  if (name === 'insecure') request.notes.push(words.insecure);
  if (name === 'proxy' || name === 'preproxy' || name.startsWith('socks'))
    request.notes.push(words.proxy(value));
  if (name === 'cert' || name === 'key') request.notes.push(words.certificate);
  if (name === 'config') request.notes.push(words.file(value));
  if (name === 'aws-sigv4' || name === 'digest' || name === 'ntlm' || name === 'negotiate')
    request.notes.push(words.auth(`--${name}`));
}

function header(request: CurlRequest, text: string): void {
  if (text.startsWith('@')) return void request.notes.push(words.file(text.slice(1)));
  const found = /^([^:;]+)([:;])\s*([\s\S]*)$/.exec(text);
  if (!found) return void request.notes.push(words.header(text.slice(0, 60)));
  const [, name = '', mark, value = ''] = found;
  // `Name:` takes a header of curl's away, `Name;` sends it empty.
  if (mark === ':' && value === '') return;
  request.headers.push([name.trim(), mark === ';' ? '' : value.trim()]);
}

function cookie(request: CurlRequest, value: string): void {
  if (value.includes('=')) request.headers.push(['Cookie', value]);
  else request.notes.push(words.file(value));
}

/** `name=content`, `=content` or `content`, of which the content is encoded. */
function urlEncoded(request: CurlRequest, value: string): string {
  const at = value.indexOf('=');
  if (at === -1 && value.includes('@')) {
    request.notes.push(words.file(value.slice(value.indexOf('@') + 1)));
    return '';
  }
  if (at === -1) return encodeURIComponent(value);
  const name = value.slice(0, at);
  return `${name === '' ? '' : `${name}=`}${encodeURIComponent(value.slice(at + 1))}`;
}

function finished(all: Collected): CurlRequest {
  const { request, urls, data, form, query } = all;
  const [url] = urls;
  if (url === undefined || url.trim() === '') throw new CommandProblem(words.no_url);
  if (urls.length > 1) request.notes.push(words.more_urls(urls.length - 1));
  const sent = data.filter((part) => part !== '');
  const appended = all.get ? [...sent, ...query] : query;
  request.url = withQuery(addressOf(url), appended);
  const hasBody = !all.get && (data.length > 0 || form.length > 0);
  request.method = all.method ?? (all.head ? 'HEAD' : hasBody ? 'POST' : 'GET');
  if (hasBody && form.length > 0) {
    request.kind = 'form';
    request.data = new URLSearchParams(form.map(pairOf)).toString();
    request.notes.push(words.multipart);
  } else if (hasBody) request.data = request.kind === 'json' ? data.join('') : sent.join('&');
  return request;
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  // What curl takes after a semicolon is about the part and not its value.
  return [text.slice(0, at), text.slice(at + 1).replace(/;(type|filename|headers|encoder)=[^;]*$/, '')];
}

/** curl takes a name without a scheme too. */
function addressOf(url: string): string {
  const text = url.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || text.startsWith('{{') ? text : `http://${text}`;
  if (/^(https?:\/\/|\{\{)/i.test(address)) return address;
  throw new CommandProblem(words.scheme(address.split(':')[0]!));
}

function withQuery(url: string, parts: readonly string[]): string {
  if (parts.length === 0) return url;
  const [before = '', hash] = url.split('#', 2);
  const joined = `${before}${before.includes('?') ? '&' : '?'}${parts.join('&')}`;
  return hash === undefined ? joined : `${joined}#${hash}`;
}
