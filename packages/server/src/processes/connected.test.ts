import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { signUp } from './testing/api.ts';
import { type Installation, makeInstallation } from './testing/instance.ts';

// A connection that was made in the process with the API is used in another one, which runs what it started.

const secret = 'token-for-another-process';
const asked: (string | undefined)[] = [];
const service = createServer((request, response) => {
  asked.push(request.headers.authorization);
  response.end('{}');
});
let installation: Installation;

beforeEach(async () => {
  installation = await makeInstallation();
  await once(service.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  service.closeAllConnections();
  service.close();
  await installation.remove();
});

test('a worker signs the calls of a workflow, and of one that it calls, and logs no secret', async () => {
  const settings = { MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1', MILLRACE_ROLE: 'api' };
  const product = installation.start(settings, ['--workers', '1']);
  await product.ready();
  const api = await signUp(installation.url);
  const origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const prefix = '/api/integrations';
  const { id: connection_id } = await api.call<{ id: string }>(`${prefix}/connections`, {
    name: 'Shop',
    auth: 'bearer',
    hosts: [origin],
    fields: { token: secret },
  });
  const start = { id: 'start', type: 'trigger', subtype: 'manual' };
  const config = { url: `${origin}/orders`, auth: 'connection' };
  const send = { id: 'send', type: 'action', subtype: 'http_request', connection_id, config };
  const child = await deployed([start, send], [['start', 'send']]);
  const call = { id: 'call', type: 'control', subtype: 'sub_workflow', config: { workflow_id: child } };
  const parent = await deployed(
    [start, send, call],
    [
      ['start', 'send'],
      ['send', 'call'],
    ],
  );
  const id = await api.post(`${prefix}/workflows/${parent}/execute`, {});
  await vi.waitUntil(async () => (await api.status(id)) === 'success', { timeout: 50_000, interval: 100 });
  expect(asked).toEqual([`Bearer ${secret}`, `Bearer ${secret}`]);
  // It is the worker that opens connections: the process with the API runs nothing.
  expect(product.log().some((line) => line.includes('Worker is ready'))).toBe(true);
  expect(product.log().join('\n')).not.toContain(secret);

  async function deployed(nodes: object[], edges: [string, string][]): Promise<string> {
    const workflow_definition = { nodes, edges: edges.map(([source, target]) => ({ source, target })) };
    const name = `W${nodes.length}`;
    const { id } = await api.call<{ id: string }>(`${prefix}/workflows`, { name, workflow_definition });
    await api.call(`${prefix}/workflows/${id}/deploy`, {});
    return id;
  }
}, 120_000);
