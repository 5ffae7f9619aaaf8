import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { finishedOf, startOf } from '../storage/testing/fixtures.ts';
import { createMetrics, registerMetrics } from './metrics.ts';
import { readMetrics } from './render.ts';

test('executions, durations, batches and gauges are there in the text format, also without a database', async () => {
  let away = false;
  const sources = {
    running: () => 3,
    waiting: () => 4,
    waiting_bytes: () => 400,
    installation: async () => ({ oldest_seconds: 1.5, waits_open: 7 }),
    ready: async () => {
      if (away) throw new Error('no database');
      return 5;
    },
  };
  const [metrics, worker] = [createMetrics(sources), createMetrics({ ...sources, running: () => 9 })];
  const start = startOf({ org_id: 'o', workflow_id: 'w' });
  metrics.finished(finishedOf(start, { duration_ms: 20 }));
  metrics.finished(finishedOf(start, { status: 'error', duration_ms: 3_000 }));
  metrics.batch('insert', 50);
  const app = Fastify();
  const workerMetrics = async () => [{ process: 'worker-1', metrics: await readMetrics(worker.registry) }];
  registerMetrics(app, { runtime: { metrics }, workerMetrics });
  const scrape = async (): Promise<string> => (await app.inject('/metrics')).body;
  const text = await scrape();
  for (const line of [
    'millrace_executions_total{status="success",trigger_type="manual",process="main"} 1',
    'millrace_executions_total{status="error",trigger_type="manual",process="main"} 1',
    'millrace_execution_duration_seconds_bucket{le="0.025",process="main"} 1',
    'millrace_execution_duration_seconds_count{process="main"} 2',
    'millrace_writer_batch_rows_sum{writer="insert",process="main"} 50',
    'millrace_executions_running{process="main"} 3',
    'millrace_executions_running{process="worker-1"} 9',
    'millrace_writes_waiting{process="main"} 4',
    'millrace_writes_waiting_bytes{process="main"} 400',
    'millrace_queue_ready 5',
    'millrace_queue_oldest_seconds 1.5',
    'millrace_waits_open 7',
  ])
    expect(text).toContain(line);
  expect(text).toContain('millrace_nodejs_eventloop_lag_seconds');
  expect(
    text.split('\n').filter((line) => line.startsWith('# TYPE millrace_executions_running')),
  ).toHaveLength(1);
  away = true;
  expect(await scrape()).toContain('millrace_queue_ready NaN');
  await app.close();
});
