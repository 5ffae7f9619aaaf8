/** The promises of a Storage, kept in memory, with processes that can die before or after any of their writes. */
import type {
  Clock,
  ExecutionStart,
  FinishedExecution,
  JournalEntry,
  ParkedExecution,
  Storage,
} from '../ports.ts';
import { OwnershipLost } from '../ports.ts';

/** The process died; nobody hears of it but the test. */
export class Crash extends Error {
  constructor() {
    super('This process is dead');
    this.name = 'Crash';
  }
}

export interface CrashPoint {
  /** Counts from 1 over all writes of the process. */
  write: number;
  /** Before: the write never happened. After: it is durable, and the process does not know. */
  when: 'before' | 'after';
}

export interface Row {
  start: ExecutionStart;
  fence: number;
  status: 'running' | 'parked' | 'finished';
  journal: Map<string, JournalEntry>;
  finished: FinishedExecution | null;
  parked: ParkedExecution | null;
}

export class MemoryStorage {
  readonly rows = new Map<string, Row>();
  /** What was written, in order, over all processes. */
  readonly writes: ('accept' | 'append' | 'finish' | 'park')[] = [];
  readonly #clock: Clock;
  readonly #latency: number;

  constructor(clock: Clock, latency_ms = 0) {
    this.#clock = clock;
    this.#latency = latency_ms;
  }

  /** The storage as one process sees it, which dies at the given point. */
  process(crash: CrashPoint | null = null): Storage {
    let count = 0;
    let dead = false;
    const commit = async (
      kind: (typeof this.writes)[number],
      start: ExecutionStart,
      apply: (row?: Row) => void,
    ) => {
      if (dead) throw new Crash();
      count++;
      const last = crash?.write === count ? crash.when : null;
      if (this.#latency > 0) await this.#clock.sleep(this.#latency);
      else await Promise.resolve();
      if (last === 'before') dead = true;
      if (dead) throw new Crash();
      const row = this.rows.get(start.id);
      if (row && row.fence !== start.fence) throw new OwnershipLost(start.id);
      if (row?.finished) throw new Error(`Execution ${start.id} was written after its end`);
      apply(row);
      this.writes.push(kind);
      if (last === 'after') {
        dead = true;
        throw new Crash();
      }
    };
    return {
      accept: (start) =>
        commit('accept', start, (row) => {
          if (!row) this.rows.set(start.id, newRow(start));
        }),
      append: (start, entries) =>
        commit('append', start, (row) => {
          if (!row) throw new Error('Appended to an execution that was not accepted');
          addTo(row, entries);
        }),
      finish: (finished) =>
        commit('finish', finished.start, (row) => {
          if (finished.accepted !== (row !== undefined))
            throw new Error('The end does not know whether there is a row');
          // What cannot be printed cannot be stored.
          JSON.stringify([finished.output, finished.steps, finished.error]);
          const ended = row ?? newRow(finished.start);
          this.rows.set(finished.start.id, ended);
          ended.status = 'finished';
          ended.finished = finished;
          ended.journal.clear();
        }),
      park: (parked) =>
        commit('park', parked.start, (row) => {
          if (parked.accepted !== (row !== undefined))
            throw new Error('The park does not know whether there is a row');
          const waiting = row ?? newRow(parked.start);
          this.rows.set(parked.start.id, waiting);
          addTo(waiting, parked.journal);
          waiting.status = 'parked';
          waiting.parked = parked;
        }),
    };
  }

  /** Hands an execution to another process: late writes of the one before are refused from now on. */
  takeOver(id: string): { start: ExecutionStart; journal: JournalEntry[] } | null {
    const row = this.rows.get(id);
    if (!row) return null;
    row.fence++;
    row.status = 'running';
    row.start = { ...row.start, fence: row.fence };
    return { start: row.start, journal: [...row.journal.values()] };
  }
}

function newRow(start: ExecutionStart): Row {
  return { start, fence: start.fence, status: 'running', journal: new Map(), finished: null, parked: null };
}

/** Entries go through JSON, as they would through a database. */
function addTo(row: Row, entries: readonly JournalEntry[]): void {
  for (const entry of entries) {
    const key = `${entry.path} ${entry.attempt} ${entry.kind}`;
    if (!row.journal.has(key)) row.journal.set(key, JSON.parse(JSON.stringify(entry)) as JournalEntry);
  }
}
