/** The installation that is broken: one PostgreSQL, one API process, some workers, all as an operator starts them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '@millrace/server/embedded';

const main = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url));
const skewed = fileURLToPath(new URL('./skew.mjs', import.meta.url));

/** Other tries make databases of their own beside it. */
const databaseSettings = { max_connections: 200, may_create_databases: true };

export interface Process {
  name: string;
  child: ChildProcess;
  /** We ended it; any other end is a fault of the product. */
  killed: boolean;
  output: string[];
}

export interface InstallationOptions {
  workers: number;
  /** Where the database lives; made, and removed at the end, when absent. */
  data_dir?: string;
  /** Milliseconds by which the clocks of the workers are off, one worker after the other, in turn. */
  skews_ms?: readonly number[];
  /** Of addresses that steps call. */
  allowed_hosts: string;
}

export class Installation {
  readonly url: string;
  readonly data_dir: string;
  readonly processes: Process[] = [];
  readonly unexpected: string[] = [];
  database: EmbeddedDatabase;
  readonly #settings: Record<string, string>;
  readonly #skews_ms: readonly number[];
  #count = 0;

  private constructor(
    port: number,
    data_dir: string,
    database: EmbeddedDatabase,
    { allowed_hosts, skews_ms = [0] }: InstallationOptions,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.data_dir = data_dir;
    this.database = database;
    this.#skews_ms = skews_ms;
    this.#settings = {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      MILLRACE_PUBLIC_URL: this.url,
      DATABASE_URL: database.url,
      MILLRACE_DATA_DIR: path.join(data_dir, 'server'),
      MILLRACE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      MILLRACE_ALLOWED_PRIVATE_HOSTS: allowed_hosts,
      MILLRACE_LOG_FORMAT: 'json',
    };
  }

  static async start(options: InstallationOptions): Promise<Installation> {
    const data_dir = options.data_dir ?? (await mkdtemp(path.join(tmpdir(), 'millrace-chaos-')));
    await chmod(data_dir, 0o711);
    const database = await startEmbeddedDatabase({ data_dir, ...databaseSettings });
    const made = new Installation(await freePort(), data_dir, database, options);
    await made.startApi();
    await Promise.all(Array.from({ length: options.workers }, () => made.startWorker()));
    return made;
  }

  async startApi(): Promise<Process> {
    return this.#launch('api', 'api', 'Millrace is ready');
  }

  async startWorker(): Promise<Process> {
    const skew_ms = this.#skews_ms[this.#count % this.#skews_ms.length]!;
    return this.#launch(`worker ${++this.#count}`, 'worker', 'Worker is ready', skew_ms);
  }

  get api(): Process {
    return this.processes.find(({ name, killed }) => name === 'api' && !killed)!;
  }

  get workers(): Process[] {
    return this.processes.filter(({ name, killed }) => name !== 'api' && !killed);
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(process: Process): Promise<void> {
    process.killed = true;
    process.child.kill('SIGKILL');
    if (process.child.exitCode === null && process.child.signalCode === null)
      await once(process.child, 'exit');
    this.processes.splice(this.processes.indexOf(process), 1);
  }

  /** PostgreSQL ends, stays away for `ms`, and comes back on the same data. */
  async databaseAway(ms: number, during?: () => Promise<void>): Promise<void> {
    await this.database.stop();
    const until = Date.now() + ms;
    try {
      await during?.();
    } finally {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - Date.now())));
      this.database = await startEmbeddedDatabase({ data_dir: this.data_dir, ...databaseSettings });
    }
  }

  /** SIGTERM to all, then the database. Resolves with how long the slowest took, in milliseconds. */
  async stop({ keep = false } = {}): Promise<number> {
    const since = performance.now();
    await Promise.all(
      this.processes.map(async (process) => {
        process.killed = true;
        if (process.child.exitCode !== null || process.child.signalCode !== null) return;
        process.child.kill('SIGCONT');
        process.child.kill('SIGTERM');
        await once(process.child, 'exit');
      }),
    );
    const took = performance.now() - since;
    await this.database.stop();
    if (!keep) await rm(this.data_dir, { recursive: true, force: true });
    return took;
  }

  async #launch(name: string, role: string, ready: string, skew_ms = 0): Promise<Process> {
    const child = spawn(process.execPath, [...(skew_ms === 0 ? [] : ['--import', skewed]), main], {
      env: {
        ...this.#settings,
        MILLRACE_ROLE: role,
        ...(skew_ms === 0 ? {} : { CHAOS_SKEW_MS: String(skew_ms) }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started: Process = { name, child, killed: false, output: [] };
    await new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          started.output.push(text);
          if (started.output.length > 500) started.output.shift();
          if (text.includes(ready)) resolve();
        });
      }
      child.once('exit', (code, signal) => {
        if (!started.killed)
          this.unexpected.push(`${name} ended by itself (${code ?? signal}): ${lastWords(started)}`);
        reject(new Error(`${name} did not start:\n${started.output.join('')}`));
      });
    });
    this.processes.push(started);
    return started;
  }
}

function lastWords({ output }: Process): string {
  return output.join('').trim().slice(-2_000);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}
