import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Env } from './env.ts';
import { kindOf, LogFlood } from './log_flood.ts';

// What this file keeps: no line of the log carries a secret.
// 1. A field whose name says secret is replaced at any depth.
// 2. A request is its method and path without the query; tokens that are part of a path are cut out.
// 3. An error is its kind, text and stack: its other fields may hold values of a query or a whole response.
// 4. However often the same goes wrong, the lines that say so are few.

const SECRET_NAME =
  /pass(word|wd)?$|secret|token|authorization|cookie|api[-_]?key|credential|private[-_]?key|encryption_key|signature|database_url/i;
const CENSORED = '[hidden]';
const DEPTH = 6;
/** Of pino: what is worth less is not counted. */
const WARNING = 40;

/** The log of this process, on standard error: standard output carries only the address. */
export function createLog(
  env: Pick<Env, 'log_level' | 'log_format' | 'role'>,
  destination?: NodeJS.WritableStream,
): Logger {
  const stream = destination ?? pino.destination(2);
  const flood = new LogFlood();
  const options = {
    level: env.log_level,
    base: { role: env.role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => withoutSecrets(fields, DEPTH) as Record<string, unknown>,
    },
    serializers: { req: describeRequest, res: describeReply, err: describeError, error: describeError },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: Logger['info'], level: number) {
        const held_back = level >= WARNING ? flood.pass(kindOf(args)) : 0;
        if (held_back === null) return;
        const scrubbed = args.map((arg) => (typeof arg === 'string' ? scrub(arg) : arg));
        method.apply(this, withCount(scrubbed, held_back) as typeof args);
      },
    },
  };
  if (env.log_format === 'json') return pino(options, stream);
  return pino(
    options,
    pretty({
      destination: stream,
      sync: true,
      ignore: 'pid,role',
      translateTime: 'SYS:HH:MM:ss',
      colorize: process.stderr.isTTY,
    }),
  );
}

function withCount(args: unknown[], held_back: number): unknown[] {
  if (held_back === 0) return args;
  const [first, ...rest] = args;
  return typeof first === 'object' ? [{ ...first, held_back }, ...rest] : [{ held_back }, ...args];
}

/** Cuts out of a text what is known to be secret by its form: passwords in addresses, bearer tokens, hook and resume tokens. */
export function scrub(text: string): string {
  return text
    .replace(/(\/\/[^\s/:@]*):[^\s/@]+@/g, `$1:${CENSORED}@`)
    .replace(/\b(Bearer|Basic)\s+[\w+/=.~-]+/gi, `$1 ${CENSORED}`)
    .replace(/\/(hooks|resume)\/[^\s?#"']+/g, `/$1/${CENSORED}`);
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (value instanceof Error) return describeError(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth - 1));
  // Requests and replies are the business of their serializers; dates and the like print themselves.
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      SECRET_NAME.test(name) && field !== null && typeof field !== 'boolean'
        ? CENSORED
        : withoutSecrets(field, depth - 1),
    ]),
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

interface RequestLike {
  id?: unknown;
  method?: unknown;
  url?: unknown;
}

function describeRequest(request: RequestLike): object {
  const path = String(request.url ?? '').split('?', 1)[0] ?? '';
  return { id: request.id, method: request.method, path: scrub(path) };
}

function describeReply(reply: { statusCode?: unknown }): object {
  return { status: reply.statusCode };
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return withoutSecrets(error, DEPTH);
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: scrub(error.message),
    ...(code === undefined ? {} : { code }),
    stack: scrub(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
