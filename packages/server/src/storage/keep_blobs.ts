import type pg from 'pg';
import { CoalescingWriter } from '../runtime/coalescing_writer.ts';
import { type BlobRow, insertBlobs } from './blobs.ts';

/** Commits large values ahead of the documents that refer to them. */
export interface BlobKeeper {
  keep(rows: readonly BlobRow[]): Promise<void>;
  readonly writer: CoalescingWriter<BlobRow>;
}

/** Compressed they weigh a fraction; more than this at once would only wait for each other. */
const MOST_AT_ONCE = 20;

export function createBlobKeeper(
  db: pg.Pool,
  options: { patience_ms: number; onBatch(rows: number): void },
): BlobKeeper {
  const writer = new CoalescingWriter<BlobRow>({
    ...options,
    size: ({ blob }) => blob.ref.bytes >> 1,
    max_rows: MOST_AT_ONCE,
    async write(rows) {
      await insertBlobs(db, rows);
      return undefined;
    },
  });
  return {
    writer,
    async keep(rows) {
      const missing = rows.filter(({ execution_id, blob }) => !blob.isKept(execution_id));
      await Promise.all(missing.map((row) => writer.push(row)));
      for (const { execution_id, blob } of missing) blob.wasKept(execution_id);
    },
  };
}
