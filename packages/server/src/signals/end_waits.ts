import type { WaitResult } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import { insertBlobs } from '../storage/blobs.ts';
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
