/**
 * A call that the person at the command line makes to a Millrace server they named themselves. No tenant chose the address,
 * so the guard of tenants' calls does not hold here; nothing that runs in the server may use this.
 */
import { request } from 'undici';

interface OperatorRequest {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** Follows no redirect, so that the key goes nowhere else. Rejects where nobody answers. */
export async function operatorRequest(
  url: string,
  options: OperatorRequest,
): Promise<{ status: number; text: string }> {
  const { statusCode, body } = await request(url, options);
  return { status: statusCode, text: await body.text() };
}
