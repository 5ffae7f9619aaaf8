/** The typed client: a route of the contract and its input in, its answer out. The session cookie goes along by itself. */
import type { Endpoint, ErrorBody } from '@millrace/core';
import type { z } from 'zod';
import { strings } from '../strings/en.ts';
import { ApiError, Unreachable } from './errors.ts';
import { readJson } from './large_json.ts';
import { personHeaders } from './page_person.ts';

type InputOf<T> = T extends z.ZodType ? z.input<T> : never;
type Needed<Name extends string, T> = T extends z.ZodType
  ? undefined extends z.input<T>
    ? { [N in Name]?: z.input<T> }
    : Record<string, never> extends z.input<T>
      ? { [N in Name]?: z.input<T> }
      : { [N in Name]: z.input<T> }
  : { [N in Name]?: never };

type Field<E, Name extends string> = E extends { [N in Name]: infer T } ? T : undefined;

/** What a call of this endpoint must be given. */
export type CallInput<E extends Endpoint> = Needed<'params', Field<E, 'params'>> &
  Needed<'query', Field<E, 'query'>> &
  Needed<'body', Field<E, 'body'>> & {
    headers?: Record<string, string>;
    signal?: AbortSignal;
    /** The request goes on when the page is gone. */
    keepalive?: boolean;
  };

/** What a call of this endpoint answers. */
export type Answer<E extends Endpoint> = z.output<E['responses'][keyof E['responses'] & number]>;
export type QueryOf<E extends Endpoint> = InputOf<Field<E, 'query'>>;

/**
 * Calls a route of the contract.
 * @throws ApiError for every answer that is not a success, Unreachable when there was none.
 */
export async function call<const E extends Endpoint>(
  endpoint: E,
  ...[input]: Record<string, never> extends CallInput<E> ? [input?: CallInput<E>] : [input: CallInput<E>]
): Promise<Answer<E>> {
  const response = await answerOf(endpoint, (input ?? {}) as LooseInput);
  if (response.status === 204) return null as Answer<E>;
  return (await response.json()) as Answer<E>;
}

/** The same for an answer that can be very large: reading it does not freeze the page. */
export async function callLarge<const E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
): Promise<Answer<E>> {
  const response = await answerOf(endpoint, input as LooseInput);
  return (await readJson(response, input.signal)) as Answer<E>;
}

async function answerOf(endpoint: Endpoint, input: LooseInput): Promise<Response> {
  const { params, query, body, headers, signal, keepalive } = input;
  const response = await send(pathOf(endpoint.path, params) + queryOf(query), {
    method: endpoint.method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
    ...(keepalive && { keepalive }),
  });
  if (!response.ok) throw await errorOf(response);
  return response;
}

interface LooseInput {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  keepalive?: boolean;
}

/** `fetch` that says whose page this is, and in words when nobody answered. */
export async function send(
  url: string,
  init: RequestInit & { headers?: Record<string, string> },
): Promise<Response> {
  try {
    const headers = { ...personHeaders(), ...init.headers };
    return await fetch(url, { credentials: 'same-origin', ...init, headers });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Unreachable(strings.errors.unreachable);
  }
}

/** Fills `/workflows/:id` with its parameters. */
export function pathOf(path: string, params: Record<string, string> = {}): string {
  return path.replace(/:([a-z_]+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${path} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
}

/** `?a=1&b=x`; what is undefined, null or empty is left out. */
export function queryOf(query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text && `?${text}`;
}

/** The error of an answer, also when a proxy in between answered with something that is not ours. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const retry_after = Number(response.headers.get('retry-after')) || null;
  const error: ErrorBody = isErrorBody(body)
    ? body
    : { error: foreignMessage(body, response.status), status: response.status, code: 'unexpected_answer' };
  return new ApiError({ ...error, status: response.status }, { retry_after, body });
}

/** Whether it has the shape of `errorBodySchema`: said here once more because every page needs it, and none the schemas. */
function isErrorBody(body: unknown): body is ErrorBody {
  if (!isRecord(body)) return false;
  const { error, status, code, issues } = body;
  if (typeof error !== 'string' || !Number.isInteger(status) || typeof code !== 'string') return false;
  return issues === undefined || (Array.isArray(issues) && issues.every(isIssue));
}

function isIssue(issue: unknown): boolean {
  if (!isRecord(issue) || typeof issue.path !== 'string' || typeof issue.message !== 'string') return false;
  return [issue.node_id, issue.field].every((place) => place === undefined || typeof place === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** better-auth answers `{ message, code }`. */
function foreignMessage(body: unknown, status: number): string {
  if (isRecord(body) && typeof body.message === 'string') return body.message;
  return strings.errors.status(status);
}
