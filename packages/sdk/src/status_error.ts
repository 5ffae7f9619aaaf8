/** The one place where the status of an answer becomes an error, by what should happen next. */
import { Reconnect, Rejected, RetryLater, type StepError } from './errors.ts';
import type { HttpResponse } from './http.ts';

const reasons: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  425: 'Too Early',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

const hints: Record<number, string> = {
  401: 'Check the credentials of this step.',
  403: 'The credentials are known but may not do this.',
  404: 'Check the address.',
  429: 'The other side limits how often it may be called.',
};

const canPass = (status: number) => status === 408 || status === 425 || status === 429 || status >= 500;

export interface StatusErrorOptions {
  /** What was asked, for the message: `GET https://api.example.com/orders`. No query and no credentials. */
  request: string;
  /** The sentence of the other side, where it gave one. */
  said?: string;
  /** The credentials are a stored connection: a 401 means that it must be reconnected. */
  connection?: boolean;
  details?: unknown;
  now: () => Date;
}

/** The error of an answer that is none of the wanted statuses. */
export function errorFromStatus(
  response: Pick<HttpResponse, 'status' | 'headers'>,
  options: StatusErrorOptions,
): StepError {
  const { status, headers } = response;
  const { request, said, connection = false, details, now } = options;
  const reason = reasons[status] ? ` ${reasons[status]}` : '';
  const message = `${request} answered ${status}${reason}${said ? `: ${said}` : ''}`;
  const about = { code: 'http_status', status, hint: hints[status], details };
  if (canPass(status)) {
    return new RetryLater(message, { ...about, after_ms: retryAfter(headers['retry-after'], now()) });
  }
  return status === 401 && connection ? new Reconnect(message, about) : new Rejected(message, about);
}

/** Milliseconds that a `Retry-After` header asks for (seconds or an HTTP date); nothing when there is none or it is no such. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  // An HTTP date begins with the day of the week; Date.parse alone would take "-5" or "1.5" for dates.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
