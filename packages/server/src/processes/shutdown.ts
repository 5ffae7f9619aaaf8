/** What a part that was started needs to be ended. */
export interface Closer {
  name: string;
  close: () => Promise<void>;
  /** The next part is ended after this long, finished or not. */
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
}

/** The end was asked for before the start was done. */
export class StoppedWhileStarting extends Error {
  override name = 'StoppedWhileStarting';
}

/** Collects what was started, so that a failed start and a signal end exactly what is there, in order. */
export function createShutdown(log: ShutdownLog): Shutdown {
  const closers: Closer[] = [];
  let running: Promise<void> | null = null;

  async function closeAll(): Promise<void> {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closeOne(closer, log);
  }
  return {
    add: async (closer) => {
      if (!running) {
        closers.push(closer);
        return;
      }
      await closeOne(closer, log);
      throw new StoppedWhileStarting();
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

async function closeOne({ name, close, within_ms }: Closer, log: ShutdownLog): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), within_ms);
  });
  try {
    if ((await Promise.race([close(), late])) === 'late')
      log.warn({ part: name, within_ms }, 'Did not end in time; going on without it');
  } catch (err) {
    log.warn({ part: name, err }, 'Did not end cleanly');
  } finally {
    clearTimeout(timer);
  }
}
