import { definitionLimits, findUnstorable } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { parse } from 'secure-json-parse';
import { ApiError, invalid } from '../errors.ts';
import { nestsTooDeep } from '../json_depth.ts';
import { printPath } from './route.ts';

/** A definition may be as deep as its limit inside the body that carries it. */
const limits = { depth: definitionLimits.depth + 10, bytes: Number.POSITIVE_INFINITY };
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Only `application/json` comes in, and only what the database and every client can carry again. */
export function registerJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => {
      if (body.length === 0) return undefined;
      if (nestsTooDeep(body, limits.depth))
        throw invalid([{ path: '', message: `is nested more than ${limits.depth} levels deep` }]);
      const value = parseText(decode(body));
      const findings = findUnstorable(value, limits);
      if (findings.length > 0)
        throw invalid(findings.map(({ path, message }) => ({ path: printPath(path.slice(0, 20)), message })));
      return value;
    },
  );
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new ApiError('invalid_utf8');
  }
}

/** Names that reach a prototype are refused here, wherever they stand: later code need not think of them. */
function parseText(text: string): unknown {
  try {
    return parse(text, null, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    const reason = (error as Error).message;
    const message = reason.includes('forbidden prototype property')
      ? 'The body uses the reserved name __proto__ or constructor.prototype.'
      : `The body is not valid JSON: ${reason}`;
    throw new ApiError('malformed_json', { message });
  }
}
