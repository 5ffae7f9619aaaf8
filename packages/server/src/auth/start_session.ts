import { isAPIError } from 'better-auth/api';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import type { Auth } from './auth.ts';

interface StartedSession {
  token: string;
  /** Values of `set-cookie`. */
  cookies: string[];
}

/** Signs in beside the sign-in page: after the set-up, and to prove a password. Null when the password is wrong. */
export async function startSession(
  auth: Auth,
  request: FastifyRequest,
  { email, password }: { email: string; password: string },
): Promise<StartedSession | null> {
  try {
    const { headers, response } = await auth.library.api.signInEmail({
      body: { email, password },
      headers: new Headers({
        'x-millrace-address': request.ip,
        'user-agent': request.headers['user-agent'] ?? '',
      }),
      returnHeaders: true,
    });
    return { token: response.token, cookies: headers.getSetCookie() };
  } catch (cause) {
    if (!isAPIError(cause)) throw cause;
    if (cause.statusCode >= 500) throw new ApiError('unavailable');
    return null;
  }
}
