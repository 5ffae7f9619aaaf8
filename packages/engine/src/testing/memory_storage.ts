/**
 * The promises of a Storage, kept in memory, with processes that can die before or after any of their writes; and the outside
 * that reaches executions through it: signals, and children that somebody else runs.
 *
 * It also holds what no process may do to it, and notes in `faults` who did.
 */
import { isDeepStrictEqual } from 'node:util';
import type {
  Clock,
  ExecutionStart,
  FinishedExecution,
  JournalEntry,
  ParkedExecution,
  Signal,
  Storage,
  Wait,
  WaitResult,
} from '../ports.ts';
import { OwnershipLost } from '../ports.ts';
import { type KeptWait, MemoryWaits, signalOf } from './memory_waits.ts';

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
  /** Queued: parked, and somebody is to go on with it at once. */
  status: 'running' | 'parked' | 'queued' | 'finished';
  journal: Map<string, JournalEntry>;
  /** Paths that are settled. */
  settled: Set<string>;
  waits: MemoryWaits;
  finished: FinishedExecution | null;
  parked: ParkedExecution | null;
}

/** An execution that a step started. */
export interface Child {
  parent: string;
  path: string;
  wait: Extract<Wait, { kind: 'execution' }>;
  status: 'running' | 'ended' | 'cancelled' | 'not_started';
}

/** The storage as one process sees it. */
export interface ProcessStorage extends Storage {
  /** Writes that it began. */
  readonly count: number;
}

export class MemoryStorage {
  readonly rows = new Map<string, Row>();
  readonly children = new Map<string, Child>();
  /** What was written, in order, over all processes. */
  readonly writes: ('accept' | 'append' | 'finish' | 'park')[] = [];
  /** Entries that were appended or parked, over all processes. */
  entries = 0;
  /** Their size, and that of the records of steps that parks and ends brought, as JSON. */
  bytes = 0;
  readonly faults: string[] = [];
  /** Why a child cannot be started; null: it can. */
  refuseChild: (child: Child) => WaitResult | null = () => null;
  /** A wait is in force. */
  onWaiting: ((id: string, kept: KeptWait) => void) | null = null;
  /** Something ended a wait of an execution that a process runs. */
  onSignal: ((id: string) => void) | null = null;
  /** A parked execution is to go on. */
  onQueued: ((id: string) => void) | null = null;
  readonly #clock: Clock;
  readonly #latency: number;

  constructor(clock: Clock, latency_ms = 0) {
    this.#clock = clock;
    this.#latency = latency_ms;
  }

  /** The storage as one process sees it, which dies at the given point. */
  process(crash: CrashPoint | null = null): ProcessStorage {
    let count = 0;
    let dead = false;
    const commit = async <T>(
      kind: (typeof this.writes)[number],
      start: ExecutionStart,
      apply: (row?: Row) => T,
    ): Promise<T> => {
      if (dead) throw new Crash();
      count++;
      const last = crash?.write === count ? crash.when : null;
      await this.#takeTime(Math.ceil(this.#latency / 2));
      if (last === 'before') dead = true;
      if (dead) throw new Crash();
      const row = this.rows.get(start.id);
      if (row && row.fence !== start.fence) throw new OwnershipLost(start.id);
      if (row?.finished) throw new Error(`Execution ${start.id} was written after its end`);
      const result = apply(row);
      this.writes.push(kind);
      if (last === 'after') dead = true;
      // What it learns of the commit takes its time too; meanwhile others see it.
      await this.#takeTime(Math.floor(this.#latency / 2));
      if (dead) throw new Crash();
      return result;
    };
    return {
      get count() {
        return count;
      },
      accept: (start) =>
        commit('accept', start, (row) => {
          if (!row) this.rows.set(start.id, newRow(start));
        }),
      append: (start, entries) =>
        commit('append', start, (row) => {
          if (!row) throw new Error('Appended to an execution that was not accepted');
          return this.#add(row, entries);
        }),
      finish: (finished) => commit('finish', finished.start, (row) => this.#finish(finished, row)),
      park: (parked) => commit('park', parked.start, (row) => this.#park(parked, row)),
    };
  }

  /** Hands an execution to another process: late writes of the one before are refused from now on. */
  takeOver(id: string): { start: ExecutionStart; journal: JournalEntry[] } | null {
    const row = this.rows.get(id);
    if (!row) return null;
    row.fence++;
    row.status = 'running';
    row.start = { ...row.start, fence: row.fence };
    const signals = row.waits.unanswered();
    const signalled = signals.map((signal): JournalEntry => ({ kind: 'signalled', ...signal }));
    return { start: row.start, journal: [...row.journal.values(), ...signalled] };
  }

  /** Something outside ends the wait of a step, or comes before it waits; false when it is refused. */
  signal(id: string, path: string, result: WaitResult): boolean {
    const row = this.rows.get(id);
    if (!row || row.finished || row.settled.has(path)) return false;
    if (!row.waits.signal(path, result, this.#clock.now())) return false;
    if (row.waits.byPath.get(path)!.wait === null) return true;
    if (row.status === 'running') this.onSignal?.(id);
    else this.#queue(row);
    return true;
  }

  /** A child ends; its parent hears of it when it waits for that. */
  endChild(execution_id: string, result: WaitResult): void {
    const child = this.children.get(execution_id);
    if (child?.status !== 'running') return;
    child.status = 'ended';
    if (child.wait.attached) this.signal(child.parent, child.path, result);
  }

  async #takeTime(ms: number): Promise<void> {
    if (ms > 0) await this.#clock.sleep(ms);
    else await Promise.resolve();
  }

  #finish(finished: FinishedExecution, row: Row | undefined): void {
    if (finished.accepted !== (row !== undefined))
      throw new Error('The end does not know whether there is a row');
    // What cannot be printed cannot be stored.
    this.bytes += JSON.stringify([finished.output, finished.steps, finished.error]).length;
    const ended = row ?? newRow(finished.start);
    this.rows.set(finished.start.id, ended);
    ended.status = 'finished';
    ended.finished = finished;
    ended.journal.clear();
    ended.settled.clear();
    for (const child of this.children.values()) {
      if (child.parent === finished.start.id && child.status === 'running' && child.wait.attached)
        child.status = 'cancelled';
    }
  }

  #park(parked: ParkedExecution, row: Row | undefined): void {
    if (parked.accepted !== (row !== undefined))
      throw new Error('The park does not know whether there is a row');
    const waiting = row ?? newRow(parked.start);
    this.rows.set(parked.start.id, waiting);
    this.#add(waiting, parked.journal);
    waiting.status = 'parked';
    waiting.parked = parked;
    this.bytes += JSON.stringify(parked.steps ?? []).length;
    if (waiting.waits.unanswered().length > 0) this.#queue(waiting);
  }

  #queue(row: Row): void {
    if (row.status === 'queued') return;
    row.status = 'queued';
    this.onQueued?.(row.start.id);
  }

