/**
 * Turns many small writes into few statements. Invariants:
 *  1. A promise resolves only after the statement that carried its row has committed.
 *  2. Whoever waits when a statement returns leaves together in the next one; a lone row waits for nobody. With `lanes`
 *     statements run side by side: only for rows whose order does not matter.
 *  3. A row that PostgreSQL refuses is rejected alone; the rows beside it are written.
 *  4. After a broken connection nothing is assumed: `write` is told that the rows may be there already.
 *  5. A row is given up (rejected with DatabaseAway) only after `patience_ms` without a database.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseAway, troubleOf } from './database_errors.ts';

/** What became of a row: written, or the reason why not (an owner that lost it, for instance). */
export type Outcome = Error | undefined;

export interface WriterOptions<Row> {
  /**
   * Commits all rows in one transaction and says what became of each, in order (nothing: all written).
   * `maybe_written` is true when an earlier try of any of them ended without an answer.
   */
  write(rows: Row[], maybe_written: boolean): Promise<Outcome[] | undefined>;
  /** Approximate size of a row in bytes. */
  size(row: Row): number;
  max_rows?: number;
  max_bytes?: number;
  patience_ms?: number;
  /** How many statements may run side by side now, at least 1 (default 1). */
  lanes?(): number;
  /** Told of every statement: how many rows it carried. */
  onBatch?(rows: number): void;
}

interface Waiting<Row> {
  row: Row;
  bytes: number;
  since: number;
  resolve(): void;
  reject(error: Error): void;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

export class CoalescingWriter<Row> {
  /** When the database stopped answering, on the monotonic clock; null while it answers. */
  away_since: number | null = null;
  readonly #options: Required<Omit<WriterOptions<Row>, 'onBatch'>> & Pick<WriterOptions<Row>, 'onBatch'>;
  #queue: Waiting<Row>[] = [];
  #in_flight = 0;
  #bytes = 0;
  /** Statements that run now. */
  #lanes = 0;

  constructor(options: WriterOptions<Row>) {
    this.#options = {
      max_rows: 500,
      max_bytes: 8 * 1024 * 1024,
      patience_ms: 60_000,
      lanes: () => 1,
      ...options,
    };
  }

  /** Rows that are not yet committed. */
  get waiting(): number {
    return this.#queue.length + this.#in_flight;
  }

  /** What they weigh, about, in bytes. */
  get waiting_bytes(): number {
    return this.#bytes;
  }

  /** Resolves once the row is committed. Rejects with what `write` said of it, the database's data error, or DatabaseAway. */
  push(row: Row): Promise<void> {
    return new Promise((resolve, reject) => {
      const bytes = this.#options.size(row);
      this.#bytes += bytes;
      this.#queue.push({ row, bytes, since: performance.now(), resolve, reject });
      if (this.#lanes >= this.#options.lanes()) return;
      this.#lanes += 1;
      // Not at once: everybody who pushes while this turn's sockets are read leaves in the same statement.
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && this.#lanes <= this.#options.lanes()) {
      const batch = this.#take();
      this.#in_flight += batch.length;
      await this.#write(batch, false);
    }
    this.#lanes -= 1;
  }

  #take(): Waiting<Row>[] {
    const { max_rows, max_bytes } = this.#options;
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      bytes += waiting.bytes;
      if (count > 0 && (count >= max_rows || bytes > max_bytes)) break;
      count += 1;
    }
    if (count === this.#queue.length) {
      const all = this.#queue;
      this.#queue = [];
      return all;
    }
    return this.#queue.splice(0, count);
  }

  /** Settles every row of the batch; never rejects. */
  async #write(batch: Waiting<Row>[], maybe_written: boolean): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    for (let pending = batch; pending.length > 0; ) {
      try {
        const outcomes = await this.#options.write(
          pending.map(({ row }) => row),
          maybe_written,
        );
        this.#options.onBatch?.(pending.length);
        this.away_since = null;
        this.#forget(pending);
        settle(pending, outcomes);
        return;
      } catch (error) {
        const trouble = troubleOf(error);
        const halves = trouble === 'data' || (trouble === 'cancelled' && pending.length > 1);
        if (halves) return this.#divide(pending, error as Error, maybe_written);
        maybe_written = true;
        if (trouble === 'away') this.away_since ??= performance.now();
        pending = this.#giveUpLate(pending, error);
        if (pending.length > 0) await sleep(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** One of these rows cannot be written: halves find it in few statements, and the others get through. */
  async #divide(batch: Waiting<Row>[], error: Error, maybe_written: boolean): Promise<void> {
    this.away_since = null;
    if (batch.length === 1) {
      this.#forget(batch);
      return batch[0]!.reject(error);
    }
    const middle = batch.length >> 1;
    await this.#write(batch.slice(0, middle), maybe_written);
    await this.#write(batch.slice(middle), maybe_written);
  }

  #forget(settled: readonly Waiting<Row>[]): void {
    this.#in_flight -= settled.length;
    for (const { bytes } of settled) this.#bytes -= bytes;
  }

  #giveUpLate(batch: Waiting<Row>[], cause: unknown): Waiting<Row>[] {
    const oldest = performance.now() - this.#options.patience_ms;
    const [late, pending] = [
      batch.filter(({ since }) => since <= oldest),
      batch.filter(({ since }) => since > oldest),
    ];
    this.#forget(late);
    for (const waiting of late) waiting.reject(new DatabaseAway(cause));
    return pending;
  }
}

function settle<Row>(batch: Waiting<Row>[], outcomes: Outcome[] | undefined): void {
  for (let index = 0; index < batch.length; index += 1) {
    const outcome = outcomes?.[index];
    if (outcome) batch[index]!.reject(outcome);
    else batch[index]!.resolve();
  }
}
