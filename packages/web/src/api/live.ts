/**
 * The live connection: one WebSocket for the page, opened when somebody watches and closed soon after nobody does.
 *  1. A topic is subscribed once, however many components watch it.
 *  2. When the connection was lost it comes back by itself (0.5 s, doubling, at most 15 s, with jitter).
 *  3. Whenever a subscription comes into force, watchers are told by `onReady`: what happened before is asked of the
 *     REST route then, so nothing is missed.
 */
import {
  type LiveEvent,
  type LiveRequest,
  liveEventSchema,
  livePath,
  liveReplySchema,
  type WorkflowEvent,
  workflowEventSchema,
} from '@millrace/core';

/** What to watch: one workflow, one execution, or (empty) everything of the organization. */
export interface LiveTopic {
  workflow_id?: string;
  execution_id?: string;
}

export interface LiveWatcher {
  onEvent?: (event: LiveEvent) => void;
  /** The workflow itself is another now. */
  onChange?: (event: WorkflowEvent) => void;
  onReady?: () => void;
}

export interface LiveOptions {
  /** Makes the connection; a test gives its own. */
  connect: () => WebSocket;
  /** Milliseconds that an unwatched connection stays open. */
  linger?: number;
  random?: () => number;
}

interface Entry {
  topic: LiveTopic;
  watchers: Set<LiveWatcher>;
}

const topicKey = (topic: LiveTopic) => `${topic.workflow_id ?? ''}|${topic.execution_id ?? ''}`;

/** Milliseconds before attempt number `attempt` (from 0) to connect again. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(15_000, 500 * 2 ** attempt);
  return Math.round(full * (0.5 + random() / 2));
}

export class LiveClient {
  readonly #options: LiveOptions;
  readonly #topics = new Map<string, Entry>();
  #socket: WebSocket | null = null;
  #attempt = 0;
  #reconnect: ReturnType<typeof setTimeout> | undefined;
  #closing: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Watches a topic until the returned function is called. */
  watch(topic: LiveTopic, watcher: LiveWatcher): () => void {
    clearTimeout(this.#closing);
    const key = topicKey(topic);
    const entry = this.#topics.get(key) ?? { topic, watchers: new Set<LiveWatcher>() };
    const isFirst = entry.watchers.size === 0;
    entry.watchers.add(watcher);
    this.#topics.set(key, entry);
    if (!this.#socket && !this.#reconnect) this.#open();
    else if (isFirst) this.say({ type: 'subscribe', ...topic });
    else watcher.onReady?.();
    return () => this.#unwatch(key, entry, watcher);
  }

  /** Whether what happens is told at this moment. */
  get isOpen(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Says something now; false when there is no connection, and REST is to be used. */
  say(message: LiveRequest): boolean {
    if (!this.isOpen) return false;
    this.#socket?.send(JSON.stringify(message));
    return true;
  }

  #unwatch(key: string, entry: Entry, watcher: LiveWatcher): void {
    if (!entry.watchers.delete(watcher) || entry.watchers.size > 0) return;
    this.#topics.delete(key);
    this.say({ type: 'unsubscribe', ...entry.topic });
    if (this.#topics.size === 0)
      this.#closing = setTimeout(() => this.#close(), this.#options.linger ?? 5_000);
  }

  #open(): void {
    this.#reconnect = undefined;
    const socket = this.#options.connect();
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#attempt = 0;
      for (const { topic } of this.#topics.values()) this.say({ type: 'subscribe', ...topic });
    });
    socket.addEventListener('message', (event) => this.#receive(event.data));
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (this.#topics.size === 0) return;
      this.#reconnect = setTimeout(() => this.#open(), backoff(this.#attempt++, this.#options.random));
    });
  }

  #close(): void {
    clearTimeout(this.#reconnect);
    this.#reconnect = undefined;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #receive(data: unknown): void {
    const message = parse(data);
    const reply = liveReplySchema.safeParse(message);
    if (reply.success) {
      if (reply.data.type !== 'subscribed') return;
      for (const watcher of this.#topics.get(topicKey(reply.data))?.watchers ?? []) watcher.onReady?.();
      return;
    }
    const change = workflowEventSchema.safeParse(message);
    if (change.success) this.#tell(change.data, (watcher) => watcher.onChange?.(change.data));
    const event = liveEventSchema.safeParse(message);
    if (event.success) this.#tell(event.data, (watcher) => watcher.onEvent?.(event.data));
  }

  #tell(about: { workflow_id: string; execution_id?: string }, tell: (watcher: LiveWatcher) => void): void {
    for (const { topic, watchers } of this.#topics.values()) {
      if (topic.workflow_id && topic.workflow_id !== about.workflow_id) continue;
      if (topic.execution_id && topic.execution_id !== about.execution_id) continue;
      for (const watcher of watchers) tell(watcher);
    }
  }
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
}

/** The connection of this page. */
export const live = new LiveClient({
  connect: () =>
    new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${livePath}`),
});
