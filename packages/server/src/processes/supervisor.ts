import { type ChildProcess, spawn } from 'node:child_process';
import { askMetrics } from '../metrics/channel.ts';
import type { ProcessMetrics } from '../metrics/render.ts';

// What this file keeps:
// 1. There are as many workers as were asked for; one that dies is replaced, later and later while it keeps dying.
// 2. When stop resolves, none is left.
// 3. A worker learns of our death through its channel and ends by itself.

export interface SupervisorLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

export interface SupervisorOptions {
  workers: number;
  /** Arguments of Node that run one worker. */
  args: string[];
  env: NodeJS.ProcessEnv;
  log: SupervisorLog;
  /** First wait before a dead worker is replaced; doubles up to a minute. */
  restart_delay_ms?: number;
}

export interface Supervisor {
  /** What the workers that answer in time measured. */
  metrics(): Promise<ProcessMetrics[]>;
  /** Asks all to end, and ends those that do not within `grace_ms`. */
  stop(grace_ms: number): Promise<void>;
}

const LONGEST_DELAY_MS = 60_000;
/** A worker that lived this long was healthy: the next death starts counting anew. */
const HEALTHY_AFTER_MS = 60_000;

/** Starts worker processes and keeps them running. */
export function startWorkers(options: SupervisorOptions): Supervisor {
  /** With the number of the worker. */
  const alive = new Map<ChildProcess, number>();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;

  function launch(slot: number, deaths: number): void {
    const child = spawn(process.execPath, options.args, {
      env: options.env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const started_at = Date.now();
    alive.set(child, slot);
    const replace = (how: object): void => {
      if (!alive.delete(child) || stopping) return;
      const count = Date.now() - started_at > HEALTHY_AFTER_MS ? 0 : deaths;
      const delay_ms = Math.min((options.restart_delay_ms ?? 1000) * 2 ** count, LONGEST_DELAY_MS);
      options.log.warn({ worker: slot, ...how, delay_ms }, 'A worker ended; starting another');
      later(delay_ms, () => launch(slot, count + 1));
    };
    child.once('exit', (code, signal) => replace({ worker_pid: child.pid, code, signal }));
    child.once('error', (err) => replace({ err }));
  }

  function later(delay_ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, delay_ms);
    timers.add(timer);
  }

  for (let slot = 1; slot <= options.workers; slot += 1) launch(slot, 0);
  return {
    async metrics() {
      const answers = await Promise.all(
        [...alive].map(async ([child, slot]) => ({
          process: `worker-${slot}`,
          metrics: await askMetrics(child),
        })),
      );
      return answers.flatMap(({ process, metrics }) => (metrics ? [{ process, metrics }] : []));
    },
    stop: async (grace_ms) => {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([...alive.keys()].map((child) => endChild(child, grace_ms)));
    },
  };
}

async function endChild(child: ChildProcess, grace_ms: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), grace_ms);
  await ended;
  clearTimeout(timer);
}
