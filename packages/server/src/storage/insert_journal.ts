import type { JournalEntry } from '@millrace/engine';
import type pg from 'pg';
import { insertBlobs } from './blobs.ts';
import { Apart } from './large_values.ts';
import { documents, documentsSql } from './rows.ts';

/** Gives a new execution a past, in the transaction that inserts it. */
export async function insertJournal(
  tx: pg.ClientBase,
  { execution_id, org_id }: { execution_id: string; org_id: string },
  entries: readonly JournalEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const apart = new Apart({ execution_id, org_id });
  const stored = entries.map((entry) => apart.entry(entry));
  await insertBlobs(tx, apart.rows);
  await tx.query(
    `insert into execution_journal (execution_id, org_id, path, attempt, kind, entry)
     select $1, $2, x.path, x.attempt, x.kind, x.entry::json
       from unnest($3::text[], $4::integer[], $5::text[], ${documentsSql('$6')}) as x(path, attempt, kind, entry)`,
    [
      execution_id,
      org_id,
      entries.map(({ path }) => path),
      entries.map(({ attempt }) => attempt),
      entries.map(({ kind }) => kind),
      documents(stored.map((entry) => JSON.stringify(entry))),
    ],
  );
}
