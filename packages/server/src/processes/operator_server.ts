import Fastify, { type FastifyInstance } from 'fastify';
import type { Database } from '../db/client.ts';
import { type MetricsDeps, registerMetrics } from '../metrics/metrics.ts';
import { registerHealth } from '../plugins/health.ts';

/** What a worker answers an operator, where it has a port for it: `/healthz`, `/readyz` and `/metrics`, not yet listening. */
export async function buildOperatorServer(
  deps: MetricsDeps & { db: Database; runtime: { ready(): boolean } },
): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  registerMetrics(app, deps);
  await registerHealth(app, { db: deps.db, ready: () => deps.runtime.ready() });
  return app;
}
