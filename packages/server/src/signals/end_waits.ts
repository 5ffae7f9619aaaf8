import type { WaitResult } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import { insertBlobForAll, insertBlobs } from '../storage/blobs.ts';
import { Apart } from '../storage/large_values.ts';
import { documents, documentsSql } from '../storage/rows.ts';

export interface EndedWait {
  execution_id: string;
  path: string;
  result: WaitResult;
}

const statement = {
  name: 'end_waits',
  text: `
update waits w set state = 'signalled', result = x.result::json, signalled_at = clock_timestamp()
  from unnest($1::uuid[], $2::text[], ${documentsSql('$3')}) as x(execution_id, path, result)
 where w.execution_id = x.execution_id and w.path = x.path and w.state = 'open'
returning w.execution_id, w.path, w.org_id`,
};

/** Gives waits that are open their result; returns those. Their executions go on when the caller wakes them. */
export async function endWaits(
  tx: Tx,
  ended: readonly EndedWait[],
): Promise<{ execution_id: string; path: string; org_id: string }[]> {
  if (ended.length === 0) return [];
  const apart = ended.map(({ execution_id }) => new Apart({ execution_id, org_id: '' }));
  const results = ended.map(({ result }, at) => apart[at]!.result(result));
  const { rows } = await tx.query<{ execution_id: string; path: string; org_id: string }>({
    ...statement,
    values: [
      ended.map(({ execution_id }) => execution_id),
      ended.map(({ path }) => path),
      documents(results.map((result) => JSON.stringify(result))),
    ],
  });
  const orgs = new Map(rows.map(({ execution_id, org_id }) => [execution_id, org_id]));
  await insertBlobs(
    tx,
    apart.flatMap(({ rows: blobs }) =>
      blobs.flatMap((row) => {
        const org_id = orgs.get(row.execution_id);
        return org_id ? [{ ...row, org_id }] : [];
      }),
    ),
  );
  return rows;
}

const alike = {
  name: 'end_waits_alike',
  text: `
update waits w set state = 'signalled', result = $3::json, signalled_at = clock_timestamp()
  from unnest($1::uuid[], $2::text[]) as x(execution_id, path)
 where w.execution_id = x.execution_id and w.path = x.path and w.state = 'open'
returning w.execution_id, w.org_id`,
};
const mostAtOnce = 1_000;

/**
 * Gives all of these waits the same result; returns the executions of those that were open. The result is printed and compressed
 * once, however many wait for it: one event of some megabytes may end ten thousand waits.
 */
export async function endWaitsAlike(
  tx: Tx,
  waits: readonly Pick<EndedWait, 'execution_id' | 'path'>[],
  result: WaitResult,
): Promise<string[]> {
  const apart = new Apart({ execution_id: '', org_id: '' });
  const printed = JSON.stringify(apart.result(result));
  const ended: string[] = [];
  for (let at = 0; at < waits.length; at += mostAtOnce) {
    const part = waits.slice(at, at + mostAtOnce);
    const { rows } = await tx.query<{ execution_id: string; org_id: string }>({
      ...alike,
      values: [part.map(({ execution_id }) => execution_id), part.map(({ path }) => path), printed],
    });
    for (const { blob } of apart.rows) await insertBlobForAll(tx, blob, rows);
    for (const { execution_id } of rows) ended.push(execution_id);
  }
  return ended;
}
