/**
 * A service that was recorded, or written from its published description: a real HTTP server on this machine that expects
 * the recorded requests in their order and gives the recorded answers.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { HttpClient } from '../http.ts';

export interface Exchange {
  request: {
    method: string;
    /** With the query. */
    path: string;
    /** Those that matter; more may be sent. `null`: must not be sent. */
    headers?: Record<string, string | null>;
    /** Compared as JSON where it is no text. Absent: there is none. */
    body?: unknown;
  };
  response: {
    status: number;
    headers?: Record<string, string>;
    /** JSON where it is no text. */
    body?: unknown;
    /** Instead of `body`, bytes. */
    base64?: string;
  };
}

export interface Replay {
  origin: string;
  /** Requests that were not as recorded, and recorded ones that never came. */
  problems(): string[];
  close(): Promise<void>;
}

export async function startReplay(exchanges: readonly Exchange[]): Promise<Replay> {
  const left = [...exchanges];
  const found: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, left.shift(), found);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The replay server has no address');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    problems: () => [...found, ...left.map(({ request }) => `${request.method} ${request.path} never came`)],
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  expected: Exchange | undefined,
  found: string[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  response.sendDate = false;
  if (!expected) {
    found.push(`${request.method} ${request.url} was not expected`);
    response.writeHead(599).end();
    return;
  }
  found.push(...differences(request, body, expected.request));
  const { status, headers, body: recorded, base64 } = expected.response;
  const text =
    recorded === undefined || typeof recorded === 'string' ? (recorded ?? '') : JSON.stringify(recorded);
  response
    .writeHead(status, { connection: 'close', ...headers })
    .end(base64 === undefined ? text : Buffer.from(base64, 'base64'));
}

function differences(request: IncomingMessage, body: string, expected: Exchange['request']): string[] {
  const wanted = `${expected.method} ${expected.path}`;
  const problems: string[] = [];
  if (`${request.method} ${request.url}` !== wanted)
    problems.push(`expected ${wanted}, got ${request.method} ${request.url}`);
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const sent = request.headers[name.toLowerCase()] ?? null;
    if (sent !== value)
      problems.push(`${wanted}: header ${name} is ${JSON.stringify(sent)}, not ${JSON.stringify(value)}`);
  }
  const same =
    typeof expected.body === 'object'
      ? isDeepStrictEqual(parsed(body), expected.body)
      : body === String(expected.body ?? '');
  if (!same) problems.push(`${wanted}: the body is ${body}, not ${JSON.stringify(expected.body)}`);
  return problems;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A client without any guard, for tests of operations against a server on this machine. Only tests may use it: the server's
 * guarded client is the one that is used in earnest.
 */
export function fetchClient(): HttpClient {
  return {
    request: async ({ method, url, headers, body, json, signal }) => {
      const response = await fetch(url, {
        method,
        headers,
        body: json === undefined ? (body as RequestInit['body']) : JSON.stringify(json),
        signal,
        redirect: 'manual',
      });
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
        url,
      };
    },
  };
}
