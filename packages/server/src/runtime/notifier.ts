/**
 * Small messages from one process to all others over NOTIFY. Invariants:
 *  1. Messages of a few milliseconds leave together, in parts that fit a notification, ASCII only; in the order of `send`.
 *  2. They are hints: what does not get through (a connection that broke, a queue that is full) is dropped, and whoever depends on
 *     them looks for itself once in a while.
 *  3. What waits here and what arrives in pieces is bounded.
 */
import type pg from 'pg';
import { newId } from '../new_id.ts';
import type { Listener } from './listener.ts';

export interface Notifier<Message> {
  /** The others learn of it soon. False: it was dropped, because too much waits already. */
  send(message: Message): boolean;
  /** This process, among all; in every message that arrives. */
  readonly self: string;
  stop(): void;
}

export interface NotifierOptions<Message> {
  listener: Pick<Listener, 'on' | 'connected'>;
  engine: pg.Pool;
  channel: string;
  /** A message of another process. */
  receive(message: Message, from: string): void;
}

/** PostgreSQL refuses payloads of 8000 bytes and more. */
const PART_LENGTH = 7_600;
const GATHER_MS = 5;
/** Characters that may wait; beyond it messages are dropped. */
const MOST_WAITING = 2 * 1024 * 1024;
/** Messages of which some parts are missing, and their parts; parts of one may be spread over several transactions. */
const MOST_UNFINISHED = 100;
const MOST_PARTS = (4 * MOST_WAITING) / PART_LENGTH;
const ID_LENGTH = 36;

const notify = {
  name: 'notify_others',
  text: 'select pg_notify($1, payload) from unnest($2::text[]) payload',
};

/** Before the listener is started. */
export function createNotifier<Message>({
  listener,
  engine,
  channel,
  receive,
}: NotifierOptions<Message>): Notifier<Message> {
  const self = newId();
  const gather = gatherParts();
  let waiting: string[] = [];
  let waiting_length = 0;
  let counter = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  listener.on(channel, (payload) => {
    const from = payload.slice(0, ID_LENGTH);
    if (from === self) return;
    const text = gather(from, payload.slice(ID_LENGTH));
    if (text !== null) for (const message of JSON.parse(text) as Message[]) receive(message, from);
  });

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      waiting_length = 0;
      if (listener.connected)
        await engine.query({ ...notify, values: [channel, partsOf(batch)] }).catch(() => undefined);
    }
    timer = undefined;
  }

  /** `<from><message>.<part>.<parts>:<text>` */
  function partsOf(batch: readonly string[]): string[] {
    const text = ascii(`[${batch.join(',')}]`);
    const parts = Math.ceil(text.length / PART_LENGTH);
    counter += 1;
    return Array.from({ length: parts }, (_, part) => {
      const piece = text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH);
      return `${self}${counter}.${part}.${parts}:${piece}`;
    });
  }

  return {
    self,
    send(message) {
      if (stopped || waiting_length > MOST_WAITING) return false;
      const text = JSON.stringify(message);
      waiting.push(text);
      waiting_length += text.length;
      timer ??= setTimeout(() => void flush(), GATHER_MS);
      return true;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      waiting = [];
    },
  };
}

/** Puts the parts of messages together; gives back the text of one that is complete. */
function gatherParts(): (from: string, text: string) => string | null {
  const unfinished = new Map<string, { pieces: string[]; missing: number }>();
  return (from, text) => {
    const colon = text.indexOf(':');
    const [message, part, parts] = text.slice(0, colon).split('.').map(Number) as [number, number, number];
    const piece = text.slice(colon + 1);
    if (parts === 1) return piece;
    if (!(parts <= MOST_PARTS)) return null;
    const key = `${from}${message}`;
    const found = unfinished.get(key) ?? { pieces: [], missing: parts };
    if (found.pieces[part] === undefined) found.missing -= 1;
    found.pieces[part] = piece;
    if (found.missing === 0) {
      unfinished.delete(key);
      return found.pieces.join('');
    }
    unfinished.set(key, found);
    if (unfinished.size > MOST_UNFINISHED) unfinished.delete(unfinished.keys().next().value!);
    return null;
  };
}

/** JSON without characters beyond ASCII: a part then has as many bytes as characters and never ends inside one. */
function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
