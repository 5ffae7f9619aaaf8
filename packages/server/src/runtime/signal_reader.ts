/**
 * Ends of waits reach the executions that run here. Invariants:
 *  1. A notification says only that there is something: what it is, is read from the database, for all that were named together.
 *  2. One that came before its execution runs here (its claim is committed, its definition is being read) is not lost.
 *  3. Notifications that could not be heard are made up for: after a reconnection everything that runs is looked at, and now and then
 *     what the database knows of.
 */
import type pg from 'pg';
import { findSignalled, readSignals } from '../signals/read_signals.ts';
import type { Runner } from './runner.ts';

export interface SignalReader {
  /** A wait of this execution has ended. */
  heard(execution_id: string): void;
  /** This execution runs here from now on. */
  begun(execution_id: string): void;
  /** Looks at everything that runs here. */
  readAll(): void;
  /** Looks for what was not heard. @throws when the database cannot be asked */
  readUnheard(owner: string): Promise<void>;
}

/** Executions that are about to run here, or run elsewhere; the oldest goes first. */
const MOST_EARLY = 1_000;

export function createSignalReader({
  engine,
  runner,
  onError,
}: {
  engine: pg.Pool;
  runner: Pick<Runner, 'running' | 'signal'>;
  onError(error: unknown): void;
}): SignalReader {
  const early = new Set<string>();
  const named = new Set<string>();
  let reading = false;

  function read(execution_id: string): void {
    named.add(execution_id);
    if (reading) return;
    reading = true;
    setImmediate(() => void readNamed());
  }

  async function readNamed(): Promise<void> {
    try {
      while (named.size > 0) {
        const ids = [...named];
        named.clear();
        for (const [id, signals] of await readSignals(engine, ids)) runner.signal(id, signals);
      }
    } catch (error) {
      onError(error);
    } finally {
      reading = false;
    }
  }

  return {
    heard(id) {
      if (runner.running.has(id)) return read(id);
      early.add(id);
      if (early.size > MOST_EARLY) early.delete(early.values().next().value!);
    },
    begun(id) {
      if (early.delete(id)) read(id);
    },
    readAll() {
      for (const id of runner.running.keys()) read(id);
    },
    async readUnheard(owner) {
      if (runner.running.size === 0) return;
      for (const id of await findSignalled(engine, owner)) read(id);
    },
  };
}
