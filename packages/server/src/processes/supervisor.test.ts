import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isRunning, waitUntilGone } from '../db/embedded/process_end.ts';
import { startWorkers } from './supervisor.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'millrace-workers-'));
});
/** Also after a failure nothing may stay: a process that lives keeps the whole test run open. */
const begun: ReturnType<typeof startWorkers>[] = [];
afterEach(async () => {
  await Promise.all(begun.splice(0).map((supervisor) => supervisor.stop(5000)));
  rmSync(dir, { recursive: true });
});

/** A worker that writes its number into a file and then does what the test says. */
function workers(count: number, then: string) {
  const file = path.join(dir, 'started');
  const program = `require('node:fs').appendFileSync(${JSON.stringify(file)}, process.pid + '\\n'); ${then}`;
  const log = { info: vi.fn(), warn: vi.fn() };
  const supervisor = startWorkers({
    workers: count,
    args: ['-e', program],
    env: process.env,
    log,
    restart_delay_ms: 1,
  });
  begun.push(supervisor);
  const started = () => {
    try {
      return readFileSync(file, 'utf8').trim().split('\n').map(Number);
    } catch {
      return [];
    }
  };
  return { supervisor, started, log };
}

test('a worker that dies is replaced by another', async () => {
  const { supervisor, started, log } = workers(1, 'setInterval(() => {}, 1000)');
  await vi.waitUntil(() => started().length === 1, { timeout: 30_000 });
  process.kill(started()[0]!, 'SIGKILL');
  await vi.waitUntil(() => started().length === 2, { timeout: 30_000 });
  await supervisor.stop(5000);
  expect(log.warn).toHaveBeenCalledWith(expect.objectContaining({ signal: 'SIGKILL' }), expect.any(String));
});

test('when stop resolves no worker is left, also none that ignores the signal', async () => {
  const { supervisor, started } = workers(2, "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");
  await vi.waitUntil(() => started().length === 2, { timeout: 30_000 });
  const pids = started();
  await supervisor.stop(50);
  expect(await Promise.all(pids.map(isRunning))).toEqual([false, false]);
  expect(started()).toEqual(pids);
});

test('a worker learns that the one who started it was killed', async () => {
  const file = path.join(dir, 'started');
  const worker = `require('node:fs').appendFileSync(${JSON.stringify(file)}, process.pid + '\\n');
    process.on('disconnect', () => process.exit(0)); setInterval(() => {}, 1000)`;
  const parent = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `import { startWorkers } from ${JSON.stringify(new URL('./supervisor.ts', import.meta.url).href)};
     startWorkers({ workers: 1, args: ['-e', ${JSON.stringify(worker)}], env: process.env, log: console });`,
  ]);
  await vi.waitUntil(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), {
    timeout: 30_000,
  });
  const pid = Number(readFileSync(file, 'utf8'));
  parent.kill('SIGKILL');
  expect(await waitUntilGone(pid, 30_000)).toBe(true);
});

test('workers tell what they measured; one that does not answer in time is left out', async () => {
  const channel = JSON.stringify(new URL('../metrics/channel.ts', import.meta.url).href);
  const client = JSON.stringify(import.meta.resolve('prom-client'));
  // The first that came answers, whatever the other does meanwhile.
  const silent = 'Number(require("node:fs").readFileSync(file, "utf8").split("\\n")[0]) !== process.pid';
  const program = `const file = ${JSON.stringify(path.join(dir, 'started'))};
    if (!(${silent})) Promise.all([import(${channel}), import(${client})]).then(([{ answerMetrics }, { default: prom }]) => {
      const registry = new prom.Registry();
      new prom.Gauge({ name: 'answer', help: 'x', registers: [registry] }).set(42);
      answerMetrics(registry);
    });
    setInterval(() => {}, 1000)`;
  const { supervisor, started } = workers(2, program);
  await vi.waitUntil(() => started().length === 2, { timeout: 30_000 });
  await vi.waitUntil(async () => (await supervisor.metrics()).length > 0, { timeout: 30_000 });
  const told = await supervisor.metrics();
  expect(told).toMatchObject([{ metrics: [{ name: 'answer', values: [{ value: 42 }] }] }]);
  expect(told[0]!.process).toMatch(/^worker-[12]$/);
  await supervisor.stop(5000);
  expect(await supervisor.metrics()).toEqual([]);
});
