import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real product, as an operator starts it, on a data directory of its own. */
export interface Product {
  /** Without a slash at the end. */
  url: string;
  data_dir: string;
  /** Process number of the main process. */
  pid: number;
  /** Everything it wrote so far. */
  output(): string;
  /** Ends it as a crash would. */
  crash(): Promise<void>;
  /** Starts it again on the same data and port. */
  startAgain(): Promise<void>;
  crashAndRestart(): Promise<void>;
  /** Ends it politely and removes its data. Throws when it did not end cleanly. */
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Settings over the defaults of the tests. */
  env?: Record<string, string>;
  args?: string[];
}

const MAIN = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));
const READY = /^Millrace is ready: (\S+)$/m;
const START_TIMEOUT_MS = 120_000;

/** Starts the product on a free port and an empty database; resolves when it answers. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const data_dir = await mkdtemp(path.join(tmpdir(), 'millrace-e2e-'));
  // The user that PostgreSQL runs as when we are root must be able to enter.
  await chmod(data_dir, 0o711);
  const port = await freePort();
  let running = await launch(port, data_dir, options);
  const crash = async () => {
    running.child.kill('SIGKILL');
    await once(running.child, 'exit');
  };
  const startAgain = async () => {
    running = await launch(port, data_dir, options);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    data_dir,
    get pid() {
      return running.child.pid as number;
    },
    output: () => running.output(),
    crash,
    startAgain,
    crashAndRestart: async () => {
      await crash();
      await startAgain();
    },
    stop: async () => {
      const code = await end(running.child);
      await rm(data_dir, { recursive: true, force: true });
      if (code !== 0) throw new Error(`Millrace ended with ${code}:\n${running.output()}`);
    },
  };
}

interface Running {
  child: ChildProcess;
  output: () => string;
}

async function launch(port: number, data_dir: string, { env, args = [] }: ProductOptions): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      MILLRACE_DATA_DIR: data_dir,
      MILLRACE_LOG_FORMAT: 'json',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const isReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (READY.test(output)) resolve();
      });
    }
  });
  const outcome = await Promise.race([
    isReady.then(() => 'ready'),
    once(child, 'exit').then(([code]) => `ended with ${code}`),
    new Promise((resolve) => setTimeout(resolve, START_TIMEOUT_MS, 'is not ready in time').unref()),
  ]);
  if (outcome === 'ready') return { child, output: () => output };
  child.kill('SIGKILL');
  throw new Error(`Millrace ${outcome}:\n${output}`);
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode;
}

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('No free port');
  return address.port;
}
