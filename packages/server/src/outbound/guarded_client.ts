/**
 * The one way out: every call that a workflow makes goes through this client. It follows redirects itself, so that each hop
 * passes the same checks as the first. `docs/security.md` has the rules for operators.
 */
import type { HttpClient, HttpRequest, HttpResponse } from '@millrace/sdk';
import { Rejected, RetryLater, StepError } from '@millrace/sdk';
import { Agent } from 'undici';
import type { AllowList } from './allow_list.ts';
import { createAllowList } from './allow_list.ts';
import type { Resolve } from './connector.ts';
import { createConnector, resolveWithSystem } from './connector.ts';
import { Exchange } from './exchange.ts';
import { checkHeaders, headersForOtherOrigin } from './headers.ts';
import { readTarget } from './target.ts';

export const outboundLimits = {
  timeout_ms: 30_000,
  max_bytes: 10 * 1024 * 1024,
  max_redirects: 5,
  header_bytes: 32 * 1024,
  request_bytes: 10 * 1024 * 1024,
  connections_per_host: 1_024,
} as const;

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const redirects = new Set([301, 302, 303, 307, 308]);

export interface GuardedClient extends HttpClient {
  close(): Promise<void>;
}

/** Where a call is on its way, for whoever stops it. */
interface Journey {
  now: Exchange | null;
  late: boolean;
}

/** Made once: nobody but the connection sees them, and an error for every call would cost more than the call's own timer. */
const stoppedByCaller = new Error('The caller does not want the answer any more');
const tooLate = new Error('The time for the answer is over');

/** One request on its way through redirects. */
interface Hop {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
}

/**
 * @param options.allowed_private_hosts the entries of `MILLRACE_ALLOWED_PRIVATE_HOSTS`
 * @throws AllowListError when an entry cannot be read
 */
