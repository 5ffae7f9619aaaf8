import { DefinitionError } from '@millrace/core';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type ErrorCode, errorBody, invalid } from '../errors.ts';
import { readTheRest } from './read_the_rest.ts';

const fastifyErrors: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrong_content_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad_request',
  FST_ERR_CTP_INVALID_TYPE: 'wrong_content_type',
  FST_ERR_BAD_URL: 'bad_request',
  FST_ERR_MAX_PARAM_LENGTH: 'not_found',
};

/** The database is away, starting, full or too slow: worth another try. */
const unavailable = /^(08|53|57P|57014|25006)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

/** How soon a caller may ask again, in seconds: a restart of the database takes about as long. */
const AWAY_RETRY_S = '2';

/** One place that turns what was thrown into an answer; what a client cannot act on goes to the log alone. */
export function registerErrorHandler(app: FastifyInstance): void {
  app.setErrorHandler(async (thrown: FastifyError, request, reply) => {
    const error = toApiError(thrown, request);
    if (error.status === 413) await readTheRest(request.raw);
    return send(error, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    send(
      new ApiError('not_found', {
        message: `There is nothing at ${request.method} ${pathOf(request).slice(0, 200)}.`,
      }),
      reply,
    ),
  );
}

/** Errors before there is a route: a path that cannot be decoded, or is too long. */
export function sendFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  send(toApiError(error, request), reply);
}

function send(error: ApiError, reply: FastifyReply): FastifyReply {
  const headers = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  const comeAgain = error.status === 503 ? { 'retry-after': AWAY_RETRY_S } : {};
  return reply
    .code(error.status)
    .headers({ ...headers, ...comeAgain, ...error.details.headers })
    .send(errorBody(error));
}

/** What a client is told. Logs unexpected errors, never with what the request or a row contained. */
export function toApiError(
  error: Error & { code?: string; statusCode?: number },
  request: FastifyRequest,
): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DefinitionError) return definitionInvalid(error);
  const known = error.code === undefined ? undefined : fastifyErrors[error.code];
  if (known === 'too_large') return tooLarge(request);
  if (known) return new ApiError(known);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new ApiError('bad_request');
  const code = isUnavailable(error) ? 'unavailable' : 'internal';
  const { name: type, message } = error;
  // An outage is one trouble, whatever was asked; where each request was when it began helps nobody.
  if (code === 'unavailable')
    request.log.warn({ code: error.code }, 'Requests are refused: the database is away');
  // Not `detail` or `where` of a database error: they quote the row.
  else
    request.log.error(
      { err: { type, message, code: error.code, stack: error.stack ?? '' } },
      'A request failed',
    );
  return new ApiError(code, { extra: { request_id: request.id } });
}

function definitionInvalid(error: DefinitionError): ApiError {
  return invalid(error.issues.map((issue) => ({ ...issue, path: issue.path })));
}

function tooLarge(request: FastifyRequest): ApiError {
  const mebibytes = (request.routeOptions.bodyLimit ?? 0) / (1024 * 1024);
  return new ApiError('too_large', {
    message: `The body is larger than the ${mebibytes} MB that are accepted here.`,
  });
}

function isUnavailable(error: Error & { code?: string }): boolean {
  if (error.code !== undefined && unavailable.test(error.code)) return true;
  return /timeout exceeded when trying to connect|Connection terminated/.test(error.message);
}

/** The path without its query, which may hold what should not be repeated. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0]!;
}
