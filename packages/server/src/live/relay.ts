/**
 * Carries live events between processes: only to processes where somebody watches, only while somebody does.
 *  1. Each process says which keys are watched in it: at once when one is added, and again every ten seconds; what was not
 *     repeated for 25 seconds is forgotten.
 *  2. A process where somebody begins to watch an execution asks for what it has come to, each time, and whoever runs it answers
 *     that process alone; the answer comes before the events that follow it.
 *  3. What does not get through is dropped: see invariant 3 of the hub.
 */
import type pg from 'pg';
import type { Listener } from '../runtime/listener.ts';
import { createNotifier } from '../runtime/notifier.ts';
import type { Delivery, LiveHub } from './hub.ts';

export const liveChannel = 'millrace_live';
const REPEAT_MS = 10_000;
const FORGET_MS = 25_000;
/** Keys in one message, so that it fits one notification. */
const KEYS_AT_ONCE = 150;
/** Keys of others that are remembered; who watches more is told of the first. */
const MOST_KEYS = 50_000;

type Message =
  /** These are watched here. */
  | { watched: string[] }
  /** A process that has just begun wants to know who watches what. */
  | { hello: true }
  | { event: Delivery }
  | { ask: string }
  | { to: string; of: string; state: Delivery[] };

export interface LiveRelay {
  /** Tells the other processes what is watched here. */
  announce(keys: readonly string[]): void;
  /** Asks what an execution has come to. */
  ask(execution_id: string): void;
  start(): void;
  stop(): void;
}

/** Before the listener is started. */
export function createRelay({
  hub,
  listener,
  engine,
}: {
  hub: LiveHub;
  listener: Listener;
  engine: pg.Pool;
}): LiveRelay {
  const interest = new Map<string, number>();
  const notifier = createNotifier<Message>({ listener, engine, channel: liveChannel, receive });
  let timer: NodeJS.Timeout | undefined;

  function receive(message: Message, from: string): void {
    if ('event' in message) hub.deliver(message.event);
    else if ('watched' in message) remember(message.watched);
    else if ('ask' in message) answer(message.ask, from);
    else if ('hello' in message) announce(hub.keys);
    else if (message.to === notifier.self) hub.tellState(message.of, message.state);
  }

  function remember(keys: readonly string[]): void {
    for (const key of keys)
      if (interest.size < MOST_KEYS || interest.has(key)) interest.set(key, performance.now());
    refresh();
  }

  /** Forgets what was not repeated. */
  function refresh(): void {
    const oldest = performance.now() - FORGET_MS;
    for (const [key, at] of interest) if (at < oldest) interest.delete(key);
    hub.setRemote(new Set(interest.keys()));
  }

  function answer(execution_id: string, to: string): void {
    const state = hub.stateOf(execution_id);
    if (state.length > 0) notifier.send({ to, of: execution_id, state });
  }

  function announce(keys: readonly string[]): void {
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE)
      notifier.send({ watched: keys.slice(at, at + KEYS_AT_ONCE) });
  }

  hub.forward = (event) => void notifier.send({ event });
  return {
    announce,
    ask: (execution_id) => void notifier.send({ ask: execution_id }),
    start() {
      notifier.send({ hello: true });
      timer = setInterval(() => {
        announce(hub.keys);
        refresh();
      }, REPEAT_MS);
    },
    stop() {
      clearInterval(timer);
      notifier.stop();
      hub.forward = null;
      hub.stop();
    },
  };
}
