import { allowsAddress } from '@millrace/core';
import { type AuthKind, type HttpRequest, StepError } from '@millrace/sdk';

export interface Credentials {
  name: string;
  hosts: readonly string[];
  fields: Record<string, unknown>;
}

/**
 * The request with the credentials in it.
 * @throws StepError `connection_host` where the connection may not be sent to this address
 */
export function signWith(
  kind: AuthKind,
  { name, hosts, fields }: Credentials,
  request: HttpRequest,
): HttpRequest {
  if (!allowsAddress(hosts, request.url)) {
    const where = URL.parse(request.url)?.origin ?? 'this address';
    throw new StepError(
      `The connection ${name} may not be used with ${where}; it is for ${hosts.join(', ')}`,
      {
        code: 'connection_host',
        field: 'url',
        hint: 'If that is the right place, add the host to the connection, under Connections.',
      },
    );
  }
  return kind.sign(request, fields);
}

/** Every text in the credentials that must not be shown. */
export function textsOf(secrets: Record<string, unknown>): string[] {
  return Object.values(secrets).filter((value): value is string => typeof value === 'string' && value !== '');
}