export function createGuardedClient(
  options: { allowed_private_hosts?: readonly string[]; resolve?: Resolve } = {},
): GuardedClient {
  const allowList = createAllowList(options.allowed_private_hosts ?? []);
  const agent = new Agent({
    connect: createConnector(allowList, options.resolve ?? resolveWithSystem),
    connections: outboundLimits.connections_per_host,
    maxHeaderSize: outboundLimits.header_bytes,
    // The total time-out below covers these; two clocks for one wait only confuse the message.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    request: (request) => send(agent, allowList, request),
    close: () => agent.destroy(),
  };
}

async function send(agent: Agent, allowList: AllowList, request: HttpRequest): Promise<HttpResponse> {
  const timeout = request.timeout_ms ?? outboundLimits.timeout_ms;
  request.signal?.throwIfAborted();
  const journey: Journey = { now: null, late: false };
  const stop = (): void => journey.now?.stop(stoppedByCaller);
  request.signal?.addEventListener('abort', stop);
  const deadline = setTimeout(() => {
    journey.late = true;
    journey.now?.stop(tooLate);
  }, timeout);
  try {
    return await follow(agent, allowList, request, firstHop(request, allowList), journey);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (journey.late) {
      throw new RetryLater(`No complete answer within ${timeout / 1000} s`, {
        code: 'timeout',
        cause: error,
      });
    }
    throw asStepError(error, request.url);
  } finally {
    clearTimeout(deadline);
    request.signal?.removeEventListener('abort', stop);
  }
}

function firstHop(request: HttpRequest, allowList: AllowList): Hop {
  const method = request.method.toUpperCase();
  if (!methods.has(method))
    throw new Rejected(`${request.method.slice(0, 20)} is not a method that can be used`, {
      code: 'invalid_method',
      field: 'method',
    });
  const headers = checkHeaders(request.headers ?? {});
  headers['accept-encoding'] ??= 'gzip, deflate, br';
  let body = request.body ?? null;
  if (request.json !== undefined) {
    body = JSON.stringify(request.json);
    headers['content-type'] ??= 'application/json';
  }
  if (body !== null && Buffer.byteLength(body) > outboundLimits.request_bytes) {
    throw new Rejected('The body of the request is larger than 10 MB', {
      code: 'request_too_large',
      field: 'body',
    });
  }
  return { url: readTarget(request.url, allowList), method, headers, body };
}

async function follow(
  agent: Agent,
  allowList: AllowList,
  request: HttpRequest,
  first: Hop,
  journey: Journey,
): Promise<HttpResponse> {
  const maxRedirects = Math.min(
    request.max_redirects ?? outboundLimits.max_redirects,
    outboundLimits.max_redirects,
  );
  const max_bytes = request.max_bytes ?? outboundLimits.max_bytes;
  const leadsOn = (status: number, headers: Record<string, string>): boolean =>
    maxRedirects > 0 && redirects.has(status) && Boolean(headers.location);
  let hop = first;
  for (let count = 0; ; count += 1) {
    const { url, method, headers, body } = hop;
    const { origin } = url;
    const exchange = new Exchange(agent, {
      origin,
      path: url.pathname + url.search,
      method,
      headers,
      body,
      max_bytes,
      isEnough: leadsOn,
    });
    journey.now = exchange;
    const answer = await exchange.answer;
    if (!leadsOn(answer.status, answer.headers)) return { ...answer, url: url.href };
    if (count >= maxRedirects) {
      throw new Rejected(`The address redirects more than ${maxRedirects} times`, {
        code: 'too_many_redirects',
        field: 'url',
      });
    }
    hop = nextHop(hop, answer.status, answer.headers.location!, allowList);
  }
}

/** Where a redirect leads, with only what that place may see. */
function nextHop(hop: Hop, status: number, location: string, allowList: AllowList): Hop {
  if (!URL.canParse(location, hop.url.href)) {
    throw new Rejected('The answer redirects to something that is not an address', {
      code: 'broken_response',
    });
  }
  const url = readTarget(new URL(location, hop.url).href, allowList);
  const otherOrigin = url.origin !== hop.url.origin;
  const becomesGet = status === 303 || ((status === 301 || status === 302) && hop.method === 'POST');
  const method = becomesGet && hop.method !== 'HEAD' ? 'GET' : hop.method;
  if (otherOrigin && hop.body !== null && method !== 'GET' && method !== 'HEAD') {
    throw new Rejected(
      `The address redirects a ${hop.method} with a body to ${url.origin}; the body is not sent to another host`,
      {
        code: 'cross_origin_redirect',
        field: 'url',
        hint: 'If that is the right place, call it directly.',
      },
    );
  }
  const headers = otherOrigin ? headersForOtherOrigin(hop.headers) : { ...hop.headers };
  if (becomesGet) delete headers['content-type'];
  return { url, method, headers, body: becomesGet ? null : hop.body };
}

/** The network's errors as errors of a step, in words. */
function asStepError(error: unknown, address: string): StepError {
  if (error instanceof StepError) return error;
  const cause = error as NodeJS.ErrnoException & { cause?: unknown };
  if (cause.cause instanceof StepError) return cause.cause;
  const host = URL.canParse(address) ? new URL(address).host : address.slice(0, 200);
  const code = cause.code ?? '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return new RetryLater(`${host} did not accept a connection within 10 s`, {
      code: 'timeout',
      cause: error,
    });
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new Rejected('The headers of the answer are too large', {
      code: 'response_too_large',
      cause: error,
    });
  if (
    code.startsWith('ERR_TLS') ||
    code.startsWith('ERR_SSL') ||
    code.includes('CERT') ||
    code.includes('SELF_SIGNED')
  ) {
    return new Rejected(`The certificate of ${host} is not valid (${code})`, {
      code: 'tls_failed',
      field: 'url',
      hint: 'The owner of the server must renew or correct it.',
      cause: error,
    });
  }
  const why =
    code === 'ECONNREFUSED'
      ? 'refused the connection'
      : code === 'ECONNRESET'
        ? 'closed the connection'
        : 'could not be reached';
  return new RetryLater(`${host} ${why}`, {
    code: 'connection_failed',
    cause: error,
    ...(code && { details: { code } }),
  });
}
