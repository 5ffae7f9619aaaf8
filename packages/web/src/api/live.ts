/**
 * The live connection: one WebSocket for the page, opened when somebody watches and closed soon after nobody does.
 *  1. A topic is subscribed once, however many components watch it.
 *  2. When the connection was lost it comes back by itself (0.5 s, doubling, at most 15 s, with jitter).
 *  3. Whenever a subscription comes into force, watchers are told by `onReady`: what happened before is asked of the
 *     REST route then, so nothing is missed.
 */
import { type LiveEvent, type LiveRequest, liveEventSchema, livePath, liveReplySchema } from '@millrace/core';

/** What to watch: one workflow, one execution, or (empty) everything of the organization. */
export interface LiveTopic {
  workflow_id?: string;
  execution_id?: string;
}

export interface LiveWatcher {
  onEvent: (event: LiveEvent) => void;
  onReady?: () => void;
}

export interface LiveOptions {
  /** Makes the connection; a test gives its own. */
  connect: () => WebSocket;
  /** Milliseconds that an unwatched connection stays open. */
  linger?: number;
  random?: () => number;
}

export type LiveClient = ReturnType<typeof createLiveClient>;

const topicKey = (topic: LiveTopic) => `${topic.workflow_id ?? ''}|${topic.execution_id ?? ''}`;

/** Milliseconds before attempt number `attempt` (from 0) to connect again. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(15_000, 500 * 2 ** attempt);
  return Math.round(full * (0.5 + random() / 2));
}

export function createLiveClient({ connect, linger = 5_000, random }: LiveOptions) {
  const topics = new Map<string, { topic: LiveTopic; watchers: Set<LiveWatcher> }>();
  let socket: WebSocket | null = null;
  let attempt = 0;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;

  function open() {
    clearTimeout(reconnect);
    reconnect = undefined;
    const next = connect();
    socket = next;
    next.addEventListener('open', () => {
      attempt = 0;
      for (const { topic } of topics.values()) say({ type: 'subscribe', ...topic });
    });
    next.addEventListener('message', (event) => receive(event.data));
    next.addEventListener('close', () => {
      if (socket !== next) return;
      socket = null;
      if (topics.size > 0) reconnect = setTimeout(open, backoff(attempt++, random));
    });
  }

  function say(message: LiveRequest): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  function receive(data: unknown) {
    const message = parse(data);
    const reply = liveReplySchema.safeParse(message);
    if (reply.success) {
      if (reply.data.type !== 'subscribed') return;
      for (const watcher of topics.get(topicKey(reply.data))?.watchers ?? []) watcher.onReady?.();
      return;
    }
    const event = liveEventSchema.safeParse(message);
    if (!event.success) return;
    for (const { topic, watchers } of topics.values()) {
      if (topic.workflow_id && topic.workflow_id !== event.data.workflow_id) continue;
      if (topic.execution_id && topic.execution_id !== event.data.execution_id) continue;
      for (const watcher of watchers) watcher.onEvent(event.data);
    }
  }

  function closeSoon() {
    closing = setTimeout(() => {
      clearTimeout(reconnect);
      reconnect = undefined;
      const last = socket;
      socket = null;
      last?.close();
    }, linger);
  }

  return {
    /** Watches a topic until the returned function is called. */
    watch(topic: LiveTopic, watcher: LiveWatcher): () => void {
      clearTimeout(closing);
      const key = topicKey(topic);
      const entry = topics.get(key) ?? { topic, watchers: new Set<LiveWatcher>() };
      const first = entry.watchers.size === 0;
      entry.watchers.add(watcher);
      topics.set(key, entry);
      if (!socket && !reconnect) open();
      else if (first) say({ type: 'subscribe', ...topic });
      else watcher.onReady?.();
      return () => {
        if (!entry.watchers.delete(watcher) || entry.watchers.size > 0) return;
        topics.delete(key);
        say({ type: 'unsubscribe', ...topic });
        if (topics.size === 0) closeSoon();
      };
    },
    /** Says something now; false when there is no connection, and REST is to be used. */
    say,
  };
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}

/** The connection of this page. */
export const live = createLiveClient({
  connect: () =>
    new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${livePath}`),
});
