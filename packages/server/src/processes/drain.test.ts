import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Api, signUp } from './testing/api.ts';
import { alive, family, type Installation, makeInstallation } from './testing/instance.ts';

// SIGTERM to the real product with its own database and a worker, while steps are under way.

let installation: Installation;
const asked: string[] = [];
const held: ServerResponse[] = [];
/** Answers `/now/…` at once and `/later/…` when it is told to. */
const outside = createServer((request, response) => {
  asked.push(request.url ?? '');
  request.resume();
  if (request.url?.startsWith('/later')) held.push(response);
  else response.end('{}');
});

beforeEach(async () => {
  installation = await makeInstallation();
  await once(outside.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  outside.closeAllConnections();
  outside.close();
  await installation.remove();
});

const count = (path: string): number => asked.filter((each) => each === path).length;

test('running steps get their 25 seconds, the rest is handed back, all ends within 30 with the database written; a start goes on', async () => {
  const settings = { MILLRACE_ALLOWED_PRIVATE_HOSTS: '127.0.0.1' };
  const first = installation.start(settings, ['--workers', '1']);
  await first.ready();
  await vi.waitUntil(() => first.log().some((line) => line.includes('Worker is ready')), { timeout: 50_000 });
  const api = await signUp(installation.url);
  const port = (outside.address() as AddressInfo).port;
  const hook = await deploy(api, `http://127.0.0.1:${port}`);
  const [ending, hanging] = [await api.post(hook, {}), await api.post(hook, {})];
  await vi.waitUntil(() => held.length === 2, { timeout: 10_000 });
  const processes = family(first.pid);

  const since = performance.now();
  const ended = first.end('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  held[0]!.end('{}');
  expect(await ended).toBe(0);
  const took = performance.now() - since;
  expect(took).toBeGreaterThan(24_000);
  expect(took).toBeLessThan(30_000);
  expect(await alive(processes)).toEqual([]);
  // The step that ended in time was the last of its execution here; no other one began.
  expect(count('/now/after')).toBe(0);

  const second = installation.start(settings);
  await second.ready();
  await vi.waitUntil(() => held.length === 3, { timeout: 20_000 });
  held[2]!.end('{}');
  const status = (id: string) => api.status(id);
  for (const id of [ending, hanging])
    await vi.waitUntil(async () => (await status(id)) === 'success', { timeout: 20_000, interval: 200 });
  expect([count('/now/before'), count('/later/slow'), count('/now/after')]).toEqual([2, 3, 2]);
}, 120_000);

/** Three calls one after the other; the middle one is slow. Gives the path that starts it. */
async function deploy(api: Api, address: string): Promise<string> {
  const step = (id: string, path: string) => ({
    id,
    type: 'action',
    subtype: 'http_request',
    config: { method: 'POST', url: address + path },
    timeout_seconds: 100,
  });
  const definition = {
    nodes: [
      { id: 'start', type: 'trigger', subtype: 'manual' },
      step('before', '/now/before'),
      step('slow', '/later/slow'),
      step('after', '/now/after'),
    ],
    edges: [
      { source: 'start', target: 'before' },
      { source: 'before', target: 'slow' },
      { source: 'slow', target: 'after' },
    ],
  };
  const path = '/api/integrations/workflows';
  const workflow = await api.call<{ id: string; revision: number }>(path, {
    name: 'Drained',
    workflow_definition: definition,
  });
  await api.call(`${path}/${workflow.id}/deploy`, {});
  return `${path}/${workflow.id}/execute`;
}
