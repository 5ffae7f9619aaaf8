/** Stories of the running product: workflows are made, deployed and run over HTTP as people do it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DefinitionInput, Execution, Workflow } from '@millrace/core';
import type { Client } from './server.ts';

const api = '/api/integrations';
const final = new Set(['success', 'partial_success', 'error', 'cancelled', 'timed_out']);

type Node = DefinitionInput['nodes'][number];
type Edge = DefinitionInput['edges'][number];

export const manualStart: Node = { id: 'start', type: 'trigger', subtype: 'manual', config: {} };

export const control = (id: string, subtype: string, config: Record<string, unknown> = {}): Node => ({
  id,
  key: id,
  type: 'control',
  subtype: subtype as 'loop',
  config,
});

/** A node that gives what an expression says. */
export const compute = (id: string, expression: string): Node => ({
  id,
  key: id,
  type: 'action',
  subtype: 'data_transform',
  config: { transform_type: 'custom', expression },
});

export const call = (id: string, url: string, over: Partial<Node> = {}): Node => ({
  id,
  key: id,
  type: 'action',
  subtype: 'http_request',
  config: { method: 'POST', url },
  ...over,
});

/** `a>b` from `out`, `a.body>b` from another handle. */
export function edges(...texts: string[]): Edge[] {
  return texts.map((text) => {
    const [from, target] = text.split('>') as [string, string];
    const [source, sourceHandle] = from.split('.') as [string, string | undefined];
    return { source, target, ...(sourceHandle ? { sourceHandle } : {}) };
  });
}

export interface Story {
  deployed(definition: DefinitionInput): Promise<Workflow>;
  /** Starts it and does not wait. */
  start(workflow: Pick<Workflow, 'id'>, input?: unknown): Promise<string>;
  /** The execution, once it holds. */
  until(id: string, holds: (execution: Execution) => boolean): Promise<Execution>;
  finished(id: string): Promise<Execution>;
  run(workflow: Pick<Workflow, 'id'>, input?: unknown): Promise<Execution>;
}

let counter = 0;

export function storyOf(client: Client, patience_ms = 20_000): Story {
  async function until(id: string, holds: (execution: Execution) => boolean): Promise<Execution> {
    const end = Date.now() + patience_ms;
    for (;;) {
      const { body, text } = await client.get<Execution>(`${api}/executions/${id}`);
      // It may not be written yet.
      if (body.status !== undefined && typeof body.status === 'string' && holds(body)) return body;
      if (Date.now() > end) throw new Error(`It did not come to that: ${text.slice(0, 3_000)}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  const story: Story = {
    async deployed(definition) {
      counter += 1;
      const created = await client.post<Workflow>(`${api}/workflows`, {
        name: `Story ${counter}`,
        workflow_definition: definition,
      });
      if (created.status !== 201) throw new Error(created.text);
      const answer = await client.post<Workflow>(`${api}/workflows/${created.body.id}/deploy`);
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body;
    },
    async start(workflow, input = {}) {
      const answer = await client.post<{ execution_id: string }>(`${api}/workflows/${workflow.id}/execute`, {
        input,
      });
      if (answer.status !== 202) throw new Error(answer.text);
      return answer.body.execution_id;
    },
    until,
    finished: (id) => until(id, ({ status }) => final.has(status)),
    run: async (workflow, input) => story.finished(await story.start(workflow, input)),
  };
  return story;
}

export interface Seen {
  path: string;
  body: string;
  /** Calls that were under way when it came, itself among them. */
  together: number;
}

export interface Outside {
  url: string;
  seen: Seen[];
  close(): Promise<void>;
}

/** A server that answers `{ path, n }`; `/fail-once` fails the first time with 400, `?ms=` lets it take its time. */
export async function startOutside(onCall: (body: string) => void = () => undefined): Promise<Outside> {
  const seen: Seen[] = [];
  let under_way = 0;
  const server: Server = createServer((request, response) => {
    under_way += 1;
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const path = request.url ?? '';
      seen.push({ path, body, together: under_way });
      onCall(body);
      const fails = path.includes('fail-once') && seen.filter((other) => other.path === path).length === 1;
      const ms = Number(new URL(path, 'http://x').searchParams.get('ms') ?? 0);
      setTimeout(() => {
        under_way -= 1;
        const answer = { path, n: Number(new URL(path, 'http://x').searchParams.get('n') ?? 0) };
        response
          .writeHead(fails ? 400 : 200, { 'content-type': 'application/json' })
          .end(JSON.stringify(answer));
      }, ms);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
