import { definitionLimits, findUnstorable } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { ApiError, invalid } from '../errors.ts';
import { printPath } from './route.ts';

/** A definition may be as deep as its limit inside the body that carries it. */
const limits = { depth: definitionLimits.depth + 10, bytes: Number.POSITIVE_INFINITY };
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Only `application/json` comes in, and only what the database and every client can carry again. */
export function registerJsonBody(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const text = decode(body as Buffer);
    if (text === undefined) return done(new ApiError('invalid_utf8'));
    parseJson(request, text, (error, value) => {
      if (error) return done(malformed(error));
      const findings = findUnstorable(value ?? null, limits);
      if (findings.length === 0) return done(null, value);
      return done(invalid(findings.map(({ path, message }) => ({ path: printPath(path.slice(0, 20)), message }))));
    });
  });
}

function decode(body: Buffer): string | undefined {
  try {
    return decoder.decode(body);
  } catch {
    return undefined;
  }
}

function malformed(error: Error): ApiError {
  if (error.message.includes('forbidden prototype property'))
    return new ApiError('malformed_json', { message: 'The body uses the reserved name __proto__ or constructor.prototype.' });
  return new ApiError('malformed_json', { message: `The body is not valid JSON: ${error.message}` });
}
