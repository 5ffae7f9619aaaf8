/**
 * The one connection of a process that hears notifications and says that the process lives. It connects again for ever; who
 * depends on hearing everything must forget what it knows on every `onConnect`, and trust nothing while `connected` is false.
 */
import pg from 'pg';
import type { RuntimeLog } from './log.ts';

export interface Listener {
  readonly connected: boolean;
  /** Calls `handler` with the payload of each notification. Before `start` only. */
  on(channel: string, handler: (payload: string) => void): void;
  /** After every (re)connection, once all channels are heard. */
  onConnect(handler: (client: pg.ClientBase) => Promise<void> | void): void;
  /** As soon as the connection is known to be broken. */
  onDisconnect(handler: () => void): void;
  /** Runs `work` on the connection; rejects when there is none. A failure of the connection itself ends it. */
  use<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** Resolves once connected for the first time. Rejects when the first try fails. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
/** A statement on this connection is tiny; one that takes longer means that nobody is at the other end. */
const STATEMENT_TIMEOUT_MS = 4_000;

export function createListener({ url, log }: { url: string; log: RuntimeLog }): Listener {
  const channels = new Map<string, ((payload: string) => void)[]>();
  const connectHandlers: ((client: pg.ClientBase) => Promise<void> | void)[] = [];
  const disconnectHandlers: (() => void)[] = [];
  let client: pg.Client | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let attempt: Promise<void> = Promise.resolve();

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'millrace listener',
      keepAlive: true,
      connectionTimeoutMillis: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
    });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    next.on('notification', ({ channel, payload }) => {
      for (const handler of channels.get(channel) ?? []) handler(payload ?? '');
    });
    try {
      await next.connect();
      for (const channel of channels.keys()) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      client = next;
      for (const handler of connectHandlers) await handler(next);
    } catch (error) {
      client = null;
      close(next);
      throw error;
    }
  }

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    close(lost);
    for (const handler of disconnectHandlers) handler();
    if (!stopped) reconnect(FIRST_PAUSE_MS);
  }

  function reconnect(pause: number): void {
    timer = setTimeout(() => {
      if (stopped) return;
      attempt = connect().catch((error: Error) => {
        log.debug({ error: error.message }, 'The database cannot be reached; trying again');
        if (!stopped) reconnect(Math.min(pause * 2, LONGEST_PAUSE_MS));
      });
    }, pause);
  }

  return {
    get connected() {
      return client !== null;
    },
    on(channel, handler) {
      channels.set(channel, [...(channels.get(channel) ?? []), handler]);
    },
    onConnect: (handler) => void connectHandlers.push(handler),
    onDisconnect: (handler) => void disconnectHandlers.push(handler),
    async use(work) {
      const current = client;
      if (!current) throw Object.assign(new Error('The listener is not connected'), { code: 'ECONNREFUSED' });
      try {
        return await work(current);
      } catch (error) {
        if (!isServerAnswer(error)) lose(current);
        throw error;
      }
    },
    start: connect,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // One that is connecting right now would come too late to be closed.
      await attempt;
      const current = client;
      client = null;
      if (current) await current.end().catch(() => undefined);
    },
  };
}

/** The server answered with an error: the connection is fine. */
function isServerAnswer(error: unknown): boolean {
  return typeof (error as { severity?: unknown }).severity === 'string';
}

function close(client: pg.Client): void {
  client.removeAllListeners('end');
  // A socket without an answer would keep `end` waiting.
  void client.end().catch(() => undefined);
}
