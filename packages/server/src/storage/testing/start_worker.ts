import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface WorkerProcess {
  child: ChildProcess;
  /** Kills it. */
  end(): Promise<void>;
}

/** A worker in a process of its own, whose clock may be off; ready when this resolves. */
export async function startWorker(
  database_url: string,
  { clock_off_ms = 0 }: { clock_off_ms?: number } = {},
): Promise<WorkerProcess> {
  const shifted = clock_off_ms === 0 ? [] : ['--import', fileOf('./shifted_clock.ts')];
  const child = spawn(process.execPath, [...shifted, fileOf('./worker_process.ts'), database_url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, CLOCK_OFF_MS: String(clock_off_ms) },
  });
  await once(child.stdout!, 'data');
  return {
    child,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
