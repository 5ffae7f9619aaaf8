import type { WorkflowTestDraft } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../../db/client.ts';

/** What a test says, as it is stored: all but its name. */
export type StoredTest = Omit<WorkflowTestDraft, 'name'>;

export interface TestRow {
  id: string;
  workflow_id: string;
  name: string;
  test: StoredTest;
  last_passed: boolean | null;
  last_run_at: Date | null;
  last_hash: string | null;
  created_at: Date;
  created_by: string | null;
  updated_at: Date;
}

const columns =
  'id, workflow_id, name, test, last_passed, last_run_at, last_hash, created_at, created_by, updated_at';

/** In the order in which they were made. */
export async function listTests(
  tx: Tx,
  workflow_id: string,
  ids: readonly string[] | null = null,
): Promise<TestRow[]> {
  const { rows } = await tx.query<TestRow>(
    `select ${columns} from workflow_tests where workflow_id = $1 and ($2::uuid[] is null or id = any($2)) order by id`,
    [workflow_id, ids],
  );
  return rows;
}

/** How many others the workflow has, and how much that is. */
export async function weighOthers(
  tx: Tx,
  workflow_id: string,
  test_id: string | null,
): Promise<{ count: number; bytes: number }> {
  const { rows } = await tx.query<{ count: number; bytes: number }>(
    `select count(*)::int as count, coalesce(sum(bytes), 0)::int as bytes from workflow_tests
     where workflow_id = $1 and id is distinct from $2::uuid`,
    [workflow_id, test_id],
  );
  return rows[0]!;
}

export interface WrittenTest {
  name: string;
  /** As JSON. */
  text: string;
  bytes: number;
}

export async function insertTests(
  tx: Tx,
  { org_id, workflow_id, by }: { org_id: string; workflow_id: string; by: string },
  tests: readonly WrittenTest[],
): Promise<TestRow[]> {
  if (tests.length === 0) return [];
  const { rows } = await tx.query<TestRow>(
    `insert into workflow_tests (id, org_id, workflow_id, name, test, bytes, created_by, updated_by, created_at, updated_at)
     select t.id, $1, $2, t.name, t.test, t.bytes, $3, $3, date_trunc('milliseconds', now()), date_trunc('milliseconds', now())
     from unnest($4::uuid[], $5::text[], $6::json[], $7::int[]) t (id, name, test, bytes)
     returning ${columns}`,
    [
      org_id,
      workflow_id,
      by,
      tests.map(() => uuidv7()),
      tests.map(({ name }) => name),
      tests.map(({ text }) => text),
      tests.map(({ bytes }) => bytes),
    ],
  );
  return rows;
}

/** Its last result was that of another test. */
export async function updateTest(
  tx: Tx,
  { id, workflow_id, by }: { id: string; workflow_id: string; by: string },
  test: WrittenTest,
): Promise<TestRow | undefined> {
  const { rows } = await tx.query<TestRow>(
    `update workflow_tests set name = $3, test = $4, bytes = $5, updated_by = $6,
       updated_at = greatest(date_trunc('milliseconds', clock_timestamp()), updated_at + interval '1 millisecond'),
       last_passed = null, last_run_at = null, last_hash = null
     where workflow_id = $1 and id = $2 returning ${columns}`,
    [workflow_id, id, test.name, test.text, test.bytes, by],
  );
  return rows[0];
}

/** Its name; nothing when there is no such test. */
export async function deleteTest(tx: Tx, workflow_id: string, id: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ name: string }>(
    'delete from workflow_tests where workflow_id = $1 and id = $2 returning name',
    [workflow_id, id],
  );
  return rows[0]?.name;
}

export async function deleteTests(tx: Tx, workflow_id: string): Promise<void> {
  await tx.query('delete from workflow_tests where workflow_id = $1', [workflow_id]);
}

/** Gives a copy of a workflow, whose steps have the same keys, the same tests. */
export async function copyTests(
  tx: Tx,
  { from, to, org_id, by }: { from: string; to: string; org_id: string; by: string },
): Promise<void> {
  const { rows } = await tx.query<WrittenTest>(
    'select name, test::text as text, bytes from workflow_tests where workflow_id = $1 order by id',
    [from],
  );
  await insertTests(tx, { org_id, workflow_id: to, by }, rows);
}

/** Writes down how tests ended; of one that was changed or deleted meanwhile nothing. */
export async function noteResults(
  tx: Tx,
  hash: string,
  results: readonly { id: string; updated_at: Date; passed: boolean }[],
): Promise<void> {
  await tx.query(
    `update workflow_tests w set last_passed = r.passed, last_run_at = date_trunc('milliseconds', clock_timestamp()), last_hash = $1
     from unnest($2::uuid[], $3::timestamptz[], $4::boolean[]) r (id, updated_at, passed)
     where w.id = r.id and w.updated_at = r.updated_at`,
    [
      hash,
      results.map(({ id }) => id),
      results.map(({ updated_at }) => updated_at),
      results.map(({ passed }) => passed),
    ],
  );
}
