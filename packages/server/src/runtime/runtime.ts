/** Everything that runs executions in this process, wired: storage, queue, ownership, triggers, live events. */
import { createEngine, type Registry } from '@millrace/engine';
import { openConnections } from '../connections/open_connections.ts';
import { errorHook } from '../error_workflow/end_hook.ts';
import { gateHook } from '../gates/end_hook.ts';
import { Gates } from '../gates/gates.ts';
import { announcedGate, gatesChannel } from '../gates/pass_gates.ts';
import { LiveHub } from '../live/hub.ts';
import { createRelay } from '../live/relay.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { readInstallation } from '../metrics/read_installation.ts';
import { idsFollow, newId } from '../new_id.ts';
import { createQueue, jobsChannel, queueName } from '../queue.ts';
import { standardRetention } from '../retention/kept_for.ts';
import { ChildLimit } from '../signals/child_limit.ts';
import { createSignals } from '../signals/create_signals.ts';
import { parentHook, waitsHook } from '../signals/family_hook.ts';
import { signalChannel } from '../signals/read_signals.ts';
import { addressKey } from '../signals/token.ts';
import { createEnds } from '../storage/end_hooks.ts';
import { createPartitions } from '../storage/partitions.ts';
import { readTime } from '../storage/processes.ts';
import { createStorage } from '../storage/storage.ts';
import { changedChannel } from '../triggers/arm.ts';
import { Events } from '../triggers/event.ts';
import { fireSchedules } from '../triggers/schedule.ts';
import { WebhookTargets } from '../triggers/webhook_targets.ts';
import { cancelChannel, cancelExecution } from './cancel.ts';
import { createClock } from './clock.ts';
import { consume } from './consumer.ts';
import { drain } from './drain.ts';
import { Ingest } from './ingest.ts';
import { laterApps } from './later_apps.ts';
import { createListener } from './listener.ts';
import { maintain } from './maintenance.ts';
import { engineLog, observe } from './observe.ts';
import { watchOutage } from './outage.ts';
import { createOwnership, HEARTBEAT_MS } from './ownership.ts';
import { type Repeated, repeat } from './repeat.ts';
import { createReport } from './report.ts';
import { retryExecution } from './retry.ts';
import { Runner } from './runner.ts';
import type { Runtime, RuntimeDeps } from './runtime_api.ts';
import { createSignalReader } from './signal_reader.ts';
import { Slots } from './slots.ts';
import { Waiters } from './waiters.ts';
import { Workflows } from './workflows.ts';

export type { ExecuteAnswer } from './answers.ts';
export type { Runtime, RuntimeDeps } from './runtime_api.ts';

/** Most of what runs waits for somebody else's answer, which costs no more than its data. */
const DEFAULT_SLOTS = 1_000;
const DEFAULT_BACKLOG = 100_000;
const DEFAULT_MAX_QUEUED = 10_000;
/** How many times that may be queued where workflows start others: a loop of ten thousand is one call. */
const CHILDREN_FACTOR = 3;

