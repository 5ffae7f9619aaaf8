import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type LiveEvent, type LiveReply, livePath, type Role, type WorkflowEvent } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  deploy,
  line,
  manual,
  map,
  post,
  type Recorder,
  startRecorder,
  startRuntime,
  type TestRuntime,
  until,
} from '../storage/testing/runtime.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let worker: TestRuntime;
let outside: Recorder;
let org_id: string;

beforeAll(async () => {
  server = await startTestServer();
  outside = await startRecorder();
  worker = await startRuntime(server.db, { env: { role: 'worker' } });
  org_id = (await server.organization()).id;
});
afterAll(async () => {
  await worker.stop();
  await outside.close();
  await server.stop();
});

type Message = LiveEvent | LiveReply | WorkflowEvent;

interface Connection {
  messages: Message[];
  say(message: unknown): void;
  types(execution_id?: string): string[];
  socket: WebSocket;
}

async function open(headers: Record<string, string>): Promise<Connection> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + livePath, { headers });
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message));
  await once(socket, 'open');
  return {
    socket,
    messages,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    types: (execution_id) =>
      messages
        .filter(
          (message) => !execution_id || ('execution_id' in message && message.execution_id === execution_id),
        )
        .map(({ type }) => type),
  };
}

const asRole = async (role: Role, org = org_id): Promise<Connection> =>
  open({ authorization: `Bearer ${(await server.apiKey(org, role)).key}` });

async function refused(headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + livePath, { headers });
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => reject(new Error('It opened')));
    socket.on('error', () => undefined);
  });
}

const whole = [
  'workflow:execution:start',
  'workflow:node:start',
  'workflow:node:complete',
  'workflow:execution:complete',
];

