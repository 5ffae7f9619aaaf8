/** One live connection: what it may ask, what it is told, and when it is dropped. */
import { type LiveReply, type LiveRequest, liveRequestSchema } from '@millrace/core';
import type { WebSocket } from 'ws';
import type { Actor } from '../auth/actor.ts';
import { atLeast } from '../auth/roles.ts';
import type { AuditEntry } from '../commands/audit.ts';
import { ApiError } from '../errors.ts';
import { hideAddresses } from '../routes/executions/capabilities.ts';
import type { Topic, Watcher } from './hub.ts';

export interface LiveDeps {
  hub: { watch(watcher: Watcher, topic: Topic): void; unwatch(watcher: Watcher, topic: Topic): void };
  /** Whether the organization has this workflow. */
  hasWorkflow(org_id: string, id: string): Promise<boolean>;
  execute(request: {
    org_id: string;
    workflow_id: string;
    trigger_type: 'manual';
    trigger: { data: unknown };
    triggered_by: string;
  }): Promise<{ execution_id: string }>;
  cancel(org_id: string, execution_id: string): Promise<unknown>;
}

/** What a connection asks about the person or key that holds it. */
export interface LiveSession {
  /** Who it is now; null once the session or key has ended. */
  reauthenticate(): Promise<Actor | null>;
  /** Writes what was done into the audit log. */
  note(actor: Actor, entry: AuditEntry): Promise<void>;
}

/** Characters that may wait for a client. Beyond the first it misses steps, not the ends of executions; beyond the second it is dropped: it comes back and asks the REST route. */
const MANY_BUFFERED = 256 * 1024;
const MOST_BUFFERED = 1024 * 1024;
const MOST_TOPICS = 200;
const PING_MS = 30_000;

/** Serves a connection until it closes. Who it is, is asked anew while it lasts, and before it changes anything. */
export function serveConnection(socket: WebSocket, first: Actor, deps: LiveDeps, session: LiveSession): void {
  let actor = first;
  let answered = true;
  const topics = new Map<string, Topic>();
  const watcher: Watcher = {
    org_id: actor.org_id,
    send: (text, essential) => transmit(hideAddresses(text, actor.role), essential),
  };

  function transmit(text: string, essential = true): void {
    if (socket.readyState !== socket.OPEN) return;
    if (!essential && socket.bufferedAmount > MANY_BUFFERED) return;
    if (socket.bufferedAmount > MOST_BUFFERED) socket.terminate();
    else socket.send(text);
  }

  const reply = (message: LiveReply): void => transmit(JSON.stringify(message));

  async function receive(text: string): Promise<void> {
    const request = parse(text);
    if (!request)
      return reply({ type: 'error', code: 'bad_request', error: 'This message is not understood.' });
    try {
      await handle(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      reply({ type: 'error', code: error.code, error: error.message });
    }
  }

  async function handle(request: LiveRequest): Promise<void> {
    switch (request.type) {
      case 'subscribe':
        return subscribe(request);
      case 'unsubscribe':
        return unsubscribe(request);
      case 'workflow:execute': {
        const editor = await currentEditor();
        const { workflow_id, input = {} } = request;
        const { org_id, id: triggered_by } = editor;
        const { execution_id } = await deps.execute({
          org_id,
          workflow_id,
          trigger_type: 'manual',
          trigger: { data: input },
          triggered_by,
        });
        await session.note(editor, {
          action: 'workflow.execute',
          object_type: 'workflow',
          object_id: workflow_id,
          details: { execution_id },
        });
        return reply({ type: 'workflow:accepted', execution_id, workflow_id });
      }
      case 'workflow:stop': {
        const editor = await currentEditor();
        const { execution_id } = request;
        await deps.cancel(editor.org_id, execution_id);
        await session.note(editor, {
          action: 'execution.cancel',
          object_type: 'execution',
          object_id: execution_id,
        });
      }
    }
  }

  async function subscribe({ workflow_id, execution_id }: Topic): Promise<void> {
    if (workflow_id && !(await deps.hasWorkflow(actor.org_id, workflow_id))) throw new ApiError('not_found');
    if (topics.size >= MOST_TOPICS)
      throw new ApiError('bad_request', { message: `A connection watches at most ${MOST_TOPICS} things.` });
    // The connection may have closed while the database was asked.
    if (socket.readyState !== socket.OPEN) return;
    const topic = { workflow_id, execution_id };
    topics.set(keyOf(topic), topic);
    deps.hub.watch(watcher, topic);
    reply({
      type: 'subscribed',
      ...(workflow_id ? { workflow_id } : {}),
      ...(execution_id ? { execution_id } : {}),
    });
  }

  function unsubscribe({ workflow_id, execution_id }: Topic): void {
    const topic = { workflow_id, execution_id };
    if (topics.delete(keyOf(topic))) deps.hub.unwatch(watcher, topic);
  }

  /** Asked anew: a role that was taken away a moment ago starts and stops nothing more. */
  async function currentEditor(): Promise<Actor> {
    if (!(await refresh())) throw new ApiError('unauthenticated');
    if (!atLeast(actor.role, 'editor')) throw new ApiError('forbidden');
    return actor;
  }

  /** Who it is now; false closes the connection. */
  async function refresh(): Promise<boolean> {
    const now = await session.reauthenticate().catch(() => null);
    if (!now || now.org_id !== actor.org_id) {
      socket.close(4401, 'Signed out');
      return false;
    }
    actor = now;
    return true;
  }

  /** A session that ended, a role that was taken away and a peer that is gone are noticed here. */
  async function check(): Promise<void> {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    await refresh();
  }

  const timer = setInterval(() => void check(), PING_MS);
  socket.on('pong', () => {
    answered = true;
  });
  socket.on(
    'message',
    (data) => void receive(String(data)).catch(() => socket.close(1011, 'Something went wrong')),
  );
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(timer);
    for (const topic of topics.values()) deps.hub.unwatch(watcher, topic);
    topics.clear();
  });
}

const keyOf = ({ workflow_id, execution_id }: Topic): string => `${workflow_id ?? ''}|${execution_id ?? ''}`;

function parse(text: string): LiveRequest | null {
  try {
    return liveRequestSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
