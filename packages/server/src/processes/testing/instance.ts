/** The whole product as an operator starts it: one process, its database, its workers, and what is left of them. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { isRunning } from '../../db/embedded/process_end.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));

export interface Installation {
  data_dir: string;
  port: number;
  url: string;
  start(settings?: Record<string, string>, args?: string[]): Instance;
  /** Ends whatever was started, and removes the data. */
  remove(): Promise<void>;
}

export interface Instance {
  pid: number;
  /** Lines of standard output, and those of standard error that are not of the log. */
  lines(): string[];
  log(): string[];
  exit: Promise<number | null>;
  ready(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data directory and a port of its own. Call `remove` after each test. */
export async function makeInstallation(): Promise<Installation> {
  const data_dir = mkdtempSync(path.join(tmpdir(), 'millrace-product-'));
  chmodSync(data_dir, 0o711);
  const port = await freePort();
  const started: Instance[] = [];
  return {
    data_dir,
    port,
    url: `http://127.0.0.1:${port}`,
    start(settings = {}, args = []) {
      const instance = launch({ PORT: String(port), MILLRACE_DATA_DIR: data_dir, ...settings }, args);
      started.push(instance);
      return instance;
    },
    async remove() {
      for (const instance of started.splice(0)) await instance.end('SIGTERM');
      rmSync(data_dir, { recursive: true });
    },
  };
}

function launch(settings: Record<string, string>, args: string[]): Instance {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, MILLRACE_LOG_FORMAT: 'json', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid as number;
  let out = '';
  let err = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const instance: Instance = {
    pid,
    lines: () => (out + err).split('\n').filter((line) => line !== '' && !line.startsWith('{')),
    log: () => err.split('\n').filter((line) => line.startsWith('{')),
    exit,
    async ready() {
      await vi.waitUntil(() => out.includes('is ready') || child.exitCode !== null, { timeout: 50_000 });
      expect(instance.lines()).toEqual([`Millrace is ready: http://127.0.0.1:${settings.PORT}`]);
    },
    end(signal) {
      child.kill(signal);
      return exit;
    },
  };
  return instance;
}

/** All processes that descend from one, itself included. */
export function family(pid: number): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    table.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

export async function alive(pids: number[]): Promise<number[]> {
  const states = await Promise.all(pids.map(isRunning));
  return pids.filter((_pid, index) => states[index]);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return address.port;
}
