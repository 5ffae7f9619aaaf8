import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { readArguments } from './cli.ts';
import { openDatabase } from './db/client.ts';
import { type Env, readDataSettings, readEnv, settingsWithoutEffect } from './env.ts';
import { createLog } from './log.ts';
import { answerMetrics } from './metrics/channel.ts';
import { createGuardedClient } from './outbound/guarded_client.ts';
import { listen } from './processes/listen.ts';
import { buildOperatorServer } from './processes/operator_server.ts';
import { prepareDatabase } from './processes/prepare_database.ts';
import { type EndReason, watchForEnd } from './processes/process_end.ts';
import { settleMemory } from './processes/settle_memory.ts';
import { createShutdown, type Shutdown, StoppedWhileStarting } from './processes/shutdown.ts';
import { describeStartProblem } from './processes/start_problem.ts';
import { startWorkers } from './processes/supervisor.ts';
import type { openWebSide, WebSide } from './processes/web_side.ts';
import { createRuntime } from './runtime/runtime.ts';
import { createSecrets } from './secrets/secrets.ts';

// The only wiring: settings → log → database → parts → workers → listen. Everything that is started here is added to the
// shutdown at once, so that a signal or a failed start ends exactly what is there.

const WEB_DIR = fileURLToPath(new URL('../../web/dist', import.meta.url));
const THIS_FILE = fileURLToPath(import.meta.url);
/** All ends within 30 seconds: running steps may take 25 of them, the rest is handed back and written, and the database has what is left. */
const LAST_MOMENT_MS = 29_500;
const WORK_WITHIN_MS = 26_300;
/** A worker that is not gone by then is killed; what it ran is found by its heartbeat. */
const WORKERS_WITHIN_MS = 26_000;

interface Start {
  env: Env;
  log: Logger;
  shutdown: Shutdown;
  end: (reason: EndReason) => void;
}

async function startParts({ env, log, shutdown, end }: Start): Promise<void> {
  const url = await prepareDatabase({ env, log, shutdown, end });
  const db = openDatabase({
    url,
    application_name: `millrace ${env.role}`,
    onConnectionLost: (err) => log.warn({ err }, 'A database connection was lost'),
  });
  await shutdown.add({ name: 'connections', close: () => db.close(), within_ms: 2_000 });
  const secrets = createSecrets({ db, key: env.encryption_key });
  await secrets.verifyKey();
  const web = env.role === 'worker' ? null : await openWeb({ env, db, log, shutdown });
  const http = createGuardedClient({ allowed_private_hosts: env.allowed_private_hosts });
  await shutdown.add({ name: 'outgoing calls', close: () => http.close(), within_ms: 1_000 });
  // The embedded database has one instance (its workers start below): whoever owned an execution before this start is dead.
  const runtime = createRuntime({
    env,
    db,
    log,
    secrets,
    http,
    max_queued: env.max_queued,
    retention: env.retention,
    sole_instance: env.database_url === null,
  });
  const workers = startWorkers({
    workers: env.workers,
    args: [...workerFlags(), THIS_FILE, '--role', 'worker', '--workers', '0'],
    env: workerEnvironment(url),
    log,
  });
  // Together: who waits for an execution that comes to its end in this time is still answered.
  let app: FastifyInstance | undefined;
  await shutdown.add({
    name: 'executions and server',
    close: async () => {
      await Promise.all([app?.close(), runtime.stop(), workers.stop(WORKERS_WITHIN_MS)]);
    },
    within_ms: WORK_WITHIN_MS,
  });
  await runtime.start();
  if (!web) {
    answerMetrics(runtime.metrics.registry);
    if (env.metrics_port !== null) {
      app = await buildOperatorServer({ db, runtime });
      if (shutdown.isRunning) throw new StoppedWhileStarting();
      await listen(app, { host: env.host, port: env.metrics_port }, 'MILLRACE_METRICS_PORT');
    }
    return log.info('Worker is ready');
  }
  const workerMetrics = () => workers.metrics();
  const { auth } = web;
  app = await web.buildServer({ env, db, log, auth, runtime, secrets, workerMetrics, web_dir: WEB_DIR });
  if (shutdown.isRunning) throw new StoppedWhileStarting();
  await listen(app, env);
  process.stdout.write(`Millrace is ready: ${env.public_url}\n`);
}

/** Loaded by whoever needs it only: see there. */
async function openWeb(parts: Parameters<typeof openWebSide>[0]): Promise<WebSide> {
  const { openWebSide } = await import('./processes/web_side.ts');
  return openWebSide(parts);
}

/** Flags that a worker runs with too: those of its memory, not those by which somebody looks into this process. */
const workerFlags = (): string[] => process.execArgv.filter((flag) => /^--(max-|heap-|expose-gc)/.test(flag));

/** A worker finds the same database, never makes the first owner, and tells what it measured over its channel. */
function workerEnvironment(database_url: string): NodeJS.ProcessEnv {
  const {
    MILLRACE_ADMIN_EMAIL,
    MILLRACE_ADMIN_PASSWORD,
    MILLRACE_ADMIN_ORG,
    MILLRACE_METRICS_PORT,
    ...rest
  } = process.env;
  return { ...rest, DATABASE_URL: database_url };
}

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2));
  if ('print' in command) {
    process.stdout.write(command.print);
    return;
  }
  if ('set_password_of' in command) {
    const { runSetPassword } = await import('./operator/set_password.ts');
    process.stdout.write(`${await runSetPassword(command.set_password_of, readDataSettings(process.env))}\n`);
    return;
  }
  if ('test' in command) {
    const { runTestCommand } = await import('./test_command/run_test_command.ts');
    const around = { env: process.env, cwd: process.cwd(), out: process.stdout };
    process.exitCode = await runTestCommand(command.test, around);
    return;
  }
  const source = { ...process.env, ...command.settings };
  const env = readEnv(source);
  const log = createLog(env);
  for (const line of settingsWithoutEffect(source, env)) log.warn(line);
  const shutdown = createShutdown(log);
  let starting: Promise<void> = Promise.resolve();
  const end = ({ message, exit_code }: EndReason): void => {
    setTimeout(() => process.exit(1), LAST_MOMENT_MS).unref();
    // What is still starting ends itself as soon as it notices; both must be done.
    Promise.allSettled([shutdown.run(message), starting]).then(() => process.exit(exit_code));
  };
  watchForEnd(end, (err) => log.error({ err }, 'An error that nobody expected'));
  starting = startParts({ env, log, shutdown, end });
  try {
    await starting;
    settleMemory();
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

try {
  await main();
} catch (error) {
  const { text, exit_code } = describeStartProblem(error);
  if (text) process.stderr.write(`${text}\n`);
  process.exit(exit_code);
}
