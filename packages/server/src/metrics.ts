/** What an operator watches, for Prometheus. Recording costs about a microsecond; the queue is counted when somebody asks. */
import type { FinishedExecution } from '@millrace/engine';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface RuntimeMetrics {
  readonly registry: Registry;
  finished(execution: FinishedExecution): void;
  batch(writer: string, rows: number): void;
}

export interface MetricSources {
  running(): number;
  waiting(): number;
  ready(): Promise<number>;
}

export function createMetrics(sources: MetricSources): RuntimeMetrics {
  const registry = new Registry();
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
  gauge('millrace_executions_running', 'Executions that run in this process', sources.running);
  gauge('millrace_writes_waiting', 'Rows that wait for their commit', sources.waiting);
  gauge('millrace_queue_ready', 'Queued executions that could run now', sources.ready);

  function gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        // Without a database the rest is still worth reading.
        this.set(await Promise.resolve(read()).catch(() => Number.NaN));
      },
    });
  }

  return {
    registry,
    finished({ status, duration_ms, start }) {
      executions.inc({ status, trigger_type: start.trigger_type });
      durations.observe(duration_ms / 1_000);
    },
    batch: (writer, rows) => batches.observe({ writer }, rows),
  };
}

/** `GET /metrics`, in the text format of Prometheus. */
export function registerMetrics(
  app: FastifyInstance,
  { runtime }: { runtime: { metrics: RuntimeMetrics } },
): void {
  const { registry } = runtime.metrics;
  app.get('/metrics', { logLevel: 'warn' }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
