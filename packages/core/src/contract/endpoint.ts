/**
 * How a route of the HTTP API is stated: once, as data. The server validates with it, the web client calls with it,
 * and the OpenAPI document is made from it.
 */
import { z } from 'zod';

export const roles = ['owner', 'admin', 'editor', 'viewer'] as const;
export type Role = (typeof roles)[number];

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Fastify path: `/api/integrations/workflows/:id`. */
  path: string;
  summary: string;
  tag: string;
  /** The least role that may call it; `public` needs no sign-in. */
  access: Role | 'public';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Largest body in bytes, where it differs from the default of 1 MiB. */
  body_limit?: number;
  /** Success answers by status code; `z.null()` is no body. */
  responses: Record<number, z.ZodType>;
}

/**
 * The header by which a page says which person it was opened by. A request with a session of another one is refused (409
 * `other_person`) instead of being done in their name.
 */
export const personHeader = 'millrace-person';

/** States an endpoint and keeps its literal types. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}

/** The shape of every error answer. */
export const errorBodySchema = z.object({
  error: z.string(),
  status: z.number().int(),
  code: z.string(),
  issues: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        node_id: z.string().optional(),
        field: z.string().optional(),
      }),
    )
    .optional(),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export const idParams = z.object({ id: z.uuid() });

/** `?limit=10&cursor=…` of every list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  cursor: z.string().max(500).optional(),
});

/** A page of a list; `total` is exact up to 10,000. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable(),
    total: z.number().int(),
    total_capped: z.boolean().optional(),
  });
}

export const timestamp = z.iso.datetime();
