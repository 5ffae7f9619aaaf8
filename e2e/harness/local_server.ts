import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Received {
  method: string;
  path: string;
  body: string;
}

interface Answer {
  status: number;
  body: unknown;
}

/** The other system of a story: a real server that counts what reaches it. */
export interface LocalServer extends AsyncDisposable {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  answer: Answer | ((request: Received) => Answer);
  /** Requests wait for an answer from now on, until `release`. */
  hold(): void;
  release(): void;
}

export async function startLocalServer(): Promise<LocalServer> {
  const received: Received[] = [];
  let gate: Promise<void> = Promise.resolve();
  let open: () => void = () => undefined;

  const server = createServer(async (request, response) => {
    const came = { method: request.method ?? '', path: request.url ?? '', body: await read(request) };
    received.push(came);
    await gate;
    const { answer } = local;
    reply(response, typeof answer === 'function' ? answer(came) : answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The local server has no port');

  const local: LocalServer = {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answer: { status: 200, body: { ok: true } },
    hold: () => {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release: () => open(),
    [Symbol.asyncDispose]: async () => {
      open();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return local;
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
