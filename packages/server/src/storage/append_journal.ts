import type { ExecutionStart, JournalEntry } from '@millrace/engine';
import type pg from 'pg';
import { documents, documentsSql } from './rows.ts';

export interface JournalRow {
  execution_id: string;
  org_id: string;
  owner: string;
  fence: number;
  path: string;
  attempt: number;
  kind: string;
  /** The entry as JSON. */
  entry: string;
}

/** An entry as it is written for `owner`; what is large in it was set apart before. */
export function journalRow(start: ExecutionStart, owner: string, entry: JournalEntry): JournalRow {
  const { path, attempt, kind } = entry;
  const { id: execution_id, org_id, fence } = start;
  return { execution_id, org_id, owner, fence, path, attempt, kind, entry: JSON.stringify(entry) };
}

/** Writes entries of executions that are still their owner's; an entry that is there already changes nothing. */
const statement = {
  name: 'append_journal',
  text: `
with input as (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::integer[], $7::text[], ${documentsSql('$8')}
  ) as x(execution_id, org_id, owner, fence, path, attempt, kind, entry)
), held as materialized (
  select e.id, e.fence from workflow_executions e
    join (select distinct execution_id, owner, fence from input) i
      on e.id = i.execution_id and e.owner = i.owner and e.fence = i.fence
   where e.status = 'running' order by e.id for no key update of e
), written as (
  insert into execution_journal (execution_id, path, attempt, kind, org_id, entry)
  select i.execution_id, i.path, i.attempt, i.kind, i.org_id, i.entry::json from input i join held on held.id = i.execution_id and held.fence = i.fence
  on conflict do nothing
)
select id, fence from held`,
};

/** Commits the entries of executions that were still ours at their fence; returns those, each with that fence. */
export async function appendJournal(
  db: pg.Pool | pg.ClientBase,
  rows: readonly JournalRow[],
): Promise<Map<string, number>> {
  const column = <T>(read: (row: JournalRow) => T): T[] => rows.map(read);
  const result = await db.query<{ id: string; fence: number }>({
    ...statement,
    values: [
      column((row) => row.execution_id),
      column((row) => row.org_id),
      column((row) => row.owner),
      column((row) => row.fence),
      column((row) => row.path),
      column((row) => row.attempt),
      column((row) => row.kind),
      documents(column((row) => row.entry)),
    ],
  });
  return new Map(result.rows.map(({ id, fence }) => [id, fence]));
}
