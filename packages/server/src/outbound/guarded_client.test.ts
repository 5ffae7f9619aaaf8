import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { HttpRequest } from '@millrace/sdk';
import { RetryLater, StepError } from '@millrace/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GuardedClient } from './guarded_client.ts';
import { createGuardedClient } from './guarded_client.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

type Handler = (request: Seen, response: ServerResponse) => void;

/** A server on a port of its own that keeps what it saw. */
async function listen(): Promise<{
  server: Server;
  port: number;
  seen: Seen[];
  answer: (handler: Handler) => void;
}> {
  const seen: Seen[] = [];
  let handler: Handler = (_, response) => response.end('ok');
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = {
        method: request.method!,
        url: request.url!,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(entry);
      handler(entry, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    server,
    port: (server.address() as AddressInfo).port,
    seen,
    answer: (next) => {
      handler = next;
    },
  };
}

let here: Awaited<ReturnType<typeof listen>>;
let there: Awaited<ReturnType<typeof listen>>;
let client: GuardedClient;
const guards: GuardedClient[] = [];

function guard(options: Parameters<typeof createGuardedClient>[0]): GuardedClient {
  const made = createGuardedClient(options);
  guards.push(made);
  return made;
}

async function failure(
  from: GuardedClient,
  request: Partial<HttpRequest> & { url: string },
): Promise<StepError> {
  const error = await from.request({ method: 'GET', ...request }).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StepError);
  return error as StepError;
}

beforeAll(async () => {
  here = await listen();
  there = await listen();
});
beforeEach(() => {
  here.seen.length = 0;
  there.seen.length = 0;
  here.answer((_, response) => response.end('ok'));
  there.answer((_, response) => response.end('there'));
  client = guard({ allowed_private_hosts: ['127.0.0.1'] });
});
afterEach(async () => {
  await Promise.all(guards.splice(0).map((each) => each.close()));
});
afterAll(() => {
  for (const each of [here, there]) {
    each.server.closeAllConnections();
    each.server.close();
  }
});

const url = (path = '/') => `http://127.0.0.1:${here.port}${path}`;

describe('what may not be reached', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0x7f.1',
    '127.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    'localhost',
    'LOCALHOST',
    'localhost.',
    '0.0.0.0',
    '0',
    '①②⑦.0.0.1',
    '127。0。0。1',
  ])('%s is refused and no connection is made', async (host) => {
    const closed = guard({ resolve: async () => ['127.0.0.1'] });
    const port = 8_000;
    const error = await failure(closed, { url: `http://${host}:${port}/` });
    expect(error.code).toBe('blocked_address');
    expect(error.message).toContain('rule: ');
    expect(error.hint).toContain('MILLRACE_ALLOWED_PRIVATE_HOSTS=');
  });

  test.each([
    '169.254.169.254',
    '168.63.129.16',
    '10.0.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '[fe80::1]',
    '[fd00::1]',
    '100.64.0.1',
  ])('%s is refused', async (host) => {
    expect((await failure(guard({}), { url: `http://${host}/latest/meta-data` })).code).toBe(
      'blocked_address',
    );
  });

  test('a listener on the refused address sees no connection', async () => {
    let connections = 0;
    const count = () => {
      connections += 1;
    };
    here.server.on('connection', count);
    const closed = guard({
      allowed_private_hosts: [`other.example:${here.port}`, `name.example:${there.port}`],
      resolve: async () => ['127.0.0.1'],
    });
    await failure(closed, { url: url() });
    here.server.off('connection', count);
    expect(connections).toBe(0);
  });

  test('a name with one public and one private record is refused', async () => {
    const mixed = guard({ resolve: async () => ['93.184.216.34', '127.0.0.1'] });
    expect((await failure(mixed, { url: 'http://rebind.example/' })).code).toBe('blocked_address');
  });

  test('a name is resolved once, and what was checked is dialled', async () => {
    let asked = 0;
    const rebinding = guard({
      allowed_private_hosts: [`127.0.0.1:${here.port}`],
      resolve: async () => {
        asked += 1;
        return asked === 1 ? ['127.0.0.1'] : ['169.254.169.254'];
      },
    });
    const open = guard({
      allowed_private_hosts: [`rebind.example:${here.port}`],
      resolve: async () => ['127.0.0.1'],
    });
    const answer = await open.request({ method: 'GET', url: `http://rebind.example:${here.port}/` });
    expect(Buffer.from(answer.body).toString()).toBe('ok');
    expect(here.seen[0]!.headers.host).toBe(`rebind.example:${here.port}`);
    expect((await failure(rebinding, { url: `http://rebind.example:${here.port}/` })).code).toBe(
      'blocked_address',
    );
    expect(asked).toBeLessThanOrEqual(1);
  });

  test.each([
    ['file:///etc/passwd', 'invalid_url'],
    ['ftp://example.com/', 'invalid_url'],
    ['gopher://127.0.0.1/', 'invalid_url'],
    ['data:text/plain,x', 'invalid_url'],
    ['/relative', 'invalid_url'],
    ['', 'invalid_url'],
    ['http://', 'invalid_url'],
    ['http://user:secret@example.com/', 'invalid_url'],
    ['http://example.com:25/', 'blocked_address'],
    ['http://example.com:5432/', 'blocked_address'],
    ['http://example.com:6379/', 'blocked_address'],
  ])('%s is %s', async (address, code) => {
    const error = await failure(guard({}), { url: address });
    expect(error.code).toBe(code);
    expect(error.message).not.toContain('secret');
  });
});

