/** The product as an operator starts it, on an empty data directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeEnv, nodeFlags } from '../scripts/setup/node_flags.mjs';

export interface Product {
  url: string;
  pid: number;
  database_url: string;
  first_start_ms: number;
  second_start_ms: number;
  /** Calls the API as the owner. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  cookie: string;
  settings: Record<string, string>;
  stop(): Promise<void>;
}

const main = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url));

export interface ProductOptions {
  /** Settings beside those that every bench needs. */
  env?: Record<string, string>;
  /** Measures a second start on the data of the first. */
  start_twice?: boolean;
}

export async function startProduct({ env = {}, start_twice = false }: ProductOptions = {}): Promise<Product> {
  const data_dir = await mkdtemp(path.join(tmpdir(), 'millrace-bench-'));
  await chmod(data_dir, 0o711);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = { ...env, PORT: String(port), MILLRACE_DATA_DIR: data_dir };
  const first = await launch(settings);
  if (start_twice) await end(first.child);
  const again = start_twice ? await launch(settings) : first;
  const { child } = again;
  const cookie = await signUp(url);
  return {
    url,
    cookie,
    settings,
    pid: child.pid!,
    database_url: env.DATABASE_URL ?? (await databaseUrl(data_dir)),
    first_start_ms: first.ms,
    second_start_ms: again.ms,
    async api<T>(method: string, route: string, body?: unknown): Promise<T> {
      const response = await fetch(url + route, {
        method,
        headers: {
          cookie,
          origin: url,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${text}`);
      return JSON.parse(text) as T;
    },
    async stop() {
      await end(child);
      await rm(data_dir, { recursive: true, force: true });
    },
  };
}

/** A worker beside a product, on the same database. */
export async function startWorker(product: Product): Promise<{ stop(): Promise<void> }> {
  const { child } = await launch(
    { ...product.settings, MILLRACE_ROLE: 'worker', DATABASE_URL: product.database_url },
    'Worker is ready',
  );
  return { stop: () => end(child) };
}

async function launch(
  settings: Record<string, string>,
  ready = 'Millrace is ready',
): Promise<{ child: ChildProcess; ms: number }> {
  const since = performance.now();
  const profile = process.env.BENCH_PROFILE;
  const child = spawn(
    process.execPath,
    [...nodeFlags, ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []), main],
    {
      env: {
        ...nodeEnv,
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: path.join(settings.MILLRACE_DATA_DIR ?? tmpdir(), 'compiled'),
        MILLRACE_LOG_FORMAT: 'json',
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes(ready)) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`Millrace ended with ${code}:\n${output}`)));
  });
  return { child, ms: performance.now() - since };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** The first owner; the answer signs in. */
async function signUp(url: string): Promise<string> {
  const response = await fetch(`${url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({
      name: 'Bench',
      email: 'bench@example.com',
      password: 'bench-bench-bench',
      organization: 'Bench',
    }),
  });
  if (response.status !== 201) throw new Error(`Setup answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** Rows are counted in the database itself, past the product. */
async function databaseUrl(data_dir: string): Promise<string> {
  const files = await readdir(data_dir, { recursive: true });
  const password = files.find((name) => name.endsWith('owner.password'));
  const socket = files.find((name) => /\.s\.PGSQL\.\d+$/.test(name));
  if (!password || !socket) throw new Error(`The embedded database is not below ${data_dir}`);
  const secret = (await readFile(path.join(data_dir, password), 'utf8')).trim();
  const socket_dir = path.dirname(path.join(data_dir, socket));
  return `postgresql://millrace:${secret}@${encodeURIComponent(socket_dir)}/millrace`;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