  /** Entries go through JSON, as they would through a database. */
  #add(row: Row, entries: readonly JournalEntry[]): Signal[] {
    const begun: KeptWait[] = [];
    for (const entry of entries) {
      const key = `${entry.path} ${entry.attempt} ${entry.kind}`;
      const text = JSON.stringify(entry);
      const copy = JSON.parse(text) as JournalEntry;
      this.bytes += text.length;
      this.#check(row, copy, row.journal.get(key));
      if (row.journal.has(key)) continue;
      row.journal.set(key, copy);
      this.entries++;
      if (copy.kind === 'settled') row.settled.add(copy.path);
      row.waits.consume(copy);
      const kept = copy.kind === 'waiting' ? row.waits.register(copy) : null;
      if (!kept) continue;
      begun.push(kept);
      if (kept.wait?.kind === 'execution') this.#startChild(row, kept.path, kept.wait);
    }
    for (const kept of begun) this.onWaiting?.(row.start.id, kept);
    return begun.flatMap(signalOf);
  }

  #startChild(row: Row, path: string, wait: Child['wait']): void {
    const { id } = row.start;
    const child: Child = { parent: id, path, wait, status: 'running' };
    if (this.children.has(wait.execution_id)) this.faults.push(`${path} started a child twice`);
    this.children.set(wait.execution_id, child);
    const refusal = this.refuseChild(child);
    if (refusal) child.status = 'not_started';
    const started: WaitResult = { outcome: 'done', output: { execution_id: wait.execution_id } };
    const result = refusal ?? (wait.attached ? null : started);
    if (result) row.waits.signal(path, result, this.#clock.now());
  }

  #check(row: Row, entry: JournalEntry, same: JournalEntry | undefined): void {
    const { kind, path } = entry;
    if (kind === 'signalled') this.faults.push(`${path}: a process wrote a signal`);
    if (kind === 'settled' && !same && row.settled.has(path)) this.faults.push(`${path} settled twice`);
    if (kind === 'settled' && same && !isDeepStrictEqual(entry, same))
      this.faults.push(`${path} settled again, with something else`);
    if (kind !== 'settled' && !same && row.settled.has(path))
      this.faults.push(`${path}: ${kind} after it was settled`);
    if (kind === 'waiting' && same?.kind === 'waiting' && !isDeepStrictEqual(entry.wait, same.wait))
      this.faults.push(`${path} waits for something else than it did`);
  }
}

function newRow(start: ExecutionStart): Row {
  return {
    start,
    fence: start.fence,
    status: 'running',
    journal: new Map(),
    settled: new Set(),
    waits: new MemoryWaits(),
    finished: null,
    parked: null,
  };
}