describe('the live connection', () => {
  test('is refused without a sign-in, with a wrong key, and from another site', async () => {
    const { cookie } = await server.signIn(await server.person(org_id, 'viewer'));
    expect(await refused({})).toBe(401);
    expect(await refused({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await refused({ cookie, origin: 'https://evil.example' })).toBe(403);
    const own = await open({ cookie, origin: server.url });
    own.socket.close();
  });

  test('what it subscribed to arrives, from this process and from a worker, and stops when it is unsubscribed', async () => {
    const workflow = await deploy(server.db, line(manual, map({ a: 'a' })), { org_id });
    const client = await asRole('viewer');
    client.say({ type: 'subscribe', workflow_id: workflow.workflow_id });
    await until('it is subscribed', () => client.types().includes('subscribed'));
    for (const runtime of [server.runtime, worker]) {
      const ask = {
        ...workflow,
        trigger_type: 'manual' as const,
        trigger: { data: { a: 'ü💡' } },
        triggered_by: null,
        wait: 'finished' as const,
      };
      // The worker learns of the interest by a notification; what it ran before that is asked of the REST route.
      let seen = '';
      await until('its events arrive', async () => {
        const { execution_id } = await runtime.execute(ask);
        await new Promise((resolve) => setTimeout(resolve, 200));
        if (client.types(execution_id).at(-1) !== 'workflow:execution:complete') return false;
        seen = execution_id;
        return true;
      });
      expect(new Set(client.types(seen))).toEqual(new Set(whole));
      expect(
        client.messages.find(
          (message) =>
            message.type === 'workflow:node:complete' &&
            message.execution_id === seen &&
            message.node_id === 'map',
        ),
      ).toMatchObject({ output: { a: 'ü💡' } });
    }
    client.say({ type: 'unsubscribe', workflow_id: workflow.workflow_id });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = client.messages.length;
    await server.runtime.execute({
      ...workflow,
      trigger_type: 'manual',
      trigger: { data: {} },
      triggered_by: null,
      wait: 'finished',
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(client.messages.length).toBe(before);
    client.socket.close();
  });

  test('a large output crosses processes as a preview', async () => {
    const workflow = await deploy(server.db, line(manual, map({ a: 'a' })), { org_id });
    const client = await asRole('viewer');
    client.say({ type: 'subscribe' });
    const data = { a: 'é'.repeat(60_000) };
    const mapped = () =>
      client.messages.find(
        (message) =>
          message.type === 'workflow:node:complete' &&
          message.node_id === 'map' &&
          message.workflow_id === workflow.workflow_id,
      );
    // The other process may hear of the watcher in the middle of an execution, so it runs until one is seen from its start.
    await until('it arrives', async () => {
      await worker.execute({
        ...workflow,
        trigger_type: 'manual',
        trigger: { data },
        triggered_by: null,
        wait: 'finished',
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      return mapped() !== undefined;
    });
    const event = mapped();
    expect(event).toMatchObject({ output: expect.stringMatching(/^\{"a":"é+…$/) });
    client.socket.close();
  });

  test('everybody who begins to watch an execution in a worker is told what it has come to, not only the first', async () => {
    const steps = [map({ a: 'a' }), post('slow', `${outside.url}/slow/late`)];
    const workflow = await deploy(server.db, line(manual, ...steps), { org_id });
    const { execution_id } = await worker.execute({
      ...workflow,
      trigger_type: 'manual',
      trigger: { data: {} },
      triggered_by: null,
    });
    await until('its slow step runs', () => outside.count('/slow/late') === 1);
    const clients = [await asRole('viewer'), await asRole('viewer'), await asRole('viewer')];
    for (const client of clients) {
      client.say({ type: 'subscribe', execution_id });
      await until('it is told', () => client.types(execution_id).includes('workflow:node:start'));
    }
    for (const client of clients) {
      await until('it ends', () => client.types(execution_id).at(-1) === 'workflow:execution:complete');
      const told = client.types(execution_id).filter((type) => type !== 'subscribed');
      expect(told.slice(0, 2).sort()).toEqual(['workflow:node:complete', 'workflow:node:complete']);
      client.socket.close();
    }
  });

  test('a loop of 10,000 rounds in a worker does not flood who watches it; the last rounds and the end arrive', async () => {
    const workflow = await deploy(
      server.db,
      {
        nodes: [
          manual,
          {
            id: 'each',
            type: 'control',
            subtype: 'loop',
            config: { items: '{{ range(0, 10000) }}', concurrency: 10 },
          },
          map({ n: 'n' }, 'body'),
        ],
        edges: [
          { source: 'start', target: 'each' },
          { source: 'each', sourceHandle: 'body', target: 'body' },
        ],
      },
      { org_id },
    );
    const client = await asRole('viewer');
    client.say({ type: 'subscribe', workflow_id: workflow.workflow_id });
    await until('it is subscribed', () => client.types().includes('subscribed'));
    // The worker learns of the watcher by a notification.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { execution_id } = await worker.execute({
      ...workflow,
      trigger_type: 'manual',
      trigger: { data: {} },
      triggered_by: null,
    });
    await until('its end arrives', () => client.types(execution_id).includes('workflow:execution:complete'));
    const told = client.messages.filter((message) => 'path' in message) as { path: string; at: string }[];
    const seconds = (Date.parse(told.at(-1)!.at) - Date.parse(told[0]!.at)) / 1_000;
    expect(told.length).toBeLessThan(300 * (seconds + 1));
    expect(told.some(({ path }) => path === 'each[9999]/body')).toBe(true);
    expect(client.types(execution_id).at(-1)).toBe('workflow:execution:complete');
    client.socket.close();
  });

  test('another organization sees nothing and may not name what is not its own', async () => {
    const workflow = await deploy(server.db, line(manual, map({ a: 'a' })), { org_id });
    const draft = await server
      .client((await server.apiKey(org_id, 'editor')).key)
      .post<{ id: string }>('/api/integrations/workflows', { name: 'Never deployed' });
    const foreign = await asRole('owner', (await server.organization()).id);
    foreign.say({ type: 'subscribe', workflow_id: workflow.workflow_id });
    foreign.say({ type: 'workflow:execute', workflow_id: workflow.workflow_id });
    foreign.say({ type: 'workflow:execute', workflow_id: draft.body.id });
    foreign.say({ type: 'workflow:stop', execution_id: randomUUID() });
    foreign.say({ type: 'subscribe' });
    await until('all are answered', () => foreign.messages.length === 5);
    expect(
      foreign.messages.map((message) => ('code' in message ? message.code : message.type)).sort(),
    ).toEqual(['not_found', 'not_found', 'not_found', 'not_found', 'subscribed']);
    await server.runtime.execute({
      ...workflow,
      trigger_type: 'manual',
      trigger: { data: {} },
      triggered_by: null,
      wait: 'finished',
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(foreign.messages).toHaveLength(5);
    foreign.socket.close();
  });

  test('who looks at a workflow hears at once that somebody changed it, and another organization does not', async () => {
    const { key, id: key_id } = await server.apiKey(org_id, 'editor');
    const editor = server.client(key);
    const path = '/api/integrations/workflows';
    const { body: made } = await editor.post<{ id: string; updated_at: string }>(path, {
      name: 'Changed while looked at',
      workflow_definition: line(manual, map({ a: 'a' })),
    });
    const [near, all] = [await asRole('viewer'), await asRole('viewer')];
    const foreign = await asRole('owner', (await server.organization()).id);
    near.say({ type: 'subscribe', workflow_id: made.id });
    all.say({ type: 'subscribe' });
    foreign.say({ type: 'subscribe', workflow_id: made.id });
    foreign.say({ type: 'subscribe' });
    await until('all are answered', () => foreign.messages.length === 2 && all.messages.length === 1);
    await until('it is subscribed', () => near.messages.length === 1);

    const saved = await editor.put<{ updated_at: string }>(`${path}/${made.id}`, { name: 'Changed' });
    await editor.put(`${path}/${made.id}`, { name: '' });
    await editor.put(`${path}/${made.id}`, { name: 'Stale', updated_at: made.updated_at });
    await editor.post(`${path}/${made.id}/deploy`);
    await editor.post(`${path}/${made.id}/pause`);
    await editor.post(`${path}/${made.id}/resume`);
    await editor.delete(`${path}/${made.id}`);
    const changes = (client: Connection) =>
      client.messages.filter((message) => message.type === 'workflow:changed');
    await until('the last is told', () => changes(near).some(({ change }) => change === 'deleted'));
    await until('to both', () => changes(all).some(({ change }) => change === 'deleted'));
    const told = ['saved', 'deployed', 'paused', 'resumed', 'deleted'];
    for (const client of [near, all]) {
      const heard = changes(client).filter(({ workflow_id }) => workflow_id === made.id);
      expect(heard.map(({ change }) => change)).toEqual(told);
      expect(heard[0]).toMatchObject({ updated_at: saved.body.updated_at, updated_by: key_id });
    }
    expect(changes(foreign)).toEqual([]);
    for (const { socket } of [near, all, foreign]) socket.close();
  });

  test('an editor runs and stops a workflow over it; a viewer may not', async () => {
    const workflow = await deploy(server.db, line(manual, post('slow', `${outside.url}/slow/live`)), {
      org_id,
    });
    const [viewer, editor] = [await asRole('viewer'), await asRole('editor')];
    viewer.say({ type: 'workflow:execute', workflow_id: workflow.workflow_id });
    await until('it is refused', () => viewer.messages.length === 1);
    expect(viewer.messages[0]).toMatchObject({ type: 'error', code: 'forbidden' });
    editor.say({ type: 'subscribe', workflow_id: workflow.workflow_id });
    editor.say({ type: 'workflow:execute', workflow_id: workflow.workflow_id, input: { a: 1 } });
    await until('it is accepted', () => editor.types().includes('workflow:accepted'));
    const accepted = editor.messages.find((message) => message.type === 'workflow:accepted')!;
    editor.say({ type: 'workflow:stop', execution_id: accepted.execution_id });
    await until(
      'it is stopped',
      () =>
        editor.messages.some(
          (message) => message.type === 'workflow:execution:complete' && message.status === 'cancelled',
        ),
      3_000,
    );
    viewer.socket.close();
    editor.socket.close();
  });

  test.each([
    ['no JSON'],
    ['[]'],
    ['{"type":"unknown"}'],
    ['{"type":"subscribe","workflow_id":"no id"}'],
    ['null'],
  ])('%s is answered with an error and the connection lives', async (text) => {
    const client = await asRole('viewer');
    client.say(text);
    await until('it is answered', () => client.messages.length === 1);
    expect(client.messages[0]).toMatchObject({ type: 'error', code: 'bad_request' });
    client.say({ type: 'subscribe' });
    await until('it lives', () => client.types().includes('subscribed'));
    client.socket.close();
  });

  test('what is done over it is in the audit log, and a role that was taken away does nothing more at once', async () => {
    const workflow = await deploy(server.db, line(manual, map({ a: 'a' })), { org_id });
    const owner = server.client((await server.apiKey(org_id, 'owner')).key);
    const person = await server.person(org_id, 'editor');
    const { cookie } = await server.signIn(person);
    const client = await open({ cookie, origin: server.url });
    client.say({ type: 'workflow:execute', workflow_id: workflow.workflow_id });
    await until('it is accepted', () => client.types().includes('workflow:accepted'));
    const log = await owner.get<{ data: { actor: string; action: string; object_id: string }[] }>(
      '/api/integrations/audit-log?limit=100',
    );
    expect(log.body.data.filter(({ object_id }) => object_id === workflow.workflow_id)).toMatchObject([
      { actor: person.email, action: 'workflow.execute' },
    ]);
    await owner.put(`/api/integrations/members/${person.member_id}`, { role: 'viewer' });
    client.say({ type: 'workflow:execute', workflow_id: workflow.workflow_id });
    await until('it is refused', () => client.messages.length === 2);
    expect(client.messages[1]).toMatchObject({ type: 'error', code: 'forbidden' });
    await owner.delete(`/api/integrations/members/${person.member_id}`);
    const closed = once(client.socket, 'close');
    client.say({ type: 'workflow:execute', workflow_id: workflow.workflow_id });
    expect((await closed)[0]).toBe(4401);
  });

  test('the eleventh connection of one actor is refused', async () => {
    const { key } = await server.apiKey(org_id, 'viewer');
    const headers = { authorization: `Bearer ${key}` };
    const clients = await Promise.all(Array.from({ length: 10 }, () => open(headers)));
    expect(await refused(headers)).toBe(429);
    clients[0]!.socket.close();
    await until('there is room again', async () => {
      try {
        clients.push(await open(headers));
        return true;
      } catch {
        return false;
      }
    });
    for (const { socket } of clients) socket.close();
  });

  test.each([livePath, '/healthz', '/nothing'])(
    'an upgrade of %s that is answered leaves no socket',
    async (path) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      const closed = once(socket, 'close');
      socket.resume();
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      await closed;
    },
  );

  test('the end of the server closes it', async () => {
    const other = await startTestServer();
    const { key } = await other.apiKey((await other.organization()).id, 'viewer');
    const socket = new WebSocket(other.url.replace('http', 'ws') + livePath, {
      headers: { authorization: `Bearer ${key}` },
    });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await other.stop();
    await closed;
  });
});
