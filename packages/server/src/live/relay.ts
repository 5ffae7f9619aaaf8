/**
 * Carries live events between processes over NOTIFY: only to processes where somebody watches, only while somebody does.
 *  1. Each process says which keys are watched in it: at once when one is added, and again every ten seconds; what was not
 *     repeated for 25 seconds is forgotten.
 *  2. Events of a few milliseconds leave together, in parts that fit a notification, ASCII only.
 *  3. What does not get through is dropped: see invariant 3 of the hub.
 */
import type pg from 'pg';
import { newId } from '../new_id.ts';
import type { Listener } from '../runtime/listener.ts';
import type { Delivery, LiveHub } from './hub.ts';

export const liveChannel = 'millrace_live';
/** PostgreSQL refuses payloads of 8000 bytes and more. */
const PART_LENGTH = 7_600;
const GATHER_MS = 5;
const REPEAT_MS = 10_000;
const FORGET_MS = 25_000;
/** Characters that may wait; beyond it events are dropped. */
const MOST_WAITING = 2 * 1024 * 1024;
/** Parts of one message may be spread over several transactions; one that stays incomplete is dropped. */
const MOST_UNFINISHED = 100;

export interface LiveRelay {
  /** Tells the other processes what is watched here. */
  announce(keys: readonly string[]): void;
  start(): void;
  stop(): void;
}

export function createRelay({
  hub,
  listener,
  engine,
}: {
  hub: LiveHub;
  listener: Listener;
  engine: pg.Pool;
}): LiveRelay {
  const self = newId();
  const interest = new Map<string, number>();
  const unfinished = new Map<string, string[]>();
  let waiting: Delivery[] = [];
  let waiting_length = 0;
  let sending = false;
  let counter = 0;
  let timer: NodeJS.Timeout | undefined;

  function receive(payload: string): void {
    const kind = payload[0];
    const from = payload.slice(1, 37);
    if (from === self) return;
    const rest = payload.slice(37);
    if (kind === 'w') remember(rest === '' ? [] : rest.split(','));
    else if (kind === '?') announceAll();
    else if (kind === 'e') gather(from, rest);
  }

  function remember(keys: readonly string[]): void {
    for (const key of keys) interest.set(key, performance.now());
    refresh();
  }

  /** Forgets what was not repeated. */
  function refresh(): void {
    const oldest = performance.now() - FORGET_MS;
    for (const [key, at] of interest) if (at < oldest) interest.delete(key);
    hub.setRemote(new Set(interest.keys()));
  }

  /** `e<from><message>.<part>.<parts>:<text>` */
  function gather(from: string, text: string): void {
    const colon = text.indexOf(':');
    const [message, part, parts] = text.slice(0, colon).split('.').map(Number) as [number, number, number];
    const key = `${from}${message}`;
    const pieces = unfinished.get(key) ?? [];
    pieces[part] = text.slice(colon + 1);
    if (pieces.filter((piece) => piece !== undefined).length < parts) {
      unfinished.set(key, pieces);
      if (unfinished.size > MOST_UNFINISHED) unfinished.delete(unfinished.keys().next().value!);
      return;
    }
    unfinished.delete(key);
    for (const delivery of JSON.parse(pieces.join('')) as Delivery[]) hub.deliver(delivery);
  }

  hub.forward = (delivery) => {
    if (waiting_length > MOST_WAITING) return;
    waiting.push(delivery);
    waiting_length += delivery.text.length;
    if (!sending) {
      sending = true;
      setTimeout(() => void flush(), GATHER_MS);
    }
  };

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      waiting_length = 0;
      await send(partsOf(batch)).catch(() => undefined);
    }
    sending = false;
  }

  function partsOf(batch: Delivery[]): string[] {
    const text = ascii(JSON.stringify(batch));
    const parts = Math.ceil(text.length / PART_LENGTH);
    counter += 1;
    return Array.from(
      { length: parts },
      (_, part) =>
        `e${self}${counter}.${part}.${parts}:${text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH)}`,
    );
  }

  async function send(payloads: readonly string[]): Promise<void> {
    if (!listener.connected) return;
    await engine.query({
      name: 'notify_live',
      text: 'select pg_notify($1, payload) from unnest($2::text[]) payload',
      values: [liveChannel, payloads],
    });
  }

  function announce(keys: readonly string[]): void {
    // A key is 38 characters: 150 of them fit.
    for (let at = 0; at < keys.length; at += 150)
      void send([`w${self}${keys.slice(at, at + 150).join(',')}`]).catch(() => undefined);
  }

  function announceAll(): void {
    announce(hub.keys);
  }

  listener.on(liveChannel, receive);
  return {
    announce,
    start() {
      void send([`?${self}`]).catch(() => undefined);
      timer = setInterval(() => {
        announceAll();
        refresh();
      }, REPEAT_MS);
    },
    stop() {
      clearInterval(timer);
      hub.forward = null;
    },
  };
}

/** JSON without characters beyond ASCII: a part then has as many bytes as characters and never ends inside one. */
function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
