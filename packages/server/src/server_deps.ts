import type { FastifyBaseLogger } from 'fastify';
import type { Auth } from './auth/auth.ts';
import type { Database } from './db/client.ts';
import type { Env } from './env.ts';
import type { ProcessMetrics } from './metrics/render.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { Secrets } from './secrets/secrets.ts';

/** What the server is made of; `main.ts` and the tests put it together. */
export interface ServerDeps {
  env: Env;
  db: Database;
  log: FastifyBaseLogger;
  auth: Auth;
  runtime: Runtime;
  secrets: Secrets;
  /** Of the worker processes that this one started. */
  workerMetrics?: () => Promise<ProcessMetrics[]>;
  /** Where the built web app is; absent: no pages. */
  web_dir?: string;
  /** Holds every answer against the contract: for tests. */
  check_answers?: boolean;
}