export function createRuntime(deps: RuntimeDeps): Runtime {
  const { db, log, env } = deps;
  const works = env.role !== 'api';
  const clock = createClock();
  const listener = createListener({ url: db.url, log });
  const queue = createQueue({
    db,
    supervise: works,
    onError: (error) => log.debug({ error: error.message }, 'The queue met an error'),
  });
  const signals = createSignals({
    db,
    queue,
    key: addressKey(env.encryption_key),
    public_url: env.public_url,
  });
  const slots = new Slots(works ? (deps.slots ?? DEFAULT_SLOTS) : 0);
  const workflows = new Workflows(db, deps.secrets, () => listener.connected);
  const waiters = new Waiters({ engine: db.engine, listener });
  const metrics = createMetrics({
    running: () => runner.running.size,
    waiting: () => storage.waiting,
    waiting_bytes: () => storage.waiting_bytes,
    ready: () => queue.ready(1_000_000),
    installation: () => readInstallation(db.engine, queueName),
  });
  const ends = createEnds([
    waitsHook,
    parentHook(queue),
    gateHook({ queue, knownSettings: (id) => workflows.known(id)?.definition.config }),
    errorHook({ queue, public_url: env.public_url }),
  ]);
  const gates = new Gates({
    db,
    queue,
    workflows,
    ends,
    onEnded: (all) => all.forEach(ended),
    onError: (error) => log.debug({ error: String(error) }, 'Gates could not be looked at; they are again'),
  });
  const max_queued = deps.max_queued ?? DEFAULT_MAX_QUEUED;
  const children = new ChildLimit({ queue: queueName, most: CHILDREN_FACTOR * max_queued });
  const storage = createStorage({ db, queue, ends, children, onBatch: metrics.batch });
  const outage = watchOutage(storage);
  const report = createReport(log);
  const hub = new LiveHub({
    now: clock.now,
    onInterest: (keys) => relay.announce(keys),
    onAsk: (id) => relay.ask(id),
    stateOf: (id) => runner.stateOf(id),
  });
  const relay = createRelay({ hub, listener, engine: db.engine });
  const apps = laterApps(deps.loadApps);
  const connections = openConnections({
    db,
    secrets: deps.secrets,
    apps: () => apps.loaded,
    onError: (error) => log.warn({ error: String(error) }, 'A connection could not be read or noted'),
  });
  const registry: Registry = { action: (node) => apps.loaded.action('builtin', node.subtype) };
  const runner = new Runner(
    storage,
    slots,
    (watched) =>
      createEngine({
        storage: watched,
        registry,
        clock,
        makers: { newId, resumeUrl: signals.resumeUrl },
        http: deps.http,
        connections,
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
    clock,
    role: env.role,
    sole_instance: deps.sole_instance ?? false,
    ...(deps.heartbeat_ms ? { heartbeat_ms: deps.heartbeat_ms } : {}),
    ...(deps.stale_after_ms ? { stale_after_ms: deps.stale_after_ms } : {}),
    onLost: (owner) => runner.disown(owner, ownership.id),
  });
  const owner = (): string => ownership.id;
  const retried = (error: unknown): void =>
    log.debug({ error: String(error) }, 'The database did not answer; trying again');
  const reader = createSignalReader({ engine: db.engine, runner, onError: retried });
  const ingest = new Ingest({
    db,
    queue,
    gates,
    ends,
    storage,
    workflows,
    slots,
    runner,
    waiters,
    owner: () => (state === 'started' && works && ownership.isCertain() ? owner() : null),
    isAway: outage.isAway,
    now: clock.now,
    backlog: {
      all: deps.backlog_limit ?? DEFAULT_BACKLOG,
      organization: max_queued,
    },
    onError: report,
  });
  const events = new Events({ engine: db.engine, queue, workflows, ingest, log });
  const webhooks = new WebhookTargets(db.engine, workflows);

  let state: 'new' | 'started' | 'stopping' = 'new';
  let loops: Repeated[] = [];

  function changed(): void {
    workflows.forget();
    scheduler?.wake();
  }

  listener.on(changedChannel, changed);
  listener.on(cancelChannel, (id) => void runner.cancel(id));
  listener.on(signalChannel, reader.heard);
  listener.on(gatesChannel, (payload) => void gates.advance([announcedGate(payload)]));
  listener.on(jobsChannel, () => consumer?.wake());
  listener.onConnect(() => {
    outage.found();
    workflows.forget();
    consumer?.wake();
    reader.readAll();
  });
  listener.onDisconnect(() => {
    outage.lost();
    workflows.forget();
  });
  let consumer: Repeated | undefined;
  let scheduler: Repeated | undefined;
  const measure = (): Promise<void> => clock.measure(() => listener.use(readTime));

  /** Without having run: it was cancelled while it waited. */
  function ended(execution: { id: string; org_id: string; workflow_id: string }): void {
    hub.executionCancelled(execution);
    waiters.tell(execution.id, { kind: 'finished' });
  }

  async function start(): Promise<void> {
    await apps.load();
    await createPartitions(db.owner);
    await queue.start();
    await listener.start();
    await measure();
    idsFollow(clock.time);
    if (works) {
      await ownership.start();
      consumer = consume({
        queue,
        storage,
        workflows,
        slots,
        runner,
        waiters,
        reader,
        owner,
        now: clock.now,
        isCertain: ownership.isCertain,
        onError: (error, id) => (id ? report(error, id) : retried(error)),
      });
      scheduler = repeat(() => fireSchedules({ ingest, workflows, log }), {
        interval_ms: 1_000,
        onError: retried,
      });
      loops = [
        consumer,
        scheduler,
        ...maintain({
          db,
          queue,
          gates,
          runner,
          reader,
          retention: deps.retention ?? standardRetention,
          log,
          owner,
          now: clock.now,
        }),
      ];
    } else {
      // Its heartbeat: a connection that says nothing more would leave it deaf to every change.
      loops = [repeat(measure, { interval_ms: deps.heartbeat_ms ?? HEARTBEAT_MS, onError: retried })];
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
      await drain({ db, queue, runner, log, owner, drain_ms: deps.drain_ms }).catch((error) =>
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
    retry: (request) => retryExecution({ db, queue, ends, workflows, now: clock.now }, request),
    cancel: (org_id, id) => cancelExecution({ db, ends, runner, onEnded: ended }, org_id, id),
    publishEvent: (request) => events.publish(request),
    changed,
    registry,
    http: deps.http,
    connections,
    get apps() {
      return apps.loaded;
    },
    get manifests() {
      return apps.manifests;
    },
    ready: () => state === 'started' && !outage.isAway(),
    hub,
    webhooks,
    metrics,
    signals,
  };
}
