import { z } from 'zod';
import { endpoint, idParams, page, pageQuery, timestamp } from './endpoint.ts';

const prefix = '/api/integrations';
const tag = 'Approvals';

export const approvalStatuses = ['pending', 'approved', 'rejected', 'expired', 'cancelled'] as const;

export const approvalSchema = z.object({
  id: z.uuid(),
  execution_id: z.uuid(),
  workflow_id: z.uuid(),
  workflow_name: z.string(),
  node_id: z.string(),
  path: z.string(),
  title: z.string(),
  message: z.string(),
  status: z.enum(approvalStatuses),
  /** Roles and member ids; with names for those that are members. Where nobody is named: the role editor. */
  approvers: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Approvals that are needed. */
  required: z.number().int(),
  decisions: z.array(
    z.object({
      decision: z.enum(['approved', 'rejected']),
      comment: z.string().nullable(),
      /** Name of the person, or that it was decided by the signed link. */
      decided_by: z.string(),
      decided_at: timestamp,
    }),
  ),
  /** Whether the caller may decide and has not yet. */
  can_decide: z.boolean(),
  /** Whether one of the decisions is the caller's. */
  has_decided: z.boolean(),
  /**
   * A signed page on which whoever has the address may decide, once; null when it is over or the caller may not decide. Null
   * too when several approvals are needed: whoever gave one could give a second with it.
   */
  link: z.string().nullable(),
  expires_at: timestamp.nullable(),
  created_at: timestamp,
  decided_at: timestamp.nullable(),
});
export type Approval = z.infer<typeof approvalSchema>;

export const approvalRoutes = {
  list: endpoint({
    method: 'GET',
    path: `${prefix}/approvals`,
    tag,
    access: 'viewer',
    summary: 'Approvals, those that wait first, newest first',
    query: pageQuery.extend({
      status: z.enum(approvalStatuses).optional(),
      execution_id: z.uuid().optional(),
    }),
    responses: { 200: page(approvalSchema) },
  }),
  get: endpoint({
    method: 'GET',
    path: `${prefix}/approvals/:id`,
    tag,
    access: 'viewer',
    summary: 'One approval',
    params: idParams,
    responses: { 200: approvalSchema },
  }),
  decide: endpoint({
    method: 'POST',
    path: `${prefix}/approvals/:id`,
    tag,
    access: 'viewer',
    summary:
      'Approves or rejects, for who is named as an approver (403 otherwise); 409 with the approval once it is decided, 410 when it is late',
    params: idParams,
    body: z.strictObject({
      decision: z.enum(['approved', 'rejected']),
      comment: z.string().max(5_000).nullish(),
    }),
    responses: { 200: approvalSchema },
  }),
};
