import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { createMetrics, registerMetrics } from './metrics.ts';
import { finishedOf, startOf } from './storage/testing/fixtures.ts';

test('executions, durations, batches and gauges are there in the text format, also without a database', async () => {
  let away = false;
  const metrics = createMetrics({
    running: () => 3,
    waiting: () => 4,
    ready: async () => {
      if (away) throw new Error('no database');
      return 5;
    },
  });
  const start = startOf({ org_id: 'o', workflow_id: 'w' });
  metrics.finished(finishedOf(start, { duration_ms: 20 }));
  metrics.finished(finishedOf(start, { status: 'error', duration_ms: 3_000 }));
  metrics.batch('insert', 50);
  const app = Fastify();
  registerMetrics(app, { runtime: { metrics } });
  const scrape = async (): Promise<string> => (await app.inject('/metrics')).body;
  const text = await scrape();
  for (const line of [
    'millrace_executions_total{status="success",trigger_type="manual"} 1',
    'millrace_executions_total{status="error",trigger_type="manual"} 1',
    'millrace_execution_duration_seconds_bucket{le="0.025"} 1',
    'millrace_execution_duration_seconds_count 2',
    'millrace_writer_batch_rows_sum{writer="insert"} 50',
    'millrace_executions_running 3',
    'millrace_writes_waiting 4',
    'millrace_queue_ready 5',
  ])
    expect(text).toContain(line);
  expect(text).toContain('millrace_nodejs_eventloop_lag_seconds');
  away = true;
  expect(await scrape()).toContain('millrace_queue_ready Nan');
  await app.close();
});
