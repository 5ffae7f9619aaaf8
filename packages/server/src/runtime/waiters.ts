/**
 * Callers that wait for the end of an execution that runs who knows where. Invariants:
 *  1. The process where somebody waits says so to the others, by the id of the execution; only such an end is told, so that nobody
 *     waiting costs nothing.
 *  2. Who ends an execution before it heard that somebody waits finds it among what it ended lately, and tells it then.
 *  3. A notification may be lost: the database is asked too, once in a while and for all at once.
 *  4. What is remembered for others is forgotten after a while, and bounded.
 */
import type pg from 'pg';
import { findFinished } from '../storage/read_execution.ts';
import type { Listener } from './listener.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { RecentOutcomes, type Told } from './recent_outcomes.ts';

/** What ended the wait: the workflow's own answer, the end of the execution, or neither in time. */
export type Outcome = Told | { kind: 'late' };

/** What a caller waits for: the end, or the workflow's own answer where there is one. */
export type Wanted = 'finished' | 'response';

export const endsChannel = 'millrace_ends';

type Message = { wanted: string[] } | { id: string; outcome: Told };

/** The net below the notifications, in milliseconds; soon at first, because the end may have been before the wait. */
const LOOK_MS = [250, 1_000] as const;
const REPEAT_MS = 20_000;
const FORGET_MS = 60_000;
const MOST_REMEMBERED = 20_000;
/** An answer that is longer is told when the execution has ended: the row has it then. */
const MOST_RESPONSE_LENGTH = 256 * 1024;

interface Waiting {
  wanted: Wanted;
  settle(outcome: Outcome): void;
}

export class Waiters {
  readonly #engine: pg.Pool;
  readonly #notifier: Notifier<Message>;
  readonly #waiting = new Map<string, Set<Waiting>>();
  /** Executions that somebody in another process waits for, until when. */
  readonly #wanted = new Map<string, number>();
  readonly #recent = new RecentOutcomes();
  #timer: NodeJS.Timeout | undefined;
  #repeated = 0;
  #stopped = false;

  /** Before the listener is started. */
  constructor({ engine, listener }: { engine: pg.Pool; listener: Listener }) {
    this.#engine = engine;
    const receive = (message: Message): void => {
      if ('wanted' in message) this.#remember(message.wanted);
      else this.#settle(message.id, message.outcome);
    };
    this.#notifier = createNotifier<Message>({ listener, engine, channel: endsChannel, receive });
    listener.onConnect(() => this.#announce());
  }

  /** Resolves when the execution ended, answered (where that is wanted), or after `ms`. */
  async wait(id: string, ms: number, wanted: Wanted): Promise<Outcome> {
    if (this.#stopped) return { kind: 'late' };
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting);
      const timer = setTimeout(() => one.settle({ kind: 'late' }), ms);
      const one: Waiting = {
        wanted,
        settle: (outcome) => {
          clearTimeout(timer);
          waiting.delete(one);
          if (waiting.size === 0) this.#waiting.delete(id);
          resolve(outcome);
        },
      };
      waiting.add(one);
      if (waiting.size === 1) this.#notifier.send({ wanted: [id] });
      this.#timer ??= this.#lookIn(LOOK_MS[0]);
    });
  }

  /** An execution ended or answered in this process. */
  tell(id: string, outcome: Told): void {
    this.#settle(id, outcome);
    const length = outcome.kind === 'response' ? JSON.stringify(outcome.response).length : 0;
    if (length > MOST_RESPONSE_LENGTH) return;
    if (this.#wanted.has(id)) this.#notifier.send({ id, outcome });
    else this.#recent.keep(id, outcome, length);
  }

  /** Lets go of everybody. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const waiting of [...this.#waiting.values()])
      for (const one of [...waiting]) one.settle({ kind: 'late' });
    this.#notifier.stop();
  }

  #settle(id: string, outcome: Outcome): void {
    for (const one of [...(this.#waiting.get(id) ?? [])])
      if (outcome.kind !== 'response' || one.wanted === 'response') one.settle(outcome);
  }

  #remember(ids: readonly string[]): void {
    const now = performance.now();
    for (const [id, until] of this.#wanted) {
      if (until > now && this.#wanted.size < MOST_REMEMBERED) break; // in the order of their coming
      this.#wanted.delete(id);
    }
    for (const id of ids) {
      this.#wanted.delete(id);
      this.#wanted.set(id, now + FORGET_MS);
      for (const outcome of this.#recent.take(id)) this.#notifier.send({ id, outcome });
    }
  }

  #announce(): void {
    this.#repeated = performance.now();
    const ids = [...this.#waiting.keys()];
    if (ids.length > 0) this.#notifier.send({ wanted: ids });
  }

  #lookIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), ms);
  }

  async #look(): Promise<void> {
    if (performance.now() - this.#repeated > REPEAT_MS) this.#announce();
    const finished = await findFinished(this.#engine, [...this.#waiting.keys()]).catch(() => []);
    for (const id of finished) this.#settle(id, { kind: 'finished' });
    this.#timer = this.#waiting.size > 0 ? this.#lookIn(LOOK_MS[1]) : undefined;
  }
}
