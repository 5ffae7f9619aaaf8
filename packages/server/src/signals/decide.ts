/**
 * Decisions of people on approvals. Invariants:
 *  1. The execution and the approval are locked first: of two at once one comes second and sees what the first one did.
 *  2. Nobody counts twice, and all who come by the signed address count as one.
 *  3. One rejection rejects; as many approvals as are needed approve; after that nothing is counted.
 */
import type { Tx } from '../db/client.ts';
import type { ExecutionQueue } from '../queue.ts';
import { endWaits } from './end_waits.ts';
import { isUnfinished, lockExecution } from './signal.ts';
import { wake } from './wake.ts';

/** Who decides; that this person may is the business of the caller. All who come by the signed address have one id. */
export interface Decider {
  id: string;
  name: string;
}

export interface Decision {
  decision: 'approved' | 'rejected';
  comment: string | null;
  decided_by: string;
  decided_by_id: string;
  decided_at: string;
}

export interface DecideRequest {
  org_id: string;
  approval_id: string;
  decision: Decision['decision'];
  comment: string | null;
  decider: Decider;
}

/** `decided`: the approval is over. `counted`: more approvals are needed. */
export type DecideOutcome = 'decided' | 'counted' | 'already_decided' | 'expired' | 'ended' | 'not_found';

interface ApprovalRow {
  execution_id: string;
  path: string;
  required: number;
  decisions: Decision[];
  status: 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled';
  expired: boolean;
  now: Date;
}

const find = {
  name: 'approval_execution',
  text: 'select execution_id from approvals where id = $1 and org_id = $2',
};
const lock = {
  name: 'lock_approval',
  text: `select execution_id, path, required, decisions, status, coalesce(expires_at <= clock_timestamp(), false) as expired,
                clock_timestamp() as now
           from approvals where id = $1 and org_id = $2 for update`,
};
const note = {
  name: 'note_decision',
  text: `update approvals set decisions = $2::jsonb, status = $3, decided_at = case when $3 = 'pending' then null else $4::timestamptz end
          where id = $1`,
};

/** Notes a decision in the caller's transaction, and ends the wait when it decides. */
export async function decide(
  tx: Tx,
  queue: Pick<ExecutionQueue, 'insert'>,
  request: DecideRequest,
): Promise<DecideOutcome> {
  const { org_id, approval_id, decider } = request;
  const found = await tx.query<{ execution_id: string }>({ ...find, values: [approval_id, org_id] });
  if (!found.rows[0]) return 'not_found';
  const execution = await lockExecution(tx, org_id, found.rows[0].execution_id);
  const { rows } = await tx.query<ApprovalRow>({ ...lock, values: [approval_id, org_id] });
  const approval = rows[0];
  if (!approval) return 'not_found';
  const refused = refusal(approval, decider, execution !== null && isUnfinished(execution));
  if (refused) return refused;
  const made: Decision = {
    decision: request.decision,
    comment: request.comment,
    decided_by: decider.name,
    decided_by_id: decider.id,
    decided_at: approval.now.toISOString(),
  };
  const decisions = [...approval.decisions, made];
  const status = statusOf(decisions, approval.required);
  await tx.query({ ...note, values: [approval_id, JSON.stringify(decisions), status, made.decided_at] });
  if (status === 'pending') return 'counted';
  const { decided_by_id: _id, ...output } = made;
  const { execution_id, path } = approval;
  await endWaits(tx, [{ execution_id, path, result: { outcome: 'done', output } }]);
  await wake(tx, queue, [execution_id]);
  return 'decided';
}

function refusal(approval: ApprovalRow, decider: Decider, runs: boolean): DecideOutcome | null {
  if (approval.status === 'cancelled') return 'ended';
  if (approval.status === 'expired') return 'expired';
  if (approval.status !== 'pending') return 'already_decided';
  if (!runs) return 'ended';
  if (approval.expired) return 'expired';
  return approval.decisions.some(({ decided_by_id }) => decided_by_id === decider.id)
    ? 'already_decided'
    : null;
}

function statusOf(decisions: readonly Decision[], required: number): 'pending' | 'approved' | 'rejected' {
  if (decisions.some(({ decision }) => decision === 'rejected')) return 'rejected';
  return decisions.length >= required ? 'approved' : 'pending';
}
