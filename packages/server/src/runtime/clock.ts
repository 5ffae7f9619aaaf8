/**
 * The time of the database, as this process knows it. Invariants:
 *  1. What is stored or compared with what another process stored (a due time, an expiry, a creation) comes from `now`, so that a
 *     machine whose clock is an hour off neither fires early nor late.
 *  2. It runs on the monotonic clock between measurements: setting the clock of the machine changes nothing.
 *  3. A measurement corrects it only as far as it proves it wrong: the database read its clock somewhere between question and
 *     answer. A slow answer therefore never spoils what a quick one told.
 *  4. A small correction never makes it go back; a big one (the first, another server, a machine that slept) does.
 */
import type { Clock } from '@millrace/engine';

export interface DatabaseClock extends Clock {
  /** Milliseconds since 1970, of the database. */
  time(): number;
  /** The database read `time_ms` on its clock between these two moments of the monotonic clock. */
  measured(time_ms: number, sent: number, received: number): void;
  /** Asks the database through `read` (which resolves to milliseconds since 1970) and learns from it. */
  measure(read: () => Promise<number>): Promise<void>;
}

/** Corrections below this many milliseconds are made up by standing still instead of going back. */
const SMALL_MS = 1_000;

export interface ClockSources {
  wall(): number;
  monotonic(): number;
}

const ofThisProcess: ClockSources = { wall: () => Date.now(), monotonic: () => performance.now() };

/** Until the first measurement it is the clock of this process. */
export function createClock({ wall, monotonic }: ClockSources = ofThisProcess): DatabaseClock {
  /** What has to be added to the monotonic clock. */
  let base = wall() - monotonic();
  let known = false;
  let last = 0;

  function time(): number {
    const now = Math.floor(base + monotonic());
    if (now < last && last - now < SMALL_MS) return last;
    last = now;
    return now;
  }

  function measured(time_ms: number, sent: number, received: number): void {
    const [least, most] = [time_ms - received, time_ms - sent];
    base = known ? Math.min(Math.max(base, least), most) : (least + most) / 2;
    known = true;
  }

  return {
    now: () => new Date(time()),
    time,
    monotonic,
    sleep,
    after,
    measured,
    async measure(read) {
      const sent = monotonic();
      const time_ms = await read();
      measured(time_ms, sent, monotonic());
    },
  };
}

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}

/** Rejects with the reason of the abort itself: an error made for it would cost more than most of what is timed. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop);
  });
}
