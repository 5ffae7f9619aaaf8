import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyBudget, registerBodyBudget } from './body_budget.ts';
import { registerErrorHandler } from './error_handler.ts';

const budget = { ...bodyBudget, large: 1_000, small: 100, smallest: 50, patience_ms: 100 };
let app: FastifyInstance;
let port: number;
let answer: () => void = () => undefined;
beforeAll(async () => {
  app = Fastify({ bodyLimit: 600 });
  registerErrorHandler(app);
  registerBodyBudget(app, budget);
  app.post('/slow', async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return 'done';
  });
  app.post('/quick', async () => 'done');
  app.get('/quick', async () => 'done');
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  port = Number(new URL(url).port);
});
afterAll(() => app.close());

const post = (path: string, bytes: number) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: 'x'.repeat(bytes),
  });
/** Says what it is going to send, and sends none of it. */
function begin(headers: string): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.write(`POST /quick HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\n${headers}\r\n\r\n`);
  return socket;
}
async function answerTo(socket: Socket): Promise<string> {
  const [data] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return data.toString();
}
/** Until the server has noticed what a client began or gave up. */
async function until(status: number, bytes: number): Promise<void> {
  while ((await post('/quick', bytes)).status !== status) await new Promise((done) => setTimeout(done, 5));
}

test('bodies beyond the budget are refused before they are read, until others have had their answer', async () => {
  const slow = post('/slow', 600);
  await until(429, 500);
  const refused = await answerTo(begin('content-length: 500'));
  expect(refused).toMatch(/^HTTP\/1.1 429 /);
  expect(refused.toLowerCase()).toContain('retry-after: 1');
  expect(refused).toContain('"code":"overloaded"');
  // What fits, and what has no body, is served meanwhile.
  expect((await post('/quick', 400)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}/quick`)).status).toBe(200);
  answer();
  expect((await slow).status).toBe(200);
  await until(200, 500);
});

test('a body of unknown length counts as the largest that is taken', async () => {
  const first = begin('transfer-encoding: chunked');
  await until(429, 500);
  expect((await post('/quick', 400)).status).toBe(200);
  first.destroy();
  await until(200, 500);
});

test('a body that is said to be longer than any counts no more than the largest, and is refused as too large', async () => {
  expect(await answerTo(begin('content-length: 99999999'))).toMatch(/^HTTP\/1.1 413 /);
  await until(200, 600);
});

test('small bodies are served while large ones take all there is', async () => {
  const sockets = [begin('content-length: 600'), begin('content-length: 400')];
  await until(429, 200);
  expect((await post('/quick', 50)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await until(200, 600);
});

test('who announces a body and does not send it loses its place as soon as somebody needs it', async () => {
  const closed = ['600', '400'].map((length) => once(begin(`content-length: ${length}`), 'close'));
  await until(429, 200);
  await until(200, 600);
  await closed[0];
});

test('a body that is complete keeps its place however long its answer takes', async () => {
  const slow = post('/slow', 600);
  await until(429, 500);
  await new Promise((done) => setTimeout(done, 2 * budget.patience_ms));
  expect((await post('/quick', 500)).status).toBe(429);
  answer();
  expect((await slow).status).toBe(200);
});
