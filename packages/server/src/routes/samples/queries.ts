import { sampleLimits } from '@millrace/core';
import type { Tx } from '../../db/client.ts';

export interface SampleRow {
  node_id: string;
  value: unknown;
  updated_at: Date;
  updated_by: string | null;
}

/** Those of the nodes that the draft has. */
export async function listSamples(tx: Tx, workflow_id: string): Promise<SampleRow[]> {
  const { rows } = await tx.query<SampleRow>(
    `select node_id, value, updated_at, updated_by from workflow_samples
     where workflow_id = $1 and orphaned_at is null order by node_id`,
    [workflow_id],
  );
  return rows;
}

/** How many the other nodes of the draft have, and how much that is. */
export async function weighOthers(
  tx: Tx,
  workflow_id: string,
  node_id: string,
): Promise<{ count: number; bytes: number }> {
  const { rows } = await tx.query<{ count: number; bytes: number }>(
    `select count(*)::int as count, coalesce(sum(bytes), 0)::int as bytes from workflow_samples
     where workflow_id = $1 and node_id <> $2 and orphaned_at is null`,
    [workflow_id, node_id],
  );
  return rows[0]!;
}

export interface NewSample {
  org_id: string;
  workflow_id: string;
  node_id: string;
  /** As JSON. */
  text: string;
  bytes: number;
  by: string;
}

export async function upsertSample(tx: Tx, sample: NewSample): Promise<SampleRow> {
  const { rows } = await tx.query<SampleRow>(
    `insert into workflow_samples (org_id, workflow_id, node_id, value, bytes, updated_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (workflow_id, node_id) do update
       set value = excluded.value, bytes = excluded.bytes, updated_by = excluded.updated_by, updated_at = now(), orphaned_at = null
     returning node_id, value, updated_at, updated_by`,
    [sample.org_id, sample.workflow_id, sample.node_id, sample.text, sample.bytes, sample.by],
  );
  return rows[0]!;
}

/** Whether there was one. */
export async function deleteSample(tx: Tx, workflow_id: string, node_id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'delete from workflow_samples where workflow_id = $1 and node_id = $2 and orphaned_at is null',
    [workflow_id, node_id],
  );
  return rowCount === 1;
}

export async function deleteSamples(tx: Tx, workflow_id: string): Promise<void> {
  await tx.query('delete from workflow_samples where workflow_id = $1', [workflow_id]);
}

/**
 * Hides the samples of nodes that the draft has lost, and shows those again whose nodes came back. Of the hidden ones no more are
 * kept than a workflow may have, the last ones: without that nodes could be pinned, deleted and brought back all together until
 * a workflow has a gigabyte of samples.
 */
export async function followDraft(tx: Tx, workflow_id: string, node_ids: readonly string[]): Promise<void> {
  const { rowCount } = await tx.query(
    `update workflow_samples set orphaned_at = case when node_id = any($2) then null else now() end
     where workflow_id = $1 and (orphaned_at is null) <> (node_id = any($2))`,
    [workflow_id, node_ids],
  );
  if (rowCount === 0) return;
  await tx.query(
    `delete from workflow_samples s using (
       select node_id, count(*) over newest as place, sum(bytes) over newest as weight
         from workflow_samples where workflow_id = $1 and orphaned_at is not null
       window newest as (order by orphaned_at desc, node_id)
     ) hidden
     where s.workflow_id = $1 and s.node_id = hidden.node_id and (hidden.place > $2 or hidden.weight > $3)`,
    [workflow_id, sampleLimits.per_workflow, sampleLimits.workflow_bytes],
  );
}

/** Gives a copy of a workflow, whose nodes have the same ids, the same samples. */
export async function copySamples(
  tx: Tx,
  { from, to, by }: { from: string; to: string; by: string },
): Promise<void> {
  await tx.query(
    `insert into workflow_samples (org_id, workflow_id, node_id, value, bytes, updated_by)
     select org_id, $2, node_id, value, bytes, $3 from workflow_samples where workflow_id = $1 and orphaned_at is null`,
    [from, to, by],
  );
}
