import type { FastifyInstance } from 'fastify';
import type { Database } from '../db/client.ts';
import { readMigrations } from '../db/migrate.ts';

/** `/healthz`: the process answers. `/readyz`: it can work: database reachable and migrated, runtime started. */
export async function registerHealth(
  app: FastifyInstance,
  deps: { db: Database; ready: () => boolean },
): Promise<void> {
  const wanted = (await readMigrations()).map(({ name }) => name);
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ ok: true }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    const database = await isMigrated(deps.db, wanted);
    const runtime = deps.ready();
    if (!(database && runtime)) reply.code(503).header('retry-after', '2');
    return reply.send({ ok: database && runtime, database, runtime });
  });
}

/** Who asks whether we are ready does not wait for a connection that nobody answers. */
const ANSWER_WITHIN_MS = 2_000;

async function isMigrated(db: Database, wanted: readonly string[]): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), ANSWER_WITHIN_MS);
  try {
    return await Promise.race([hasMigrations(db, wanted), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function hasMigrations(db: Database, wanted: readonly string[]): Promise<boolean> {
  try {
    const { rows } = await db.owner.query<{ name: string }>('select name from millrace.millrace_migrations');
    const applied = new Set(rows.map(({ name }) => name));
    return wanted.every((name) => applied.has(name));
  } catch {
    return false;
  }
}
