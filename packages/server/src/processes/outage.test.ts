import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../db/embedded/embedded_database.ts';
import { isRunning } from '../db/embedded/process_end.ts';
import { type Api, signUp } from './testing/api.ts';
import { family, type Installation, makeInstallation } from './testing/instance.ts';

// The real product beside a PostgreSQL of its own that is stopped under it, and started again.

let installation: Installation;
let database: EmbeddedDatabase | null;
let database_dir: string;
const asked: string[] = [];
const held: ServerResponse[] = [];
const outside = createServer((request, response) => {
  asked.push(request.url ?? '');
  request.resume();
  if (request.url?.startsWith('/later')) held.push(response);
  else response.end('{}');
});

const startDatabase = async (): Promise<EmbeddedDatabase> => {
  database = await startEmbeddedDatabase({ data_dir: database_dir, durable: false, max_connections: 150 });
  return database;
};

beforeEach(async () => {
  database_dir = await mkdtemp(path.join(tmpdir(), 'millrace-outage-'));
  await chmod(database_dir, 0o711);
  installation = await makeInstallation();
  await once(outside.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  outside.closeAllConnections();
  outside.close();
  await installation.remove();
  await database?.stop();
  await rm(database_dir, { recursive: true, force: true });
});

const count = (url: string): number => asked.filter((each) => each === url).length;

test('while PostgreSQL is away steps finish and are kept, callers are told at once, and all goes on by itself when it is back', async () => {
  const { url } = await startDatabase();
  const settings = { MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1', DATABASE_URL: url };
  const product = installation.start(settings, ['--workers', '1']);
  await product.ready();
  await vi.waitUntil(() => product.log().some((line) => line.includes('Worker is ready')), {
    timeout: 50_000,
  });
  const api = await signUp(installation.url);
  const { port } = outside.address() as AddressInfo;
  const { hook } = await deploy(api, 'Quick', `http://127.0.0.1:${port}/now/quick`);
  const slow = await deploy(api, 'Slow', `http://127.0.0.1:${port}/later/slow`);
  expect((await ask(hook)).status).toBe(200);
  const answer = ask(slow.hook);
  await vi.waitUntil(() => held.length === 1, { timeout: 10_000 });
  const processes = family(product.pid);
  const lines = product.log().length;

  await database!.stop();
  database = null;
  const since = performance.now();
  const statusOf = async (route: string): Promise<number> => (await fetch(installation.url + route)).status;
  await vi.waitUntil(async () => (await statusOf('/readyz')) === 503, { timeout: 5_000, interval: 50 });
  expect(await statusOf('/healthz')).toBe(200);
  const refused = await ask(hook);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  // The caller of the slow one is let go too; what its step gives is kept.
  expect((await answer).status).toBe(503);
  held[0]!.end('{"kept":true}');
  // Callers who do not mind: over the API and over the webhook, for as long as it lasts.
  let refusals = 0;
  while (performance.now() - since < 8_000) {
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => ask(hook)),
      ...Array.from({ length: 20 }, () => fetch(`${installation.url}/api/integrations/workflows`)),
    ]);
    for (const { status } of answers) {
      expect([503, 401]).toContain(status);
      refusals += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(refusals).toBeGreaterThan(400);
  expect((await Promise.all(processes.map(isRunning))).every(Boolean)).toBe(true);

  await startDatabase();
  await vi.waitUntil(async () => (await statusOf('/readyz')) === 200, { timeout: 10_000, interval: 50 });
  await vi.waitUntil(async () => (await ask(hook)).status === 200, { timeout: 10_000, interval: 200 });
  const history = async () =>
    (await api.call<{ data: { status: string }[] }>(`/api/integrations/executions?workflow_id=${slow.id}`))
      .data;
  await vi.waitUntil(async () => (await history())[0]?.status === 'success', {
    timeout: 20_000,
    interval: 200,
  });
  expect(await history()).toHaveLength(1);
  expect(count('/later/slow')).toBe(1);
  expect(product.log().slice(lines).length).toBeLessThan(100);
}, 120_000);

const ask = (hook: string): Promise<Response> =>
  fetch(hook, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });

/** A webhook that is answered when its one call has ended. */
async function deploy(api: Api, name: string, address: string): Promise<{ id: string; hook: string }> {
  const definition = {
    nodes: [
      {
        id: 'start',
        type: 'trigger',
        subtype: 'webhook',
        config: { method: 'POST', auth: 'none', respond: 'when_finished' },
      },
      { id: 'call', type: 'action', subtype: 'http_request', config: { method: 'POST', url: address } },
    ],
    edges: [{ source: 'start', target: 'call' }],
  };
  const path = '/api/integrations/workflows';
  const { id } = await api.call<{ id: string }>(path, { name, workflow_definition: definition });
  const { webhook_url } = await api.call<{ webhook_url: string }>(`${path}/${id}/deploy`, {});
  return { id, hook: webhook_url };
}
