/**
 * What an operator watches, for Prometheus. Recording costs about a microsecond; what the database knows is asked for when somebody
 * asks. The process that answers tells of itself, of the workers that it started, and of the installation.
 */
import type { FinishedExecution } from '@millrace/engine';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { InstallationState } from './read_installation.ts';
import { type ProcessMetrics, readMetrics, renderMetrics } from './render.ts';

export interface RuntimeMetrics {
  /** Of this process. */
  readonly registry: Registry;
  /** Of the whole installation: every process would say the same. */
  readonly installation: Registry;
  finished(execution: FinishedExecution): void;
  batch(writer: string, rows: number): void;
}

export interface MetricSources {
  running(): number;
  waiting(): number;
  waiting_bytes(): number;
  ready(): Promise<number>;
  installation(): Promise<InstallationState>;
}

export function createMetrics(sources: MetricSources): RuntimeMetrics {
  const registry = new Registry();
  const installation = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'millrace_' });
  const registers = [registry];
  const executions = new Counter({
    name: 'millrace_executions_total',
    help: 'Executions that ended in this process, by status and what started them',
    labelNames: ['status', 'trigger_type'],
    registers,
  });
  const durations = new Histogram({
    name: 'millrace_execution_duration_seconds',
    help: 'Active time of executions that ended in this process',
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10, 60, 300],
    registers,
  });
  const batches = new Histogram({
    name: 'millrace_writer_batch_rows',
    help: 'Rows of one statement of a coalescing writer',
    labelNames: ['writer'],
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
    registers,
  });
  const state = once(sources.installation);
  gauge(registry, 'millrace_executions_running', 'Executions that run in this process', sources.running);
  gauge(registry, 'millrace_writes_waiting', 'Rows that wait for their commit', sources.waiting);
  gauge(registry, 'millrace_writes_waiting_bytes', 'What they weigh, about', sources.waiting_bytes);
  gauge(installation, 'millrace_queue_ready', 'Queued executions that could run now', sources.ready);
  gauge(
    installation,
    'millrace_queue_oldest_seconds',
    'How long the oldest of them could have run',
    async () => (await state()).oldest_seconds,
  );
  gauge(
    installation,
    'millrace_waits_open',
    'Steps that wait for something outside',
    async () => (await state()).waits_open,
  );
  return {
    registry,
    installation,
    finished({ status, duration_ms, start }) {
      executions.inc({ status, trigger_type: start.trigger_type });
      durations.observe(duration_ms / 1_000);
    },
    batch: (writer, rows) => batches.observe({ writer }, rows),
  };
}

/** Who scrapes gives up after some seconds: without a database the rest is still worth reading. */
const ANSWER_WITHIN_MS = 2_000;

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await inTime(read));
    },
  });
}

async function inTime(read: () => number | Promise<number>): Promise<number> {
  const late = Promise.withResolvers<number>();
  const timer = setTimeout(() => late.resolve(Number.NaN), ANSWER_WITHIN_MS);
  try {
    return await Promise.race([read(), late.promise]);
  } catch {
    return Number.NaN;
  } finally {
    clearTimeout(timer);
  }
}

/** Gauges that are collected together share one answer. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null;
  return () => {
    asking ??= read().finally(() => {
      asking = null;
    });
    return asking;
  };
}

export interface MetricsDeps {
  runtime: { metrics: Pick<RuntimeMetrics, 'registry' | 'installation'> };
  /** Of the processes that this one started. */
  workerMetrics?: () => Promise<ProcessMetrics[]>;
}

/** `GET /metrics`, in the text format of Prometheus. */
export function registerMetrics(app: FastifyInstance, { runtime, workerMetrics }: MetricsDeps): void {
  const { registry, installation } = runtime.metrics;
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) => {
    const [workers = [], own, whole] = await Promise.all([
      workerMetrics?.(),
      readMetrics(registry),
      readMetrics(installation),
    ]);
    const all = [{ process: 'main', metrics: own }, ...workers, { process: null, metrics: whole }];
    return reply.type(registry.contentType).send(renderMetrics(all));
  });
}
