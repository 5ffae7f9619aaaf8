/**
 * How something outside ends the wait of a step. Invariants:
 *  1. The row of the execution is locked first: of twenty at once one is accepted, the others are told that they come late.
 *  2. Whatever is accepted is taken: by whoever runs the execution, by whoever takes it next, or by the step when it comes.
 *  3. The clock of the database decides whether a wait is over.
 */
import type { ExecutionStatus } from '@millrace/core';
import type { WaitResult } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { insertBlobs } from '../storage/blobs.ts';
import { Apart } from '../storage/large_values.ts';
import { endWaits } from './end_waits.ts';
import type { WaitKind } from './wait_entry.ts';
import { wake } from './wake.ts';

export interface SignalRequest {
  org_id: string;
  execution_id: string;
  path: string;
  kind: WaitKind;
  result: WaitResult;
}

/**
 * `accepted`: the wait is over. `early`: kept for the step, which has not come to its wait yet. `used`: it was ended before.
 * `expired`: its time was over. `ended`: the execution is. `not_found`: nothing waits there.
 */
export type SignalOutcome = 'accepted' | 'early' | 'used' | 'expired' | 'ended' | 'not_found';

export interface FoundExecution {
  id: string;
  org_id: string;
  status: ExecutionStatus;
}

export interface KeptWait {
  kind: WaitKind;
  state: 'open' | 'signalled' | 'consumed';
  attempt: number;
  expires_at: Date | null;
  expired: boolean;
}

const unfinished: ReadonlySet<string> = new Set(['queued', 'running', 'waiting']);

/** An execution of an organization, locked until the end of the transaction. */
export async function lockExecution(tx: Tx, org_id: string, id: string): Promise<FoundExecution | null> {
  const { rows } = await tx.query<FoundExecution>({
    name: 'lock_execution',
    text: 'select id, org_id, status from workflow_executions where id = $1 and org_id = $2 for no key update',
    values: [id, org_id],
  });
  return rows[0] ?? null;
}

export function isUnfinished({ status }: FoundExecution): boolean {
  return unfinished.has(status);
}

export async function findWait(tx: Tx, execution_id: string, path: string): Promise<KeptWait | null> {
  const { rows } = await tx.query<KeptWait>({
    name: 'find_wait',
    text: `select kind, state, attempt, expires_at, coalesce(expires_at <= clock_timestamp(), false) as expired
             from waits where execution_id = $1 and path = $2`,
    values: [execution_id, path],
  });
  return rows[0] ?? null;
}

/** Ends a wait in the caller's transaction. Only a callback may come before its step. */
export async function signal(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  request: SignalRequest,
): Promise<SignalOutcome> {
  const { execution_id, path, kind, result } = request;
  const execution = await lockExecution(tx, request.org_id, execution_id);
  if (!execution) return 'not_found';
  if (!isUnfinished(execution)) return 'ended';
  const wait = await findWait(tx, execution_id, path);
  if (!wait) return kind === 'callback' ? keepEarly(tx, request) : 'not_found';
  if (wait.kind !== kind) return 'not_found';
  if (wait.state !== 'open') return 'used';
  if (wait.expired) return 'expired';
  await endWaits(tx, [{ execution_id, path, result }]);
  await wake(tx, queue, [execution_id]);
  return 'accepted';
}

/** A step that is over was ended by something else (a cancelled branch, its time) and takes nothing more. */
const keep = {
  name: 'keep_early_signal',
  text: `
insert into waits (execution_id, path, org_id, attempt, kind, state, result, signalled_at)
select $1, $2, $3, 0, 'callback', 'signalled', $4::json, clock_timestamp()
 where not exists (select from execution_journal where execution_id = $1 and path = $2 and kind = 'settled')`,
};

async function keepEarly(
  tx: Tx,
  { org_id, execution_id, path, result }: SignalRequest,
): Promise<SignalOutcome> {
  const apart = new Apart({ execution_id, org_id });
  const { rowCount } = await tx.query({
    ...keep,
    values: [execution_id, path, org_id, JSON.stringify(apart.result(result))],
  });
  if (rowCount !== 1) return 'used';
  await insertBlobs(tx, apart.rows);
  return 'early';
}
