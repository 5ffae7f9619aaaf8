/**
 * Who may call what, decided in one place before anything of a request is read.
 *  1. A route that does not state its access stops the start; nothing is public by omission.
 *  2. The decision hangs on the route that the router matched, never on the text of the path, so no spelling of a path
 *     (`//api//x`, `/%61pi/x`) reaches a handler another way.
 *  3. A page says whose it is. Cookies belong to the whole browser: when somebody else signed in in another tab of it, what
 *     this page sends is refused instead of being done in their name.
 */
import { personHeader, type Role } from '@millrace/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Actor, resolveActor } from '../auth/actor.ts';
import type { Auth } from '../auth/auth.ts';
import { atLeast } from '../auth/roles.ts';
import { ApiError } from '../errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Role | 'public';
  }
  interface FastifyRequest {
    /** Null on public routes. */
    actor: Actor | null;
  }
}

/** Paths that no contract describes: what other systems, health checks and browsers ask for before they sign in. */
const publicPaths: readonly RegExp[] = [
  /^\/hooks\//,
  /^\/(resume|approve)\//,
  /^\/(healthz|readyz|metrics)$/,
  /^\/api\/auth\//,
  /^\/api\/(openapi\.json|docs(\/.*)?)$/,
  /^\/\*$/,
];

export function registerAccess(app: FastifyInstance, auth: Auth): void {
  app.decorateRequest('actor', null);
  app.addHook('onRoute', (route) => {
    const declared =
      route.config?.access ?? (publicPaths.some((path) => path.test(route.url)) ? 'public' : undefined);
    if (declared === undefined)
      throw new Error(
        `Route ${String(route.method)} ${route.url} does not say who may call it (config.access)`,
      );
    route.config = { ...route.config, access: declared };
  });
  app.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config;
    // Without a route it is the 404 handler, which tells nothing.
    if (access === undefined || access === 'public') return;
    request.actor = await resolveActor(auth, request, reply);
    refuseOtherPerson(request);
    requireRole(request, access);
  });
}

function refuseOtherPerson({ actor, headers }: FastifyRequest): void {
  const person = headers[personHeader];
  if (person !== undefined && actor?.kind === 'user' && actor.id !== person)
    throw new ApiError('other_person');
}

function requireRole(request: FastifyRequest, access: Role): void {
  if (!request.actor) throw new ApiError('unauthenticated');
  if (!atLeast(request.actor.role, access))
    throw new ApiError('forbidden', {
      message: `This needs the role ${access}; yours is ${request.actor.role}.`,
    });
}
