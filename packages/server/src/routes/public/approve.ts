import { approvalRoutes } from '@millrace/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { audit } from '../../commands/audit.ts';
import { ApiError, invalid } from '../../errors.ts';
import { issuesOf } from '../../plugins/route.ts';
import { checkTrigger } from '../../runtime/check_trigger.ts';
import type { ServerDeps } from '../../server_deps.ts';
import type { FoundWait } from '../../signals/signals_api.ts';
import { parseWebhookBody } from '../../triggers/webhook_body.ts';
import { byAddress } from '../approvals/policy.ts';
import { type ApprovalRow, findApprovalOf } from '../approvals/queries.ts';
import { prefersJson, sendJson, sendPage, wantsPage } from './answer.ts';
import { type Door, unknownAddress } from './door.ts';
import { approvalPage, noticePage } from './page.ts';

/** A comment and a decision. */
const bodyLimit = 64 * 1024;

/** The address of an approval: a page with two buttons, or `{ decision, comment }` from a program. */
export function approvalDoor(deps: Pick<ServerDeps, 'db' | 'runtime'>): Door {
  return {
    path: '/approve/',
    methods: ['POST', 'PUT', 'PATCH'],
    body_limit: bodyLimit,
    async open(token) {
      const wait = await deps.runtime.signals.findWait(token, 'approval');
      if (!wait) throw unknownAddress();
      const approval = await deps.db.asOrg(wait.org_id, (tx) => findApprovalOf(tx, wait), {
        read_only: true,
      });
      refuseDecided(approval, wait.over);
      const asked = { ...approval, approved: approval.decisions.length };
      return {
        show: (request, reply) =>
          prefersJson(request)
            ? sendJson(reply, 200, presentAsked(approval))
            : sendPage(reply, 200, approvalPage(asked)),
        async act(body, request, reply) {
          const { decision, comment } = decisionOf(body, request);
          await deps.runtime.signals.decide({
            org_id: wait.org_id,
            approval_id: approval.id,
            decision,
            comment: comment?.trim() || null,
            decider: byAddress,
            within: (tx) =>
              audit(
                tx,
                {
                  actor: { ...byAddress, kind: 'link', email: '', org_id: wait.org_id },
                  request_id: request.id,
                  address: request.ip,
                },
                {
                  action: 'approval.decide',
                  object_type: 'approval',
                  object_id: approval.id,
                  details: { decision, execution_id: wait.execution_id },
                },
              ),
          });
          return decided(wait, decision, request, reply);
        },
      };
    },
  };
}

function refuseDecided(approval: ApprovalRow | undefined, over: boolean): asserts approval is ApprovalRow {
  if (!approval && over) throw new ApiError('execution_over');
  if (!approval)
    throw new ApiError('not_waiting', {
      message: 'The workflow has not come to this approval yet. Open the address again when it asks.',
    });
  switch (approval.status) {
    case 'pending':
      if (over) throw new ApiError('execution_over');
      if (approval.decisions.some((decision) => decision.decided_by_id === byAddress.id))
        throw new ApiError('already_used');
      return;
    case 'approved':
    case 'rejected':
      throw new ApiError('already_decided', { message: `This has been ${approval.status} already.` });
    case 'expired':
      throw new ApiError('expired');
    case 'cancelled':
      throw new ApiError('execution_over');
  }
}

/** What a program sees of it: what the page shows. */
function presentAsked({ title, message, required, decisions, expires_at }: ApprovalRow) {
  return { status: 'pending', title, message, required, approved: decisions.length, expires_at };
}

type Decided = z.output<typeof approvalRoutes.decide.body>;

function decisionOf(body: Buffer, request: FastifyRequest): Decided {
  const sent = parseWebhookBody(body, request.headers['content-type']);
  const parsed = approvalRoutes.decide.body.safeParse(sent);
  if (!parsed.success) throw invalid(issuesOf(parsed.error));
  checkTrigger({ data: parsed.data });
  return parsed.data;
}

function decided(
  { execution_id }: FoundWait,
  decision: Decided['decision'],
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (!wantsPage(request)) return sendJson(reply, 200, { execution_id, decision });
  const notice = noticePage(
    decision === 'approved' ? 'Approved' : 'Rejected',
    'Your decision is noted. You can close this page; the address does not work again.',
  );
  return sendPage(reply, 200, notice);
}
