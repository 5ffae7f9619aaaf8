/**
 * What an HTTP Request would send on the sample data, before it is sent: the address with its parameters, headers with
 * credentials masked, the beginning of the body, and which values came from samples. Pure; the server is who sends.
 */
import { compileConfig, ExpressionError, mappingsKey, readEntrySource } from '@millrace/core';
import { forms } from '../../../strings/forms.ts';
import { isRecord } from '../../document/edits/update_config.ts';
import { regionsOf } from '../../expressions/regions.ts';
import type { ScopeSource } from '../../expressions/sample_scope.ts';

const words = forms.request;

type Config = Readonly<Record<string, unknown>>;

export interface FilledExpression {
  source: string;
  value: unknown;
  origin: keyof typeof words.origins;
}

export interface RequestPreview {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  /** The whole body as text; null when none is sent. */
  body: string | null;
  /** For `-u`: the name, and dots for the password. */
  user: string | null;
  /** The parts of a form with files; a file by its name. */
  form: { name: string; value: string; is_file: boolean }[] | null;
  /** It is signed with a stored connection on its way out. */
  connection: boolean;
  effect: 'read' | 'write' | 'idempotent';
  expressions: FilledExpression[];
  /** How many there are beyond those. */
  more_expressions: number;
  /** Why it cannot be sent, in words. */
  problem: string | null;
}

interface PreviewInput {
  config: Config;
  scope: Readonly<Record<string, unknown>>;
  sources: readonly ScopeSource[];
  timezone?: string;
}

const reading = ['GET', 'HEAD', 'OPTIONS'];
const withBody = ['POST', 'PUT', 'PATCH', 'DELETE'];
const mask = '•••';
const credential =
  /^(authorization|cookie|proxy-authorization)$|secret|token|password|credential|api[-_]?key/i;
const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded;charset=UTF-8',
  text: 'text/plain;charset=UTF-8',
  multipart: 'multipart/form-data',
};

export function previewRequest({ config, scope, sources, timezone }: PreviewInput): RequestPreview {
  const problems: string[] = [];
  const fill = (value: unknown): unknown => {
    try {
      return compileConfig(value).evaluate(scope, { timezone });
    } catch (error) {
      problems.push(
        error instanceof ExpressionError || error instanceof Error ? error.message : String(error),
      );
      return value;
    }
  };
  const filledBody = () => {
    const before = problems.length;
    const body = fill(config.body);
    // Mappings that fail make no body, and how they are stored is nothing that is sent.
    return problems.length > before && isRecord(body) && '$mappings' in body ? null : body;
  };
  const method = String(config.method ?? 'GET');
  const type = String(config.body_type ?? 'json');
  const address = addressOf(String(fill(config.url ?? '')).trim(), fill(config.query));
  if (address.problem) problems.push(address.problem);
  const isForm = type === 'multipart' && withBody.includes(method);
  const form = isForm ? formParts(fill(config.form_data)) : null;
  const body = withBody.includes(method) ? bodyOf(type, form, filledBody) : null;
  const { headers, user } = headersOf(config, fill, body === null ? null : (contentTypes[type] ?? null));
  return {
    method,
    url: address.url,
    headers,
    body,
    user,
    form,
    connection: config.auth === 'connection',
    effect: reading.includes(method)
      ? 'read'
      : method === 'PUT' || method === 'DELETE'
        ? 'idempotent'
        : 'write',
    ...expressionsOf(config, scope, sources, timezone),
    problem: problems[0] ?? null,
  };
}

function addressOf(text: string, query: unknown): { url: string; problem: string | null } {
  if (text === '') return { url: text, problem: words.no_url };
  const address = URL.parse(text);
  if (!address || !/^https?:$/.test(address.protocol))
    return { url: text, problem: words.bad_url(text.slice(0, 200)) };
  if (isRecord(query)) appendAll(address.searchParams, query);
  if (address.password !== '') address.password = mask;
  return { url: address.href, problem: null };
}

/** As the action does it: a list repeats its name, nothing is left out. */
function appendAll(to: URLSearchParams, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== undefined) to.append(name, String(one));
}

function bodyOf(type: string, form: RequestPreview['form'], body: () => unknown): string | null {
  if (type !== 'multipart') return bodyText(type, body());
  return form?.map(({ name, value }) => `${name}: ${value}`).join('\n') ?? null;
}

function bodyText(type: string, body: unknown): string | null {
  if (type === 'none' || body === undefined || body === null || body === '') return null;
  if (typeof body === 'string') return body;
  if (type !== 'form' || !isRecord(body)) return JSON.stringify(body);
  const form = new URLSearchParams();
  appendAll(form, body);
  return form.toString();
}

