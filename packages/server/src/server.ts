import compress from '@fastify/compress';
import { testLimits } from '@millrace/core';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { registerAuthRoutes } from './auth/auth_routes.ts';
import { registerLive } from './live/route.ts';
import { registerMetrics } from './metrics/metrics.ts';
import { newId } from './new_id.ts';
import { OrgSlots, TRIALS_AT_ONCE } from './org_slots.ts';
import { registerAccess } from './plugins/access.ts';
import { registerBodyBudget } from './plugins/body_budget.ts';
import { registerCrossSite } from './plugins/cross_site.ts';
import { registerDocs } from './plugins/docs.ts';
import { registerErrorHandler, sendFrameworkError } from './plugins/error_handler.ts';
import { registerHealth } from './plugins/health.ts';
import { registerJsonBody } from './plugins/json_body.ts';
import { registerSecurityHeaders } from './plugins/security_headers.ts';
import { registerWebApp } from './plugins/web_app.ts';
import { registerApprovals } from './routes/approvals/routes.ts';
import { registerApps } from './routes/apps/routes.ts';
import { registerConnections } from './routes/connections/routes.ts';
import { registerEvents } from './routes/events/routes.ts';
import { registerExecutions } from './routes/executions/routes.ts';
import { registerHooks } from './routes/hooks/routes.ts';
import { registerTestHooks } from './routes/hooks/test_address.ts';
import { registerOrganization } from './routes/organization/routes.ts';
import { registerPublic } from './routes/public/routes.ts';
import { registerSamples } from './routes/samples/routes.ts';
import { registerSchedule } from './routes/schedule/routes.ts';
import { registerTestAddress } from './routes/test_address/routes.ts';
import { registerWorkflowTests } from './routes/workflow_tests/routes.ts';
import { registerWorkflows } from './routes/workflows/routes.ts';
import type { ServerDeps } from './server_deps.ts';

export type { ServerDeps } from './server_deps.ts';

/** Of the JSON that most requests send; endpoints that take more say so in the contract. */
const BODY_LIMIT = 1024 * 1024;
const REQUEST_TIMEOUT_MS = 120_000;
const COMPRESS_FROM = 4_096;

/** The whole HTTP side, not yet listening. */
export async function buildServer(deps: ServerDeps): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log,
    // One line per request would cost more than most requests; what fails is logged where it fails.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    // A request that is sent drop by drop must not hold its place for ever.
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: newId,
    requestIdHeader: false,
    // Only a proxy on this machine may say whose address it is.
    trustProxy: 'loopback',
    frameworkErrors: sendFrameworkError,
    routerOptions: { ignoreDuplicateSlashes: true, maxParamLength: 500 },
    // A connection that is kept open must not keep the process from ending.
    forceCloseConnections: 'idle',
    // Who began to ask before the end is served: executions are still accepted then.
    return503OnClosing: false,
  });
  registerErrorHandler(app);
  registerBodyBudget(app);
  registerAccess(app, deps.auth);
  // Others call these, in their own formats and at their own rate: nothing of the app's scope belongs to them.
  await app.register(async (scope) => {
    await registerHooks(scope, deps);
    registerTestHooks(scope, deps);
    registerPublic(scope, deps);
    await registerMetrics(scope, deps);
    await registerHealth(scope, { db: deps.db, ready: () => deps.runtime.ready() });
  });
  await app.register(async (scope) => registerApp(scope, deps));
  return app;
}

/** What people and API clients use: the API, its documentation, and the web app. */
async function registerApp(app: FastifyInstance, deps: ServerDeps): Promise<void> {
  await registerSecurityHeaders(app, deps.env.public_url);
  registerCrossSite(app, deps.env.public_url);
  registerJsonBody(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  await registerLive(app, deps);
  await app.register(async (api) => registerApi(api, deps));
  if (deps.web_dir !== undefined) {
    const web_dir = deps.web_dir;
    await app.register(async (web) => registerWebApp(web, web_dir, deps.env.public_url));
  }
}

async function registerApi(api: FastifyInstance, deps: ServerDeps): Promise<void> {
  await api.register(compress, { threshold: COMPRESS_FROM });
  // Answers belong to who asked, and to now.
  api.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  registerAuthRoutes(api, deps);
  registerOrganization(api, deps);
  const tests = new OrgSlots(testLimits.at_once, 'tests');
  const trials = new OrgSlots(TRIALS_AT_ONCE, 'calls to other services');
  registerWorkflows(api, deps, { tests, trials });
  registerWorkflowTests(api, deps, tests);
  registerTestAddress(api, deps);
  registerSamples(api, deps);
  registerExecutions(api, deps);
  registerApprovals(api, deps);
  registerApps(api, deps, trials);
  registerConnections(api, deps, trials);
  registerEvents(api, deps);
  registerSchedule(api, deps);
  await registerDocs(api, deps.env.public_url);
}
