import type pg from 'pg';

export interface ExecutionKey {
  org_id: string;
  /** Keeps the keys of different things apart: `execute:<workflow_id>`, `event`. */
  scope: string;
  key: string;
  request_hash: string | null;
  execution_id: string | null;
  /** How long it is remembered; a day when absent. */
  window_seconds?: number;
}

export interface TakenKey {
  request_hash: string | null;
  execution_id: string | null;
  answer: unknown;
}

export const keyWindowSeconds = 86_400;

/** A key whose time is over is free again. A second transaction with the same key waits here for the first to end. */
const take = {
  name: 'take_execution_key',
  text: `
insert into execution_keys as k (org_id, scope, key, request_hash, execution_id, expires_at)
values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
on conflict (org_id, scope, key) do update
   set request_hash = excluded.request_hash, execution_id = excluded.execution_id, answer = null,
       created_at = now(), expires_at = excluded.expires_at
 where k.expires_at < now()
returning true as ours`,
};

/** Null when the key is ours now; otherwise what was started with it before. */
export async function takeExecutionKey(tx: pg.ClientBase, key: ExecutionKey): Promise<TakenKey | null> {
  const taken = await tx.query({
    ...take,
    values: [
      key.org_id,
      key.scope,
      key.key,
      key.request_hash,
      key.execution_id,
      key.window_seconds ?? keyWindowSeconds,
    ],
  });
  if (taken.rowCount === 1) return null;
  const { rows } = await tx.query<TakenKey>(
    'select request_hash, execution_id, answer from execution_keys where org_id = $1 and scope = $2 and key = $3',
    [key.org_id, key.scope, key.key],
  );
  return rows[0] ?? { request_hash: null, execution_id: null, answer: null };
}

/** Keeps what a repeated request is answered, in the transaction that took the key. */
export async function keepAnswer(
  tx: pg.ClientBase,
  { org_id, scope, key }: Pick<ExecutionKey, 'org_id' | 'scope' | 'key'>,
  answer: unknown,
): Promise<void> {
  await tx.query('update execution_keys set answer = $4 where org_id = $1 and scope = $2 and key = $3', [
    org_id,
    scope,
    key,
    JSON.stringify(answer),
  ]);
}