/** Its parts, files by their names: nobody reads their bytes. */
function formParts(parts: unknown): RequestPreview['form'] {
  if (!Array.isArray(parts) || parts.length === 0) return null;
  return parts.filter(isRecord).map(({ type, name, value, file }) => ({
    name: written(name),
    value: type === 'file' ? written(isRecord(file) ? file.filename : file) : written(value),
    is_file: type === 'file',
  }));
}

const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

function headersOf(
  config: Config,
  fill: (value: unknown) => unknown,
  content_type: string | null,
): Pick<RequestPreview, 'headers' | 'user'> {
  const headers = new Map<string, [string, string]>();
  const set = (name: string, value: string) => headers.set(name.trim().toLowerCase(), [name.trim(), value]);
  if (content_type) set('Content-Type', content_type);
  const given = fill(config.headers);
  if (isRecord(given))
    for (const [name, value] of Object.entries(given))
      if (value !== null && value !== undefined) set(name, credential.test(name) ? mask : String(value));
  let user: string | null = null;
  if (config.auth === 'basic') user = `${String(fill(config.username ?? ''))}:${mask}`;
  if (config.auth === 'bearer') set('Authorization', `Bearer ${mask}`);
  if (config.auth === 'header' && config.header_name) set(String(fill(config.header_name)), mask);
  return { headers: [...headers.values()], user };
}

/** A body may have a thousand mappings, and who reads what goes out reads some of them. */
const shownExpressions = 20;

/** Each expression once, with what it gives and where its data is from; those of secrets are not shown. */
function expressionsOf(
  config: Config,
  scope: PreviewInput['scope'],
  sources: PreviewInput['sources'],
  timezone: string | undefined,
): Pick<RequestPreview, 'expressions' | 'more_expressions'> {
  const { password: _, token: __, header_value: ___, headers, ...open } = config;
  const found = [...new Set([...expressionsIn(open), ...expressionsIn(withoutCredentials(headers))])];
  const expressions = found.slice(0, shownExpressions).flatMap((source) => {
    try {
      return [{ source, value: valueGiven(source, scope, timezone), origin: originOf(source, sources) }];
    } catch {
      // What is wrong with it is the problem of the whole.
      return [];
    }
  });
  return { expressions, more_expressions: Math.max(0, found.length - shownExpressions) };
}

function withoutCredentials(headers: unknown): unknown {
  if (!isRecord(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !credential.test(name)));
}

/** What goes through lists gives all their entries, as in a mapping. */
function valueGiven(source: string, scope: PreviewInput['scope'], timezone: string | undefined): unknown {
  const depth = readEntrySource(source)?.lists.length ?? 0;
  if (depth === 0) return compileConfig(`{{ ${source} }}`).evaluate(scope, { timezone });
  const mapping = { target_field: `value${'[]'.repeat(depth)}`, source_path: source };
  const given = compileConfig({ [mappingsKey]: [mapping] }).evaluate(scope, { timezone });
  return isRecord(given) ? given.value : undefined;
}

/** The worst of the sources that it reads: one made-up value makes the whole made up. */
function originOf(source: string, sources: PreviewInput['sources']): FilledExpression['origin'] {
  const read = sources.filter(({ name }) => name !== '' && new RegExp(`(^|[^.\\w])${name}\\b`).test(source));
  const origins = read.map(({ node, origin, real }) =>
    node === null ? 'fixed' : (origin ?? (real ? 'last' : 'schema')),
  );
  return (['schema', 'last', 'pinned', 'fixed'] as const).find((each) => origins.includes(each)) ?? 'fixed';
}

/** The expressions in texts, and those of mappings, which need no braces. */
function expressionsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return regionsOf(value).map(({ start, end }) => value.slice(start, end).trim());
  if (typeof value !== 'object' || value === null) return [];
  if (isRecord(value) && Array.isArray(value[mappingsKey])) return value[mappingsKey].flatMap(sourcesOf);
  return Object.values(value).flatMap(expressionsIn);
}

/** A text, a number or the like in quotes is no expression that something is filled in from. */
const literal = /^("[^"]*"|'[^']*'|-?[\d.]+|true|false|null)$/;

function sourcesOf(mapping: unknown): string[] {
  const text = isRecord(mapping) && typeof mapping.source_path === 'string' ? mapping.source_path.trim() : '';
  if (text.includes('{{')) return expressionsIn(text);
  return text === '' || literal.test(text) ? [] : [text];
}
