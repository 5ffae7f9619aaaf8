/** What a part that was started needs to be ended. */
export interface Closer {
  name: string;
  /** @param left_ms what is left of the time that all parts have together, or of its own */
  close: (left_ms: number) => Promise<void>;
  /** The next part is ended after this long, finished or not; earlier when the time of all is over. */
  within_ms: number;
}

export interface ShutdownLog {
  info(message: string): void;
  warn(details: object, message: string): void;
}

export interface Shutdown {
  /**
   * Remembers a part; parts end in the reverse order of their start. While everything is being ended, a part that is still
   * being started is ended at once, and this rejects with StoppedWhileStarting.
   */
  add(closer: Closer): Promise<void>;
  /** Ends all parts, once, whoever asks and however often; says the reason, where there is one, in the log. Resolves when everything is gone. Never rejects. */
  run(reason?: string): Promise<void>;
  /** Whether the end was asked for. */
  readonly isRunning: boolean;
}

/** The end was asked for before the start was done. */
export class StoppedWhileStarting extends Error {
  override name = 'StoppedWhileStarting';
}

/** What all parts have together, in milliseconds: an operator's patience before the kill, and a moment to leave. */
const ALL_WITHIN_MS = 29_000;

/** Collects what was started, so that a failed start and a signal end exactly what is there, in order. */
export function createShutdown(log: ShutdownLog, all_within_ms = ALL_WITHIN_MS): Shutdown {
  const closers: Closer[] = [];
  let running: Promise<void> | null = null;
  let until = Number.POSITIVE_INFINITY;

  async function closeAll(): Promise<void> {
    until = performance.now() + all_within_ms;
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closeOne(closer, until, log);
  }
  return {
    add: async (closer) => {
      if (!running) {
        closers.push(closer);
        return;
      }
      await closeOne(closer, until, log);
      throw new StoppedWhileStarting();
    },
    get isRunning() {
      return running !== null;
    },
    run: (reason) => {
      if (!running) {
        if (reason) log.info(reason);
        running = closeAll();
      }
      return running;
    },
  };
}

async function closeOne({ name, close, ...own }: Closer, until: number, log: ShutdownLog): Promise<void> {
  const within_ms = Math.min(own.within_ms, Math.max(0, Math.round(until - performance.now())));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), within_ms);
  });
  try {
    if ((await Promise.race([close(within_ms), late])) === 'late')
      log.warn({ part: name, within_ms }, 'Did not end in time; going on without it');
  } catch (err) {
    log.warn({ part: name, err }, 'Did not end cleanly');
  } finally {
    clearTimeout(timer);
  }
}
