/**
 * The test address of a webhook trigger: it catches the next call, so that a person sees what really comes before anything is
 * deployed. A caught call starts nothing, is no execution, and is forgotten after an hour.
 */
import { z } from 'zod';
import { endpoint, idParams, timestamp } from './endpoint.ts';

const path = '/api/integrations/workflows/:id/test-address';
const tag = 'Workflows';

/** Bytes are those of the call as a sample, in JSON. */
export const testAddressLimits = {
  listen_seconds: 600,
  kept_seconds: 3_600,
  sample_bytes: 1024 * 1024,
  calls_a_minute: 60,
} as const;

export const caughtCallSchema = z.object({
  at: timestamp,
  method: z.string(),
  /** What proves who called is shown as `***`. */
  headers: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  data: z.unknown(),
});
export type CaughtCall = z.infer<typeof caughtCallSchema>;

/** A call that came and did not fit the trigger: the caller was answered with `status`, and it goes on listening. */
export const refusedCallSchema = z.object({
  at: timestamp,
  method: z.string(),
  status: z.number().int(),
  reason: z.string(),
});
export type RefusedCall = z.infer<typeof refusedCallSchema>;

export const testAddressSchema = z.object({
  /** Null until somebody listened for the first time; then it stays the same for this person and workflow. */
  url: z.string().nullable(),
  state: z.enum(['idle', 'listening', 'expired', 'caught']),
  expires_at: timestamp.nullable(),
  call: caughtCallSchema.nullable(),
  refused: refusedCallSchema.nullable(),
});
export type TestAddress = z.infer<typeof testAddressSchema>;

export const testAddressRoutes = {
  get: endpoint({
    method: 'GET',
    path,
    tag,
    access: 'editor',
    summary: 'Your test address of this workflow, and the call that it caught',
    params: idParams,
    responses: { 200: testAddressSchema },
  }),
  listen: endpoint({
    method: 'POST',
    path,
    tag,
    access: 'editor',
    summary: 'Catch the next call to your test address, for ten minutes; nothing is started by it',
    params: idParams,
    /** The trigger as it is being edited; without it that of the saved draft. */
    body: z.strictObject({ node: z.record(z.string(), z.unknown()).optional() }).nullish(),
    responses: { 200: testAddressSchema },
  }),
  stop: endpoint({
    method: 'DELETE',
    path,
    tag,
    access: 'editor',
    summary: 'Listen no longer, and forget the call that was caught',
    params: idParams,
    responses: { 204: z.null() },
  }),
};
