import { approvalRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { ApiError } from '../../errors.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { decodeCursor, toPage } from '../page.ts';
import { approvalPolicy, isApprover } from './policy.ts';
import { membersOf, type Presented, presentApprovals } from './present.ts';
import { type ApprovalRow, findApproval, listApprovals } from './queries.ts';

/** Approvals: what waits for whom, and deciding it. */
export function registerApprovals(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    approvalRoutes,
    approvalPolicy,
    {
      list: async ({ query, actor }) => {
        const after = decodeCursor(query.cursor);
        if (after !== null && !z.uuid().safeParse(after.id).success)
          throw new ApiError('validation_failed', {
            issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
          });
        const { rows, counted } = await deps.db.asOrg(
          actor.org_id,
          (tx) => listApprovals(tx, { ...query, after }),
          { read_only: true },
        );
        const presented = await presentApprovals(deps, actor, rows);
        return toPage(presented, {
          limit: query.limit,
          counted,
          cursorOf: ({ status, id }) => ({ value: status === 'pending' ? 'pending' : '', id }),
          present: (approval) => approval,
        });
      },
      get: async ({ params, actor }) => present(deps, actor, await load(deps, actor, params.id)),
      decide: async (call) => {
        const { params, body, actor } = call;
        const approval = await load(deps, actor, params.id);
        await refuseOthers(deps, actor, approval);
        const { decision } = body;
        try {
          await deps.runtime.signals.decide({
            org_id: actor.org_id,
            approval_id: params.id,
            decision,
            comment: body.comment?.trim() || null,
            decided_by: actor.name,
            decided_by_id: actor.id,
            within: (tx) =>
              audit(tx, originOf(call), {
                action: 'approval.decide',
                object_type: 'approval',
                object_id: params.id,
                details: { decision, execution_id: approval.execution_id },
              }),
          });
        } catch (error) {
          if (!(error instanceof ApiError) || error.code !== 'already_decided') throw error;
          // Whoever comes second sees what was decided, and by whom.
          const now = await present(deps, actor, await load(deps, actor, params.id));
          throw new ApiError('already_decided', { message: error.message, extra: { approval: now } });
        }
        return present(deps, actor, await load(deps, actor, params.id));
      },
    },
    deps,
  );
}

async function load(deps: ServerDeps, actor: Actor, id: string): Promise<ApprovalRow> {
  const row = await deps.db.asOrg(actor.org_id, (tx) => findApproval(tx, id), { read_only: true });
  if (!row) throw new ApiError('not_found', { message: 'There is no such approval.' });
  return row;
}

async function present(deps: ServerDeps, actor: Actor, row: ApprovalRow): Promise<Presented> {
  const [presented] = await presentApprovals(deps, actor, [row]);
  return presented!;
}

async function refuseOthers(deps: ServerDeps, actor: Actor, { approvers }: ApprovalRow): Promise<void> {
  const members = await membersOf(deps, actor, approvers);
  if (isApprover(approvers, actor, members.own_id)) return;
  const named = approvers.map((id) => members.names.get(id) ?? id).join(', ');
  throw new ApiError('not_approver', {
    message: `You are not among those who may decide this: ${named || 'editors and above'}.`,
  });
}
