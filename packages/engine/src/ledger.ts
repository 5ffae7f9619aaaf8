/**
 * Owns what an execution still owes to the storage.
 *
 *  1. Nothing is written before somebody asks for a commit: until then an execution is local.
 *  2. A commit that resolves made everything durable that was noted before it was asked for, acceptance first.
 *  3. One write is under way at a time; what is noted meanwhile leaves together in the next.
 *  4. Ends of waits that a write brings back are there to be taken before its commit resolves.
 *  5. After a failed write nothing more is written: what the storage holds is unknown, and recovery decides.
 */
import type { ExecutionStart, JournalEntry, Signal, Storage } from './ports.ts';

const noSignals: readonly Signal[] = [];
const noWaits: ReadonlyMap<string, number> = new Map();

export class Ledger {
  accepted: boolean;
  #openWaits: Map<string, number> | null = null;
  readonly #storage: Pick<Storage, 'accept' | 'append'>;
  readonly #start: ExecutionStart;
  readonly #startedAt: Date;
  #owed: JournalEntry[] = [];
  #signals: readonly Signal[] = noSignals;
  #urgent = false;
  #writing: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(
    storage: Pick<Storage, 'accept' | 'append'>,
    start: ExecutionStart,
    startedAt: Date,
    accepted: boolean,
  ) {
    this.#storage = storage;
    this.#start = start;
    this.#startedAt = startedAt;
    this.accepted = accepted;
  }

  /** Remembers an entry for the next commit. An urgent one is sent at once when the execution is accepted. */
  note(entry: JournalEntry, urgent: boolean): void {
    this.#owed.push(entry);
    if (entry.kind === 'waiting' && entry.wait.kind !== 'time') this.keepOpen(entry.path, entry.attempt);
    else if (entry.kind === 'settled') this.#openWaits?.delete(entry.path);
    this.#urgent ||= urgent;
  }

  /** External waits that are in force, or noted, and whose steps are not settled: the attempts by path. */
  get openWaits(): ReadonlyMap<string, number> {
    return this.#openWaits ?? noWaits;
  }

  /** An external wait that an earlier process has registered. */
  keepOpen(path: string, attempt: number): void {
    this.#openWaits ??= new Map();
    this.#openWaits.set(path, attempt);
  }

  /** Whether something waits that should not wait for somebody to need it. */
  get isUrgent(): boolean {
    return this.#urgent && this.accepted;
  }

  /** The ends of waits that writes have brought back since the last time (4). */
  takeSignals(): readonly Signal[] {
    const signals = this.#signals;
    this.#signals = noSignals;
    return signals;
  }

  /** Resolves when everything noted so far is durable (2). */
  commit(): Promise<void> {
    this.#urgent = false;
    this.#next ??= (this.#writing ?? Promise.resolve()).then(() => {
      this.#writing = this.#next;
      this.#next = null;
      return this.#write();
    });
    return this.#next;
  }

  /** Waits until no write is under way and returns what is still owed: it leaves with the end, or with the park. */
  async rest(): Promise<JournalEntry[]> {
    const owed = this.#owed;
    this.#owed = [];
    await (this.#next ?? this.#writing);
    return owed;
  }

  async #write(): Promise<void> {
    const entries = this.#owed;
    this.#owed = [];
    // Asked for in one turn, acceptance first: a storage commits them together where it can.
    const accepting = this.accepted ? undefined : this.#storage.accept(this.#start, this.#startedAt);
    const appending = entries.length > 0 ? this.#storage.append(this.#start, entries) : noSignals;
    const [signals] = await Promise.all([appending, accepting]);
    this.accepted = true;
    if (signals.length > 0) this.#signals = [...this.#signals, ...signals];
  }
}
