import { approvalRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { ApiError } from '../../errors.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { decodeCursor, toPage } from '../page.ts';
import { approverNames, deciderOf } from './deciders.ts';
import { type Approver, approvalPolicy, mayDecide } from './policy.ts';
import { type Presented, presentApprovals } from './present.ts';
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
        const { id, name } = await requireApprover(deps, actor, approval);
        const { decision } = body;
        try {
          await deps.runtime.signals.decide({
            org_id: actor.org_id,
            approval_id: params.id,
            decision,
            comment: body.comment?.trim() || null,
            decider: { id, name },
            within: (tx) =>
              audit(tx, originOf(call), {
                action: 'approval.decide',
                object_type: 'approval',
                object_id: params.id,
                details: { decision, execution_id: approval.execution_id },
              }),
          });
        } catch (error) {
          throw await withDecision(deps, actor, params.id, error);
        }
        return present(deps, actor, await load(deps, actor, params.id));
      },
    },
    deps,
  );
}

/** Who comes second sees what was decided, and by whom. */
async function withDecision(deps: ServerDeps, actor: Actor, id: string, error: unknown): Promise<unknown> {
  if (!(error instanceof ApiError) || error.code !== 'already_decided') return error;
  const approval = await present(deps, actor, await load(deps, actor, id));
  return new ApiError('already_decided', { extra: { approval } });
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

/** @throws ApiError `not_approver`, which says who may */
async function requireApprover(
  deps: ServerDeps,
  actor: Actor,
  { approvers }: ApprovalRow,
): Promise<Approver> {
  const decider = await deciderOf(deps, actor);
  if (mayDecide(approvers, decider)) return decider;
  const name = await approverNames(deps, actor.org_id, approvers);
  throw new ApiError('not_approver', {
    message: `You are not among those who may decide this: ${approvers.map(name).join(', ') || 'editors and above'}.`,
  });
}
