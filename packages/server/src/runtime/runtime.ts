/** Everything that runs executions in this process, wired: storage, queue, ownership, triggers, live events. */
import { type Apps, loadApps } from '@millrace/apps';
import {
  type AppManifest,
  coreManifest,
  type Definition,
  type ExecutionStatus,
  type TestResult,
  type TriggerInput,
  type WorkflowNode,
} from '@millrace/core';
import {
  type Clock,
  createEngine,
  type FinishedExecution,
  HandBack,
  type Observer,
  OwnershipLost,
  type Registry,
} from '@millrace/engine';
import type { HttpClient } from '@millrace/sdk';
import type { Database } from '../db/client.ts';
import type { Env } from '../env.ts';
import { LiveHub } from '../live/hub.ts';
import { createRelay } from '../live/relay.ts';
import { createMetrics, type RuntimeMetrics } from '../metrics.ts';
import { createQueue, jobsChannel } from '../queue.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { handBack } from '../storage/hand_back.ts';
import { createPartitions } from '../storage/partitions.ts';
import { createStorage } from '../storage/storage.ts';
import { changedChannel } from '../triggers/arm.ts';
import { Events, type PublishAnswer, type PublishRequest } from '../triggers/event.ts';
import { fireSchedules } from '../triggers/schedule.ts';
import { WebhookTargets } from '../triggers/webhook_targets.ts';
import type { ExecuteAnswer } from './answers.ts';
import { cancelChannel, cancelExecution } from './cancel.ts';
import { systemClock } from './clock.ts';
import { consume } from './consumer.ts';
import { DatabaseAway } from './database_errors.ts';
import { type ExecuteRequest, Ingest } from './ingest.ts';
import { createListener } from './listener.ts';
import type { RuntimeLog } from './log.ts';
import { maintain } from './maintenance.ts';
import { createOwnership, HEARTBEAT_MS } from './ownership.ts';
import { type Repeated, repeat } from './repeat.ts';
import { type RetryRequest, retryExecution } from './retry.ts';
import { Runner } from './runner.ts';
import { Slots } from './slots.ts';
import { Waiters } from './waiters.ts';
import { Workflows } from './workflows.ts';

export type { ExecuteAnswer } from './answers.ts';
export type { ExecuteRequest } from './ingest.ts';

export interface TestRequest {
  org_id: string;
  workflow: { id: string; name: string };
  /** With its secrets open. */
  definition: Definition;
  input?: unknown;
  trigger?: TriggerInput;
  mocks?: Record<string, unknown>;
  stop_at?: string;
}

export interface RunNodeRequest {
  org_id: string;
  workflow: { id: string; name: string };
  /** With its secrets open, as is `node`. */
  definition: Definition;
  node: WorkflowNode;
  input_context: Record<string, unknown>;
}

export interface Runtime {
  /** Heartbeat, recovery, queue, schedules and listeners. Rejects when the database cannot be reached. */
  start(): Promise<void>;
  /** Takes nothing more, lets running steps finish (8 s), hands the rest back. */
  stop(): Promise<void>;
  execute(request: ExecuteRequest): Promise<ExecuteAnswer>;
  test(request: TestRequest): Promise<TestResult>;
  runNode(
    request: RunNodeRequest,
  ): Promise<{ status: string; output: unknown; error: unknown; duration_ms: number }>;
  retry(request: RetryRequest): Promise<{ execution_id: string; status: ExecutionStatus }>;
  cancel(org_id: string, execution_id: string): Promise<{ execution_id: string; status: ExecutionStatus }>;
  publishEvent(request: PublishRequest): Promise<PublishAnswer>;
  /** This process changed a workflow or variables and committed: here it counts at once, elsewhere with the notification. */
  changed(): void;
  /** After `start`. */
  readonly registry: Registry;
  /** Every operation there is. After `start`. */
  readonly manifests: AppManifest[];
  /** Whether it can take work now. */
  ready(): boolean;
  readonly hub: LiveHub;
  readonly webhooks: WebhookTargets;
  readonly metrics: RuntimeMetrics;
}

