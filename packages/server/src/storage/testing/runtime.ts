/** A runtime over a test database, with local servers to call; as the product wires it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DefinitionInput, parseDefinition } from '@millrace/core';
import type { Database } from '../../db/client.ts';
import { createGuardedClient } from '../../outbound/guarded_client.ts';
import { createRuntime, type Runtime, type RuntimeDeps } from '../../runtime/runtime.ts';
import { armTrigger } from '../../triggers/arm.ts';
import { insertWorkflow, type TestWorkflow } from './fixtures.ts';

export const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: console.error,
};

export interface TestRuntime extends Runtime {
  stop(): Promise<void>;
}

const testEnv: RuntimeDeps['env'] = {
  role: 'all',
  public_url: 'http://millrace.test',
  encryption_key: new Uint8Array(32).fill(7),
};

export type RuntimeOver = Omit<Partial<RuntimeDeps>, 'env'> & { env?: Partial<RuntimeDeps['env']> };

/** Started; `stop` also closes its HTTP client. */
export async function startRuntime(db: Database, { env, ...over }: RuntimeOver = {}): Promise<TestRuntime> {
  const http = createGuardedClient({ allowed_private_hosts: ['127.0.0.1'] });
  const runtime = createRuntime({
    env: { ...testEnv, ...env },
    db,
    log: quiet,
    secrets: {
      openDefinition: async (_org, definition) => definition,
      decrypt: () => Promise.reject(new Error('nothing is sealed here')),
    },
    http,
    ...over,
  });
  await runtime.start();
  const stop = runtime.stop.bind(runtime);
  return Object.assign(runtime, {
    async stop() {
      await stop();
      await http.close();
    },
  });
}

/** A workflow that is deployed and armed, as the API does it. */
export async function deploy(
  db: Database,
  definition: DefinitionInput,
  over: { org_id?: string; org_slug?: string } = {},
): Promise<TestWorkflow> {
  const parsed = parseDefinition(definition);
  const workflow = await insertWorkflow(db, {
    definition: parsed,
    ...(over.org_id ? { org_id: over.org_id } : {}),
  });
  await db.asEngine((tx) =>
    armTrigger(tx, {
      ...workflow,
      org_slug: over.org_slug ?? 'acme',
      definition: parsed,
      settings: parsed.config,
    }),
  );
  return workflow;
}

export type Node = DefinitionInput['nodes'][number];

/** Nodes one after the other. */
export function line(...nodes: Node[]): DefinitionInput {
  const edges = nodes.slice(1).map((node, index) => ({ source: nodes[index]!.id, target: node.id }));
  return { nodes, edges };
}

export const manual: Node = { id: 'start', type: 'trigger', subtype: 'manual' };
export const webhook = (config: Record<string, unknown> = {}): Node => ({
  id: 'start',
  type: 'trigger',
  subtype: 'webhook',
  config,
});
export const map = (fields: Record<string, string>, id = 'map'): Node => ({
  id,
  type: 'action',
  subtype: 'data_transform',
  config: {
    transform_type: 'map_fields',
    input: '{{ trigger.data }}',
    mappings: Object.entries(fields).map(([target_field, source_path]) => ({ target_field, source_path })),
  },
});
export const post = (id: string, url: string, over: Partial<Node> = {}): Node => ({
  id,
  type: 'action',
  subtype: 'http_request',
  config: { method: 'POST', url, body_type: 'json', body: { from: id } },
  ...over,
});
export const respond = (config: Record<string, unknown>, id = 'respond'): Node => ({
  id,
  type: 'action',
  subtype: 'respond',
  config,
});

export interface Recorded {
  method: string;
  path: string;
  body: string;
  headers: IncomingMessage['headers'];
}

export interface Recorder {
  url: string;
  requests: Recorded[];
  /** How many requests came for a path. */
  count(path: string): number;
  close(): Promise<void>;
}

/** A server that writes down what it is asked and answers 200, after `delay_ms` where the path says `/slow`. */
export async function startRecorder(delay_ms = 1_500): Promise<Recorder> {
  const requests: Recorded[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      requests.push({ method: request.method ?? '', path, body, headers: request.headers });
      const fails = path.startsWith('/fail') && requests.filter((other) => other.path === path).length === 1;
      const answer = (): void =>
        void response.writeHead(fails ? 400 : 200, { 'content-type': 'application/json' }).end('{"ok":true}');
      if (path.startsWith('/slow')) setTimeout(answer, delay_ms);
      else answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    count: (path) => requests.filter((request) => request.path === path).length,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Looks until it holds; fails after `ms` with what was looked for. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 20_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not happen within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
