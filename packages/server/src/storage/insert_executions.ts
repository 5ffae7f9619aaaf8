import type pg from 'pg';
import type { JournalRow } from './append_journal.ts';
import { insertBlobs } from './blobs.ts';
import { documentOf, documents, documentsSql, type NewExecution, plainList } from './rows.ts';

/**
 * Inserts new executions, numbers them within their workflow, and counts those that are already over.
 * Counters are locked in the order of their id, so that two processes never wait for each other in a circle.
 */
const statement = (more: { relations: boolean; journal: boolean }) => ({
  name: `insert_executions${more.relations ? '_with_relations' : ''}${more.journal ? '_and_journal' : ''}`,
  text: `
with input as (
  select * from unnest(
    $1::uuid[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[],
    ${documentsSql('$8')}, ${documentsSql('$9')}, ${documentsSql('$10')}, ${documentsSql('$11')},
    $12::uuid[], $13::uuid[], $14::integer[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[], $18::timestamptz[],
    $19::double precision[]${more.relations ? relationsInput : ''}
  ) as x(id, org_id, workflow_id, version, status, trigger_type, triggered_by, trigger, output, error, steps,
         retry_of, owner, fence, resume_at, created_at, started_at, finished_at, duration_ms${more.relations ? relations : ''})
), counted as (
  insert into workflow_counters as c
    (workflow_id, org_id, last_number, execution_count, success_count, error_count, last_executed_at, last_status)
  select workflow_id, (array_agg(org_id))[1], count(*), count(finished_at),
         count(*) filter (where status in ('success', 'partial_success')),
         count(*) filter (where status in ('error', 'timed_out')),
         max(finished_at), (array_agg(status order by finished_at desc) filter (where finished_at is not null))[1]
    from input group by workflow_id order by workflow_id
  on conflict (workflow_id) do update set
    last_number      = c.last_number + excluded.last_number,
    execution_count  = c.execution_count + excluded.execution_count,
    success_count    = c.success_count + excluded.success_count,
    error_count      = c.error_count + excluded.error_count,
    last_executed_at = greatest(c.last_executed_at, excluded.last_executed_at),
    last_status      = coalesce(excluded.last_status, c.last_status)
  returning workflow_id, last_number
)${more.journal ? journal(more.relations ? 25 : 20) : ''}
insert into workflow_executions
  (id, org_id, workflow_id, version, number, status, trigger_type, triggered_by, trigger, output, error, steps,
   retry_of, owner, fence, resume_at, created_at, started_at, finished_at, duration_ms${more.relations ? relations : ''})
select i.id, i.org_id, i.workflow_id, i.version,
       c.last_number - count(*) over (partition by i.workflow_id) + row_number() over (partition by i.workflow_id order by i.id),
       i.status, i.trigger_type, i.triggered_by, i.trigger::json, i.output::json, i.error::json, i.steps::json,
       i.retry_of, i.owner, i.fence, i.resume_at, i.created_at, i.started_at, i.finished_at, i.duration_ms${
         more.relations
           ? ', i.parent_execution_id, i.parent_path, i.depth, i.trigger_blob::json, i.output_blob::json'
           : ''
       }
  from input i join counted c using (workflow_id)`,
});

/** Only in the statement that needs them: nearly every execution is nobody's child and has no large value. */
const relations = ', parent_execution_id, parent_path, depth, trigger_blob, output_blob';
const relationsInput = `, $20::uuid[], $21::text[], $22::smallint[], ${documentsSql('$23')}, ${documentsSql('$24')}`;

/** The first entries of the journal leave with the row that they belong to. */
const journal = (first: number): string => `, journaled as (
  insert into execution_journal (execution_id, path, attempt, kind, org_id, entry)
  select execution_id, path, attempt, kind, org_id, entry::json
    from unnest($${first}::uuid[], $${first + 1}::text[], $${first + 2}::integer[], $${first + 3}::text[], $${first + 4}::uuid[],
                ${documentsSql(`$${first + 5}`)}) as j(execution_id, path, attempt, kind, org_id, entry)
  on conflict do nothing
)`;

const statements = {
  plain: statement({ relations: false, journal: false }),
  relations: statement({ relations: true, journal: false }),
  journal: statement({ relations: false, journal: true }),
  both: statement({ relations: true, journal: true }),
};

/**
 * Commits all rows in one statement (or as part of `db`'s transaction), with the first entries of their journals. Large values
 * are stored before.
 * @throws a database error with code 23505 when one of the ids is there already.
 */
export async function insertExecutions(
  db: pg.Pool | pg.ClientBase,
  rows: readonly NewExecution[],
  journal: readonly JournalRow[] = [],
): Promise<void> {
  if (rows.some(({ blobs }) => blobs.length > 0))
    await insertBlobs(
      db,
      rows.flatMap(({ blobs }) => blobs),
    );
  const related = rows.some(hasRelations);
  const journaled = journal.length > 0;
  const chosen = related ? (journaled ? 'both' : 'relations') : journaled ? 'journal' : 'plain';
  await db.query({
    ...statements[chosen],
    values: [
      ...columnsOf(rows),
      ...(related ? relationsOf(rows) : []),
      ...(journaled ? journalOf(journal) : []),
    ],
  });
}

function hasRelations({ parent, depth, trigger_blob, output_blob }: NewExecution): boolean {
  return parent !== null || depth > 0 || trigger_blob !== null || output_blob !== null;
}

function relationsOf(rows: readonly NewExecution[]): unknown[] {
  return [
    rows.map(({ parent }) => parent?.execution_id ?? null),
    rows.map(({ parent }) => parent?.path ?? null),
    rows.map(({ depth }) => depth),
    documents(rows.map(({ trigger_blob }) => documentOf(trigger_blob))),
    documents(rows.map(({ output_blob }) => documentOf(output_blob))),
  ];
}

function journalOf(journal: readonly JournalRow[]): unknown[] {
  return [
    journal.map(({ execution_id }) => execution_id),
    journal.map(({ path }) => path),
    journal.map(({ attempt }) => attempt),
    journal.map(({ kind }) => kind),
    journal.map(({ org_id }) => org_id),
    documents(journal.map(({ entry }) => entry)),
  ];
}

function columnsOf(rows: readonly NewExecution[]): unknown[] {
  const column = <T>(read: (row: NewExecution) => T): T[] => rows.map(read);
  const listed = (read: (row: NewExecution) => string | number | null): string => plainList(rows.map(read));
  return [
    listed((row) => row.id),
    listed((row) => row.org_id),
    listed((row) => row.workflow_id),
    listed((row) => row.version),
    listed((row) => row.status),
    listed((row) => row.trigger_type),
    column((row) => row.triggered_by),
    documents(column((row) => row.trigger)),
    documents(column((row) => row.output)),
    documents(column((row) => row.error)),
    documents(column((row) => row.steps)),
    listed((row) => row.retry_of),
    listed((row) => row.owner),
    listed((row) => row.fence),
    listed((row) => row.resume_at?.toISOString() ?? null),
    listed((row) => row.created_at.toISOString()),
    listed((row) => row.started_at?.toISOString() ?? null),
    listed((row) => row.finished_at?.toISOString() ?? null),
    listed((row) => row.duration_ms),
  ];
}
