/**
 * The other system: counts every request that reaches it, by idempotency key. It is never killed, so what it has counted is what
 * has happened.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

export interface Seen {
  /** Counts over all requests. */
  serial: number;
  /** Milliseconds since 1970: when it came, and when its answer left. */
  at: number;
  until: number;
  /** What it answered with. */
  status: number;
}

/** What a step said to it. */
export interface Told {
  execution_id: string;
  path: string;
  body: Record<string, unknown>;
}

export interface Recorder {
  address: string;
  /** Requests by idempotency key (`<execution id>:<path>`), in the order in which they came. */
  readonly seen: Map<string, Seen[]>;
  /** Calls `listen` for every request from now on, before it is answered. */
  onTold(listen: (told: Told) => void): void;
  stop(): Promise<void>;
}

/**
 * `POST /effect?fail=2` answers 503 to the first two requests of a key, then 200 with `{ serial, key }`; `refuse=1` always 400;
 * `slow=3000` takes that many milliseconds.
 */
export async function startRecorder(random: () => number): Promise<Recorder> {
  const seen = new Map<string, Seen[]>();
  const listeners: ((told: Told) => void)[] = [];
  let serial = 0;

  function note(key: string, url: string, text: string, response: ServerResponse): void {
    const asked = new URL(url, 'http://localhost').searchParams;
    const earlier = seen.get(key) ?? [];
    const fails = earlier.length < Number(asked.get('fail') ?? 0);
    const status = asked.has('refuse') ? 400 : fails ? 503 : 200;
    const entry: Seen = { serial: ++serial, at: Date.now(), until: Number.POSITIVE_INFINITY, status };
    seen.set(key, [...earlier, entry]);
    const [execution_id = '', path = ''] = key.split(/:(.*)/s);
    for (const listen of listeners) listen({ execution_id, path, body: bodyOf(text) });
    const took = Number(asked.get('slow') ?? 5 + random() * 75);
    setTimeout(() => {
      entry.until = Date.now();
      answer(response, status, { serial: entry.serial, key });
    }, took);
  }

  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () =>
      note(String(request.headers['idempotency-key'] ?? 'none'), request.url ?? '/', text, response),
    );
  });
  server.keepAliveTimeout = 30_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The recorder has no port');
  return {
    address: `http://127.0.0.1:${address.port}`,
    seen,
    onTold: (listen) => void listeners.push(listen),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function bodyOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
