/** Turns an endpoint of the contract into a route: what is checked, in which order, is the same for all of them. */
import { type Endpoint, findUnstorable, type Role } from '@millrace/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../auth/actor.ts';
import { ApiError, type Issue, invalid } from '../errors.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

export interface Call<E extends Endpoint> {
  params: Parsed<E['params']>;
  query: Parsed<E['query']>;
  body: Parsed<E['body']>;
  actor: E['access'] extends 'public' ? null : Actor;
  request: FastifyRequest;
  /** For another status than the first of the endpoint, and for headers. */
  reply: FastifyReply;
}

/** What the endpoint promises, as it is before JSON: dates may still be dates. */
export type Answer<E extends Endpoint> = Loose<z.input<E['responses'][keyof E['responses']]>>;
type Loose<T> = T extends string
  ? T | Date
  : T extends readonly (infer I)[]
    ? readonly Loose<I>[]
    : T extends object
      ? { [K in keyof T]: Loose<T[K]> }
      : T;

export type Handler<E extends Endpoint> = (call: Call<E>) => Promise<Answer<E>>;
export type Routes = Record<string, Endpoint>;
/** The least role for each route of a resource, as its policy file says it. */
export type Policy<R extends Routes> = { readonly [K in keyof R]: Role | 'public' };

export interface RouteOptions {
  /** Holds answers against the contract too: for tests, because large answers cost. */
  check_answers?: boolean;
}

/** Registers every route of a resource. Throws at start when policy and contract disagree about who may call it. */
export function registerResource<R extends Routes>(
  app: FastifyInstance,
  routes: R,
  policy: Policy<R>,
  handlers: { [K in keyof R]: Handler<R[K]> },
  options: RouteOptions,
): void {
  for (const [name, endpoint] of Object.entries(routes) as [keyof R & string, R[keyof R & string]][]) {
    if (endpoint.access !== policy[name])
      throw new Error(
        `${endpoint.method} ${endpoint.path}: the contract says ${endpoint.access}, the policy ${policy[name]}`,
      );
    route(app, endpoint, handlers[name], options);
  }
}

/** Registers one endpoint: parameters, query and body are checked strictly, then the handler answers. */
export function route<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: Handler<E>,
  options: RouteOptions,
): void {
  const query = endpoint.query?.strict();
  const [success = 200] = Object.keys(endpoint.responses).map(Number);
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { access: endpoint.access },
    ...(endpoint.body_limit === undefined ? {} : { bodyLimit: endpoint.body_limit }),
    handler: async (request, reply) => {
      const call = {
        params: parseParams(endpoint, request.params),
        query: query ? parseQuery(query, request.query) : undefined,
        body: parseBody(endpoint, request.body),
        actor: request.actor,
        request,
        reply,
      } as Call<E>;
      reply.code(success);
      const answer = await handler(call);
      if (options.check_answers) checkAnswer(endpoint, reply.statusCode, answer);
      return answer === null || answer === undefined ? reply.send() : reply.send(answer);
    },
  });
}

const textLimits = { depth: 3, bytes: Number.POSITIVE_INFINITY };

/** An id that cannot exist names nothing: 404, not 422. */
function parseParams(endpoint: Endpoint, params: unknown): unknown {
  if (!endpoint.params) return undefined;
  const result = endpoint.params.safeParse(params);
  if (!result.success || findUnstorable(result.data, textLimits).length > 0) throw new ApiError('not_found');
  return result.data;
}

/** A text that PostgreSQL refuses would find nothing and fail everything. */
function parseQuery(schema: z.ZodType, query: unknown): unknown {
  const [finding] = findUnstorable({ ...(query as object) }, textLimits);
  if (finding) throw invalid([{ path: printPath(finding.path), message: finding.message }]);
  return parse(schema, query, 'query');
}

function parseBody(endpoint: Endpoint, body: unknown): unknown {
  if (endpoint.body) return parse(endpoint.body, body, 'body');
  const isEmpty =
    body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
  if (!isEmpty) throw invalid([{ path: '', message: 'This request takes no body' }]);
  return undefined;
}

function parse(schema: z.ZodType, value: unknown, part: 'query' | 'body'): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (part === 'body' && value === undefined)
    throw invalid([{ path: '', message: 'This request needs a JSON body' }]);
  throw invalid(issuesOf(result.error));
}

/** Findings with the path as clients write it: `data[2].name`. */
export function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.map((issue) => ({
    path: printPath(issue.path),
    message: issue.message,
  }));
}

export function printPath(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : index === 0 ? String(step) : `.${String(step)}`,
    )
    .join('');
}

/** A mistake of ours that a test must see: the answer is not what the contract promises. */
function checkAnswer(endpoint: Endpoint, status: number, answer: unknown): void {
  const schema = endpoint.responses[status];
  if (!schema)
    throw new Error(
      `${endpoint.method} ${endpoint.path} answered ${status}, which its contract does not name`,
    );
  const sent: unknown = answer === undefined ? null : JSON.parse(JSON.stringify(answer));
  const result = schema.safeParse(sent);
  if (!result.success)
    throw new Error(
      `${endpoint.method} ${endpoint.path} broke its contract: ${JSON.stringify(issuesOf(result.error))}`,
    );
}