export interface RuntimeDeps {
  env: Pick<Env, 'role'>;
  db: Database;
  log: RuntimeLog;
  secrets: Pick<Secrets, 'openDefinition'>;
  http: HttpClient;
  /** No other process of this installation is alive: recovery need not wait for heartbeats to grow stale. */
  sole_instance?: boolean;
  /** Executions that run here at once (default 200). */
  slots?: number;
  /** Queued executions beyond which callers are refused (default 100,000). */
  backlog_limit?: number;
  heartbeat_ms?: number;
  stale_after_ms?: number;
}

const DEFAULT_SLOTS = 200;
const DEFAULT_BACKLOG = 100_000;
/** Short executions end by themselves in this time, which is cheaper than handing them over. */
const SHORT_DRAIN_MS = 1_000;
/** Then steps that are under way may finish; all of it stays below what `main.ts` gives to the end of executions. */
const DRAIN_MS = 7_000;
/** A listener that reconnects at once is no outage. */
const AWAY_AFTER_MS = 1_000;

export function createRuntime(deps: RuntimeDeps): Runtime {
  const { db, log, env } = deps;
  const works = env.role !== 'api';
  const listener = createListener({ url: db.url, log });
  const queue = createQueue({
    db,
    supervise: works,
    onError: (error) => log.debug({ error: error.message }, 'The queue met an error'),
  });
  const slots = new Slots(works ? (deps.slots ?? DEFAULT_SLOTS) : 0);
  const workflows = new Workflows(db, deps.secrets, () => listener.connected);
  const waiters = new Waiters(db.engine);
  const metrics = createMetrics({
    running: () => runner.running.size,
    waiting: () => storage.waiting,
    ready: () => queue.ready(1_000_000),
  });
  const storage = createStorage({ db, queue, onBatch: metrics.batch });
  const hub = new LiveHub({
    onInterest: (keys) => relay.announce(keys),
    stateOf: (id) => runner.stateOf(id),
  });
  const relay = createRelay({ hub, listener, engine: db.engine });
  const apps = laterApps();
  const registry: Registry = { action: (node) => apps.loaded.action('builtin', node.subtype) };
  const runner = new Runner(
    storage,
    slots,
    (watched) =>
      createEngine({
        storage: watched,
        registry,
        clock,
        http: deps.http,
        log: engineLog(log),
        observer: observe(hub, metrics),
      }),
    () => ownership.certain(),
  );
  const ownership = createOwnership({
    db,
    listener,
    queue,
    log,
    role: env.role,
    sole_instance: deps.sole_instance ?? false,
    ...(deps.heartbeat_ms ? { heartbeat_ms: deps.heartbeat_ms } : {}),
    ...(deps.stale_after_ms ? { stale_after_ms: deps.stale_after_ms } : {}),
    onLost: (owner) => runner.disown(owner, ownership.id),
  });
  const owner = (): string => ownership.id;
  const ingest = new Ingest({
    db,
    queue,
    storage,
    workflows,
    slots,
    runner,
    waiters,
    owner: () => (state === 'started' && works && ownership.isCertain() ? owner() : null),
    isAway,
    backlog_limit: deps.backlog_limit ?? DEFAULT_BACKLOG,
    onError: report,
  });
  const events = new Events({ engine: db.engine, workflows, ingest, log });
  const webhooks = new WebhookTargets(db.engine, workflows);

  let state: 'new' | 'started' | 'stopping' = 'new';
  let lost_at: number | null = null;
  let loops: Repeated[] = [];

  function changed(): void {
    workflows.forget();
    scheduler?.wake();
  }

  listener.on(changedChannel, changed);
  listener.on(cancelChannel, (id) => void runner.cancel(id));
  listener.on(jobsChannel, () => consumer?.wake());
  listener.onConnect(() => {
    lost_at = null;
    workflows.forget();
    consumer?.wake();
  });
  listener.onDisconnect(() => {
    lost_at = performance.now();
    workflows.forget();
  });
  let consumer: Repeated | undefined;
  let scheduler: Repeated | undefined;

  function isAway(): boolean {
    const unheard = lost_at !== null && performance.now() - lost_at > AWAY_AFTER_MS;
    return unheard || (storage.away_ms > AWAY_AFTER_MS && storage.waiting > 0);
  }

  function report(error: unknown, execution_id?: string): void {
    if (error instanceof OwnershipLost) log.warn({ execution_id }, 'An execution goes on in another process');
    else if (error instanceof DatabaseAway)
      log.warn({ execution_id }, 'An execution could not be written; recovery goes on with it');
    else
      log.error(
        { execution_id, error: String(error), stack: (error as Error).stack },
        'An execution could not be run',
      );
  }

  async function start(): Promise<void> {
    await apps.load();
    await createPartitions(db.owner);
    await queue.start();
    await listener.start();
    const retried = (error: unknown): void =>
      log.debug({ error: String(error) }, 'The database did not answer; trying again');
    if (works) {
      await ownership.start();
      consumer = consume({
        queue,
        storage,
        workflows,
        slots,
        runner,
        waiters,
        owner,
        isCertain: ownership.isCertain,
        onError: (error, id) => (id ? report(error, id) : retried(error)),
      });
      scheduler = repeat(() => fireSchedules({ ingest, workflows, log }), {
        interval_ms: 1_000,
        onError: retried,
      });
      loops = [consumer, scheduler, ...maintain({ db, queue, runner, log, owner })];
    } else {
      // Its heartbeat: a connection that says nothing more would leave it deaf to every change.
      const ask = () => listener.use((client) => client.query('select'));
      loops = [repeat(ask, { interval_ms: deps.heartbeat_ms ?? HEARTBEAT_MS, onError: retried })];
    }
    relay.start();
    state = 'started';
  }

  async function stop(): Promise<void> {
    if (state === 'stopping') return;
    const started = state === 'started';
    state = 'stopping';
    await Promise.all(loops.map((loop) => loop.stop()));
    if (started)
      await drain().catch((error) =>
        log.warn({ error: String(error) }, 'Running executions could not be handed back'),
      );
    if (started && works) await ownership.stop();
    relay.stop();
    waiters.stop();
    ingest.stop();
    runner.stop();
    await listener.stop();
    if (started) await queue.stop();
  }

  async function drain(): Promise<void> {
    if (await runner.drained(SHORT_DRAIN_MS)) return;
    runner.abortAll(new HandBack());
    if (await runner.drained(DRAIN_MS)) return;
    const ids = [...runner.running.keys()];
    log.warn({ executions: ids.length }, 'Steps that did not end in time are handed back');
    await db.asEngine(async (tx) =>
      queue.insert(tx, await handBack(tx, { owner: owner(), ids, as_recovery: false })),
    );
  }

  return {
    start,
    stop,
    execute: (request) => ingest.execute(request),
    async test({ input, trigger = { data: input ?? {} }, ...request }) {
      return runner.engine.test({
        ...request,
        trigger,
        variables: await workflows.variables(request.org_id),
      });
    },
    async runNode(request) {
      return runner.engine.runNode({ ...request, variables: await workflows.variables(request.org_id) });
    },
    retry: (request) => retryExecution({ db, queue, workflows }, request),
    cancel: (org_id, id) =>
      cancelExecution({ db, runner, onEnded: (ended) => hub.executionCancelled(ended) }, org_id, id),
    publishEvent: (request) => events.publish(request),
    changed,
    registry,
    get manifests() {
      return apps.manifests;
    },
    ready: () => state === 'started' && !isAway(),
    hub,
    webhooks,
    metrics,
  };
}

const clock: Clock = systemClock;

/** The apps are files that are found and imported: they are there once the runtime has started. */
function laterApps() {
  let found: Apps | null = null;
  const loaded = (): Apps => {
    if (!found) throw new Error('The apps are loaded by runtime.start()');
    return found;
  };
  return {
    async load() {
      found ??= await loadApps();
    },
    get loaded() {
      return loaded();
    },
    get manifests() {
      return [coreManifest(), ...loaded().manifests];
    },
  };
}

function observe(hub: LiveHub, metrics: RuntimeMetrics): Observer {
  return {
    executionStarted: (start) => hub.executionStarted(start),
    stepStarted: (start, step) => hub.stepStarted(start, step),
    stepSettled: (start, step) => hub.stepSettled(start, step),
    executionFinished(finished: FinishedExecution) {
      metrics.finished(finished);
      hub.executionFinished(finished);
    },
  };
}

function engineLog(log: RuntimeLog) {
  return {
    info: (message: string, details: Record<string, unknown> = {}) => log.info(details, message),
    warn: (message: string, details: Record<string, unknown> = {}) => log.warn(details, message),
  };
}
