/** What only a process loads that people reach: a worker runs without it, in two thirds of the memory. */
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Auth, createAuth } from '../auth/auth.ts';
import { ensureFirstOwner } from '../commands/create_organization.ts';
import type { Database } from '../db/client.ts';
import type { Env } from '../env.ts';
import { buildServer, type ServerDeps } from '../server.ts';
import type { Shutdown } from './shutdown.ts';

export interface WebSide {
  auth: Auth;
  buildServer(deps: ServerDeps): Promise<FastifyInstance>;
}

/** Signing in, with the first owner of the settings. */
export async function openWebSide({
  env,
  db,
  log,
  shutdown,
}: {
  env: Env;
  db: Database;
  log: Logger;
  shutdown: Shutdown;
}): Promise<WebSide> {
  const auth = createAuth({ db, env, log });
  await shutdown.add({ name: 'sign-in', close: () => auth.close(), within_ms: 1_000 });
  if (env.admin && (await ensureFirstOwner(auth, env.admin)))
    log.info('Made the first owner of MILLRACE_ADMIN_EMAIL');
  return { auth, buildServer };
}
