/**
 * The other system: counts every request that reaches it, by idempotency key. It is never killed, so what it has counted is what
 * has happened.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Seen {
  /** Counts over all requests. */
  serial: number;
  /** Milliseconds since 1970. */
  at: number;
  /** What it answered with. */
  status: number;
}

export interface Recorder {
  address: string;
  /** Requests by idempotency key (`<execution id>:<path>`), in the order in which they came. */
  readonly seen: Map<string, Seen[]>;
  stop(): Promise<void>;
}

/** `POST /effect?fail=2` answers 503 to the first two requests of a key, then 200 with `{ serial, key }`. */
export async function startRecorder(random: () => number): Promise<Recorder> {
  const seen = new Map<string, Seen[]>();
  let serial = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const key = String(request.headers['idempotency-key'] ?? 'none');
      const earlier = seen.get(key) ?? [];
      const status = earlier.length < failsOf(request) ? 503 : 200;
      seen.set(key, [...earlier, { serial: ++serial, at: Date.now(), status }]);
      const mine = serial;
      setTimeout(() => answer(response, status, { serial: mine, key }), 5 + random() * 75);
    });
  });
  server.keepAliveTimeout = 30_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The recorder has no port');
  return {
    address: `http://127.0.0.1:${address.port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function failsOf({ url = '/' }: IncomingMessage): number {
  return Number(new URL(url, 'http://localhost').searchParams.get('fail') ?? 0);
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
