/** One way to authenticate with an app: what a person fills in, and how a request is signed with it. */
import type { z } from 'zod';
import type { HttpRequest } from '../http.ts';

export interface AuthKind<F extends z.ZodObject = z.ZodObject> {
  /** Kept in connections: it does not change. */
  id: string;
  name: string;
  description: string;
  /** What the form asks for; `.meta({ field: 'secret' })` marks what is never shown again. */
  fields: F;
  /**
   * The request with the credentials in it. It is called on the way out, after the address was held against the hosts of the
   * connection; what it adds is not sent along when another host redirects.
   * @throws Rejected where the credentials do not fit into a request
   */
  sign(request: HttpRequest, fields: z.output<F>): HttpRequest;
}

/** The names of the fields that are secrets. */
export function secretFieldsOf({ fields }: AuthKind): string[] {
  return Object.entries(fields.shape).flatMap(([name, field]) =>
    metaOf(field as z.ZodType)?.field === 'secret' ? [name] : [],
  );
}

function metaOf(field: z.ZodType): Record<string, unknown> | undefined {
  return field.meta() as Record<string, unknown> | undefined;
}

/** A request with one more header; one of the same name that the step gave itself gives way. */
export function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  const wanted = name.toLowerCase();
  const others = Object.entries(request.headers ?? {}).filter(([given]) => given.toLowerCase() !== wanted);
  return { ...request, headers: { ...Object.fromEntries(others), [wanted]: value } };
}
