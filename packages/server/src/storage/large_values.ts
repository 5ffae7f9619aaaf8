/**
 * Where large values leave documents on their way to the database, and come back: `{ output }` is stored as
 * `{ output: <beginning>, output_blob: { hash, bytes } }`. The engine never sees a reference.
 */
import type { Step, TriggerInput } from '@millrace/core';
import type { JournalEntry, WaitResult } from '@millrace/engine';
import type pg from 'pg';
import { type Blob, type BlobRef, type BlobRow, blobOf, readBlobs, type Wanted, wantedKey } from './blobs.ts';

/** Collects what one write of an execution has to keep apart. */
export class Apart {
  readonly rows: BlobRow[] = [];
  readonly #of: { execution_id: string; org_id: string };

  constructor(of: { execution_id: string; org_id: string }) {
    this.#of = of;
  }

  /** The value, or its beginning and where the rest is. */
  value(value: unknown): { value: unknown; ref: BlobRef | null } {
    const blob = blobOf(value);
    if (!blob) return { value, ref: null };
    this.#keep(blob);
    return { value: blob.preview, ref: blob.ref };
  }

  steps(steps: readonly Step[]): readonly Step[] {
    return mapped(steps, (step) => this.step(step));
  }

  step(step: Step): Step {
    return this.#without(this.#without(step, 'input'), 'output');
  }

  entry(entry: JournalEntry): JournalEntry {
    if (entry.kind === 'settled') {
      const step = this.step(entry.step);
      return step === entry.step ? entry : { ...entry, step };
    }
    if (entry.kind !== 'waiting' || entry.wait.kind !== 'execution') return entry;
    const wait = this.#without(entry.wait, 'input');
    return wait === entry.wait ? entry : { ...entry, wait };
  }

  result(result: WaitResult): WaitResult {
    return result.outcome === 'done' ? this.#without(result, 'output') : result;
  }

  #without<T extends object>(holder: T, key: keyof T & string): T {
    const { value, ref } = this.value(holder[key]);
    return ref ? { ...holder, [key]: value, [`${key}_blob`]: ref } : holder;
  }

  #keep(blob: Blob): void {
    this.rows.push({ ...this.#of, blob });
  }
}

/** The same list when nothing in it changed. */
function mapped<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let copy: T[] | null = null;
  for (let at = 0; at < list.length; at++) {
    const item = change(list[at]!);
    if (item === list[at]) continue;
    copy ??= [...list];
    copy[at] = item;
  }
  return copy ?? list;
}

/** Brings large values back into documents that were just read; they are changed in place. */
export class Whole {
  readonly #places: { wanted: Wanted; put(value: unknown): void }[] = [];

  steps(execution_id: string, steps: readonly Step[]): void {
    for (const step of steps) {
      this.#member(execution_id, step, 'input');
      this.#member(execution_id, step, 'output');
    }
  }

  entries(execution_id: string, entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      if (entry.kind === 'settled') this.steps(execution_id, [entry.step]);
      else if (entry.kind === 'signalled') this.result(execution_id, entry.result);
      else if (entry.kind === 'waiting' && entry.wait.kind === 'execution')
        this.#member(execution_id, entry.wait, 'input');
    }
  }

  result(execution_id: string, result: WaitResult): void {
    if (result.outcome === 'done') this.#member(execution_id, result, 'output');
  }

  trigger(execution_id: string, trigger: TriggerInput, ref: BlobRef | null): void {
    this.value(execution_id, ref, (value) => {
      trigger.data = value;
    });
  }

  /** Sets a member of anything, where it was kept apart. */
  value(execution_id: string, ref: BlobRef | null, put: (value: unknown) => void): void {
    if (ref) this.#place(execution_id, ref, put);
  }

  /** Costs nothing when nothing was kept apart. */
  async bringBack(db: pg.Pool | pg.ClientBase): Promise<void> {
    if (this.#places.length === 0) return;
    const values = await readBlobs(
      db,
      this.#places.map(({ wanted }) => wanted),
    );
    for (const { wanted, put } of this.#places) {
      const key = wantedKey(wanted);
      if (values.has(key)) put(values.get(key));
    }
  }

  #member<T extends object>(execution_id: string, holder: T, key: keyof T & string): void {
    const stored = holder as Record<string, unknown>;
    const ref = stored[`${key}_blob`] as BlobRef | undefined;
    if (!ref) return;
    this.#place(execution_id, ref, (value) => {
      stored[key] = value;
      delete stored[`${key}_blob`];
    });
  }

  #place(execution_id: string, { hash }: BlobRef, put: (value: unknown) => void): void {
    this.#places.push({ wanted: { execution_id, hash }, put });
  }
}
