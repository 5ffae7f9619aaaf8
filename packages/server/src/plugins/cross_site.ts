import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses requests that another site makes a browser send with our cookie. API keys are exempt: no browser adds them by
 * itself. Programs send neither `Origin` nor `Sec-Fetch-Site`; browsers always send one of them with what is not GET.
 */
export function registerCrossSite(app: FastifyInstance, public_url: string): void {
  const own = new URL(public_url).host;
  app.addHook('onRequest', async (request) => {
    if (safeMethods.has(request.method) || request.headers.authorization !== undefined) return;
    if (!isSameSite(request, own)) throw new ApiError('cross_site');
  });
}

/** WebSockets are GET requests that browsers send across sites with the cookie: they ask this before they open. */
export function isSameSite(request: FastifyRequest, own: string): boolean {
  const origin = request.headers.origin;
  if (origin !== undefined)
    return URL.canParse(origin) && [own, request.headers.host].includes(new URL(origin).host);
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
