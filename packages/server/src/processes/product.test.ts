import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isRunning, waitUntilGone } from '../db/embedded/process_end.ts';

// The whole product as an operator starts it: one process, its database, its workers, and what is left of them.

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const started: Instance[] = [];
let data_dir: string;
let port: number;

beforeEach(async () => {
  data_dir = mkdtempSync(path.join(tmpdir(), 'millrace-product-'));
  chmodSync(data_dir, 0o711);
  port = await freePort();
});
afterEach(async () => {
  for (const instance of started.splice(0)) await instance.end('SIGTERM');
  rmSync(data_dir, { recursive: true });
});

interface Instance {
  pid: number;
  /** Lines of standard output, and those of standard error that are not of the log. */
  lines(): string[];
  log(): string[];
  exit: Promise<number | null>;
  ready(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function start(settings: Record<string, string> = {}, args: string[] = []): Instance {
  const env = {
    PATH: process.env.PATH,
    PORT: String(port),
    MILLRACE_DATA_DIR: data_dir,
    MILLRACE_LOG_FORMAT: 'json',
  };
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...env, ...settings },
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
      expect(instance.lines()).toEqual([`Millrace is ready: http://127.0.0.1:${port}`]);
    },
    end(signal) {
      child.kill(signal);
      return exit;
    },
  };
  started.push(instance);
  return instance;
}

/** All processes that descend from one, itself included. */
function family(pid: number): number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    table.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

async function alive(pids: number[]): Promise<number[]> {
  const states = await Promise.all(pids.map(isRunning));
  return pids.filter((_pid, index) => states[index]);
}

test('it prints one address and answers; a second one on the same data is refused in one line; SIGTERM leaves no process', async () => {
  const first = start();
  await first.ready();
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

  const second = start({ PORT: String(await freePort()) });
  expect(await second.exit).toBe(1);
  expect(second.lines()).toEqual([
    `Another Millrace (process ${first.pid}) is running on the data directory ${data_dir}. Stop it, or give this one its own MILLRACE_DATA_DIR.`,
  ]);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);

  const processes = family(first.pid);
  expect(processes.length).toBeGreaterThan(3);
  expect(await first.end('SIGTERM')).toBe(0);
  expect(await alive(processes)).toEqual([]);
});

test('after SIGKILL the next start recovers by itself, with PostgreSQL still running and a worker that ends alone', async () => {
  const first = start({}, ['--workers', '1']);
  await first.ready();
  await vi.waitUntil(() => first.log().some((line) => line.includes('Worker is ready')), { timeout: 50_000 });
  const left = family(first.pid).filter((pid) => pid !== first.pid);
  await first.end('SIGKILL');
  expect((await alive(left)).length).toBeGreaterThan(0);

  const second = start();
  await second.ready();
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(await Promise.all(left.map((pid) => waitUntilGone(pid, 30_000)))).toEqual(left.map(() => true));
  expect(await second.end('SIGINT')).toBe(0);
});

test('a port that another program has is told in one line, and nothing is left running', async () => {
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  const instance = start();
  expect(await instance.exit).toBe(78);
  expect(instance.lines()).toEqual([
    `PORT ${port} is taken on 127.0.0.1. Stop the program that has it, or set PORT to another one`,
  ]);
  taken.close();
  const next = start();
  await next.ready();
});

test('the first owner of the settings is made once; a restart with another key is refused before anything is written', async () => {
  const admin = {
    MILLRACE_ADMIN_EMAIL: 'ada@example.com',
    MILLRACE_ADMIN_PASSWORD: 'analytical engine',
    MILLRACE_ADMIN_ORG: 'Ada',
  };
  const first = start(admin);
  await first.ready();
  expect(await (await fetch(`http://127.0.0.1:${port}/api/setup`)).json()).toEqual({ needed: false });
  await first.end('SIGTERM');
  const other = start({ ...admin, MILLRACE_ENCRYPTION_KEY: 'q83vEjRWeJq83vASNFZ4mrze8BI0Vniavd7wEjRWeJo=' });
  expect(await other.exit).toBe(78);
  expect(other.lines()).toHaveLength(1);
  expect(other.lines()[0]).toContain('MILLRACE_ENCRYPTION_KEY');
});

test.each([
  [{ PORT: 'abc' }, [], 'PORT must be a whole number from 1 to 65535, not "abc"'],
  [{}, ['--workers', 'many'], 'MILLRACE_WORKERS must be a whole number from 0 to 64, not "many"'],
  [{}, ['--wrokers', '2'], "Command line: Unknown option '--wrokers'. See npm start -- --help"],
  [
    {},
    ['--role', 'worker'],
    'DATABASE_URL must be set for role worker: a worker alone has no embedded database',
  ],
  [{ HOST: '203.0.113.7' }, [], 'HOST must be an address of this machine, and 203.0.113.7 is not'],
])(
  '%o %o stops the start with one line and exit code 78',
  async (settings: Record<string, string>, args, line) => {
    const instance = start(settings, args);
    expect(await instance.exit).toBe(78);
    expect(instance.lines()).toEqual([line]);
  },
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return address.port;
}