describe('redirects', () => {
  test('are followed within the limit', async () => {
    here.answer((request, response) =>
      request.url === '/end' ? response.end('done') : response.writeHead(302, { location: '/end' }).end(),
    );
    const answer = await client.request({ method: 'GET', url: url('/start') });
    expect([answer.status, answer.url, Buffer.from(answer.body).toString()]).toEqual([
      200,
      url('/end'),
      'done',
    ]);
  });

  test('more than five are an error', async () => {
    here.answer((_, response) => response.writeHead(302, { location: '/again' }).end());
    expect((await failure(client, { url: url() })).code).toBe('too_many_redirects');
    expect(here.seen).toHaveLength(6);
  });

  test('into the private network are refused', async () => {
    const open = guard({ allowed_private_hosts: [`127.0.0.1:${here.port}`] });
    for (const location of [
      'http://169.254.169.254/latest',
      'http://[::1]:8080/',
      'file:///etc/passwd',
      'http://localhost:8000/',
    ]) {
      here.answer((_, response) => response.writeHead(302, { location }).end());
      expect(['blocked_address', 'invalid_url']).toContain((await failure(open, { url: url() })).code);
    }
    expect(there.seen).toHaveLength(0);
  });

  test('to another origin carry no secret of any name', async () => {
    here.answer((_, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${there.port}/x` }).end(),
    );
    const headers = {
      Authorization: 'Bearer canary',
      'X-API-Key': 'canary',
      Cookie: 'a=canary',
      'X-Shopify-Token': 'canary',
      Accept: 'text/plain',
    };
    await client.request({ method: 'GET', url: url(), headers });
    expect(JSON.stringify(there.seen)).not.toContain('canary');
    expect(there.seen[0]!.headers.accept).toBe('text/plain');
  });

  test('a body is not sent to another origin', async () => {
    here.answer((_, response) =>
      response.writeHead(307, { location: `http://127.0.0.1:${there.port}/x` }).end(),
    );
    expect((await failure(client, { method: 'POST', url: url(), json: { card: 'canary' } })).code).toBe(
      'cross_origin_redirect',
    );
    expect(there.seen).toHaveLength(0);
  });

  test('303 turns a POST into a GET without its body, 307 on the same host repeats it', async () => {
    here.answer((request, response) =>
      request.url === '/end'
        ? response.end('done')
        : response.writeHead(request.url === '/see' ? 303 : 307, { location: '/end' }).end(),
    );
    await client.request({ method: 'POST', url: url('/see'), json: { a: 1 } });
    await client.request({ method: 'POST', url: url('/same'), json: { a: 1 } });
    expect(here.seen.filter((each) => each.url === '/end').map((each) => [each.method, each.body])).toEqual([
      ['GET', ''],
      ['POST', '{"a":1}'],
    ]);
  });
});

describe('answers', () => {
  test('a gzip bomb is cut at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    here.answer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    expect((await failure(client, { url: url() })).code).toBe('response_too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('more than the limit is refused also when it is not packed', async () => {
    here.answer((_, response) => response.end(Buffer.alloc(2_000)));
    expect((await failure(client, { url: url(), max_bytes: 1_000 })).code).toBe('response_too_large');
  });

  test.each([
    ['gzip, gzip', 'unsupported_encoding'],
    ['zstd', 'unsupported_encoding'],
    ['gzip', 'broken_response'],
    ['br', 'broken_response'],
  ])('the encoding %s over plain text is %s', async (encoding, code) => {
    here.answer((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end('plain text'));
    expect((await failure(client, { url: url() })).code).toBe(code);
  });

  test.each([
    ['HEAD', 200, 'gzip'],
    ['HEAD', 200, 'zstd'],
    ['GET', 204, 'br'],
    ['GET', 304, 'gzip'],
    ['GET', 200, 'gzip'],
  ])('an answer to %s with %i that has no body is not unpacked as %s', async (method, status, encoding) => {
    here.answer((_, response) => response.writeHead(status, { 'content-encoding': encoding }).end());
    const answer = await client.request({ method, url: url() });
    expect([answer.status, answer.body.length]).toEqual([status, 0]);
  });

  test('a server that drips is stopped by the total time-out and may be tried again', async () => {
    let drip: NodeJS.Timeout | undefined;
    here.answer((_, response) => {
      drip = setInterval(() => response.write('x'), 20);
    });
    const error = await failure(client, { url: url(), timeout_ms: 200 });
    clearInterval(drip);
    expect(error).toBeInstanceOf(RetryLater);
    expect(error.code).toBe('timeout');
  });

  test('a refused connection may be tried again', async () => {
    const open = guard({ allowed_private_hosts: ['127.0.0.1'] });
    const error = await failure(open, { url: 'http://127.0.0.1:1/' });
    expect(error).toBeInstanceOf(RetryLater);
    expect(error.code).toBe('connection_failed');
  });

  test('the caller can abort', async () => {
    here.answer(() => {});
    const controller = new AbortController();
    const pending = client.request({ method: 'GET', url: url(), signal: controller.signal });
    controller.abort(new Error('cancelled by a person'));
    await expect(pending).rejects.toThrow('cancelled by a person');
  });

  test('the caller can abort while an answer comes, and its connection is closed', async () => {
    const closed = new Promise<void>((resolve) => {
      here.answer((_, response) => {
        response.on('close', resolve);
        response.write('the beginning');
      });
    });
    const controller = new AbortController();
    const pending = client.request({ method: 'GET', url: url(), signal: controller.signal });
    setTimeout(() => controller.abort(new Error('cancelled by a person')), 20);
    await expect(pending).rejects.toThrow('cancelled by a person');
    await closed;
  });

  test('the caller can abort, and the time be over, before there is a connection', async () => {
    const slow = guard({ resolve: () => new Promise(() => {}) });
    const controller = new AbortController();
    const pending = slow.request({ method: 'GET', url: 'http://slow.example/', signal: controller.signal });
    setTimeout(() => controller.abort(new Error('cancelled by a person')), 20);
    await expect(pending).rejects.toThrow('cancelled by a person');
    expect((await failure(slow, { url: 'http://slow.example/', timeout_ms: 20 })).code).toBe('timeout');
  });

  test('in pieces are put together, packed or not', async () => {
    const pieces = ['first, ', 'second, ', 'third'];
    here.answer((_, response) => {
      for (const piece of pieces) response.write(piece);
      response.end();
    });
    const answer = async () =>
      Buffer.from((await client.request({ method: 'GET', url: url() })).body).toString();
    expect(await answer()).toBe('first, second, third');
    const packed = gzipSync(pieces.join(''));
    here.answer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      for (const byte of packed) response.write(Buffer.of(byte));
      response.end();
    });
    expect(await answer()).toBe('first, second, third');
  });
});

describe('requests', () => {
  test.each([
    [{ 'X-A': 'a\r\nB: c' }],
    [{ 'X-A': 'a\u0000' }],
    [{ 'bad name': 'x' }],
    [{ 'a:b': 'x' }],
    [{ Host: 'evil.example' }],
    [{ 'Content-Length': '5' }],
    [{ 'transfer-encoding': 'chunked' }],
    [{ 'X-A': 'Ω' }],
  ])('headers %j are refused', async (headers) => {
    expect((await failure(client, { url: url(), headers: headers as Record<string, string> })).code).toBe(
      'invalid_header',
    );
    expect(here.seen).toHaveLength(0);
  });

  test.each(['CONNECT', 'TRACE', 'GET / HTTP/1.1', ''])('the method "%s" is refused', async (method) => {
    expect((await failure(client, { url: url(), method })).code).toBe('invalid_method');
  });

  test('JSON goes out as JSON', async () => {
    await client.request({ method: 'POST', url: url('/a?b=1'), json: { ü: 1 } });
    expect(here.seen[0]).toMatchObject({ method: 'POST', url: '/a?b=1', body: '{"ü":1}' });
    expect(here.seen[0]!.headers['content-type']).toBe('application/json');
  });
});
