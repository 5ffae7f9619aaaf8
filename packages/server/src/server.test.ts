import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { startTestServer } from './testing/server.ts';

test('a request that was on its way when the server began to close is still served, on a connection that then ends', async () => {
  const server = await startTestServer();
  try {
    const accepted = once(server.app.server, 'connection');
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: here\r\n');
    await accepted;
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    const closed = server.app.close();
    await vi.waitUntil(() => !server.app.server.listening);
    socket.write('\r\n');
    await once(socket, 'close');
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  } finally {
    await server.stop();
  }
});
