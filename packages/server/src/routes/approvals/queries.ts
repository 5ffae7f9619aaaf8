import type { Approval } from '@millrace/core';
import type { Tx } from '../../db/client.ts';
import { type Cursor, countLimit } from '../page.ts';

export interface Decision {
  decision: 'approved' | 'rejected';
  comment: string | null;
  decided_by: string;
  decided_by_id: string;
  decided_at: string;
}

export interface ApprovalRow {
  id: string;
  org_id: string;
  execution_id: string;
  workflow_id: string;
  workflow_name: string;
  node_id: string;
  path: string;
  title: string;
  message: string;
  approvers: string[];
  required: number;
  decisions: Decision[];
  status: Approval['status'];
  expires_at: Date | null;
  created_at: Date;
  decided_at: Date | null;
}

// Its time may be over before a process has come to say so.
const over = `(a.status = 'pending' and a.expires_at <= clock_timestamp())`;
const pending = `(a.status = 'pending' and (a.expires_at is null or a.expires_at > clock_timestamp()))`;
const columns = `
  a.id, a.org_id, a.execution_id, a.workflow_id, w.name as workflow_name, a.node_id, a.path, a.title, a.message, a.approvers,
  a.required, a.decisions, case when ${over} then 'expired' else a.status end as status, a.expires_at, a.created_at, a.decided_at`;
const tables = 'approvals a join integration_workflows w on w.id = a.workflow_id';

export interface ApprovalFilter {
  status?: Approval['status'] | undefined;
  execution_id?: string | undefined;
  limit: number;
  after: Cursor | null;
}

const statusIs: Readonly<Record<Approval['status'], string>> = {
  pending,
  expired: `(a.status = 'expired' or ${over})`,
  approved: `a.status = 'approved'`,
  rejected: `a.status = 'rejected'`,
  cancelled: `a.status = 'cancelled'`,
};

/** Those that wait first, each part newest first; one row more than the limit, and how many there are in all. */
export async function listApprovals(
  tx: Tx,
  { status, execution_id = undefined, limit, after }: ApprovalFilter,
): Promise<{ rows: ApprovalRow[]; counted: number }> {
  const part = async (where: string, before: string | null, most: number): Promise<ApprovalRow[]> => {
    const { rows } = await tx.query<ApprovalRow>(
      `select ${columns} from ${tables}
       where ${where} and ($1::uuid is null or a.execution_id = $1) and ($2::uuid is null or a.id < $2) order by a.id desc limit $3`,
      [execution_id ?? null, before, most],
    );
    return rows;
  };
  const total = await tx.query<{ counted: number }>(
    `select count(*)::int as counted from (
       select from approvals a where ${status ? statusIs[status] : 'true'} and ($1::uuid is null or a.execution_id = $1)
       limit ${countLimit}) x`,
    [execution_id ?? null],
  );
  const { counted } = total.rows[0]!;
  if (status) return { rows: await part(statusIs[status], after?.id ?? null, limit + 1), counted };
  const inFirst = after === null || after.value === 'pending';
  const first = inFirst ? await part(pending, after?.id ?? null, limit + 1) : [];
  const left = limit + 1 - first.length;
  const rest = left > 0 ? await part(`not ${pending}`, inFirst ? null : after.id, left) : [];
  return { rows: [...first, ...rest], counted };
}

/** The approval that a step waits for. */
export async function findApprovalOf(
  tx: Tx,
  { execution_id, path }: { execution_id: string; path: string },
): Promise<ApprovalRow | undefined> {
  const { rows } = await tx.query<ApprovalRow>(
    `select ${columns} from ${tables} where a.execution_id = $1 and a.path = $2`,
    [execution_id, path],
  );
  return rows[0];
}

export async function findApproval(tx: Tx, id: string): Promise<ApprovalRow | undefined> {
  const { rows } = await tx.query<ApprovalRow>(`select ${columns} from ${tables} where a.id = $1`, [id]);
  return rows[0];
}
