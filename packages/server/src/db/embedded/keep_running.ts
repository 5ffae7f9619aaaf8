import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresOptions, type PostgresProcess, startPostgres } from './postgres_process.ts';

/** A PostgreSQL that is started again when it dies. */
export interface KeptServer {
  /** Settles when it died too often or does not start any more; never after `stop`. */
  lost: Promise<void>;
  stop(within_ms?: number): Promise<void>;
}

/** More deaths than this within the window have a cause that starting again does not mend. */
const DEATHS_ALLOWED = 5;
const WINDOW_MS = 60_000;
const RETRY_MS = 500;

/**
 * Starts PostgreSQL and starts it again whenever it ends unasked (killed for memory, by hand): socket and password stay, so
 * connection pools recover by themselves. Throws when the first start fails.
 */
export async function keepRunning(
  options: PostgresOptions,
  log: (message: string) => void,
): Promise<KeptServer> {
  let server: PostgresProcess = await startPostgres(options);
  let stopping = false;
  const watching = watch();

  async function watch(): Promise<'lost' | 'stopped'> {
    const deaths: number[] = [];
    for (;;) {
      await server.ended;
      if (stopping) return 'stopped';
      deaths.push(Date.now());
      if (deaths.filter((at) => Date.now() - at < WINDOW_MS).length > DEATHS_ALLOWED) return 'lost';
      log('The embedded PostgreSQL ended by itself; starting it again');
      const restarted = await restart(deaths);
      if (!restarted) return stopping ? 'stopped' : 'lost';
    }
  }

  async function restart(deaths: number[]): Promise<boolean> {
    while (!stopping && deaths.length <= DEATHS_ALLOWED) {
      try {
        server = await startPostgres(options);
        if (!stopping) return true;
        await server.stop();
      } catch (error) {
        // Processes of the one that died may still be leaving its shared memory.
        log((error as Error).message);
        deaths.push(Date.now());
        await sleep(RETRY_MS);
      }
    }
    return false;
  }

  return {
    lost: new Promise((resolve) => {
      watching.then((outcome) => {
        if (outcome === 'lost') resolve();
      });
    }),
    stop: async (within_ms) => {
      stopping = true;
      await server.stop(within_ms);
      // A start that was under way meanwhile ends its server itself.
      await watching;
    },
  };
}
