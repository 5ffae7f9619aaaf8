/** The process that is to die: told what to do over a channel, begun anew when it is gone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CrashOrder as Order } from '@millrace/server/testing';

export type { Order };

const program = fileURLToPath(
  new URL('../packages/server/src/storage/testing/crash_process.ts', import.meta.url),
);
const failPoints = fileURLToPath(new URL('./fail_point.mjs', import.meta.url));

export class CrashChild {
  /** Processes that were begun. */
  count = 0;
  readonly #url: string;
  #child: ChildProcess | null = null;
  #next = 0;
  readonly #asked = new Map<number, (answer: unknown) => void>();

  constructor(database_url: string) {
    this.#url = database_url;
  }

  get alive(): boolean {
    return this.#child !== null;
  }

  /** Begins it, when it is not there. */
  async begin(): Promise<void> {
    if (this.#child) return;
    const first = this.count === 0 ? ['migrate'] : [];
    const child = spawn(process.execPath, ['--import', failPoints, program, this.#url, ...first], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    this.count += 1;
    child.on('message', (message: { id: number; answer?: unknown } | 'ready') => {
      if (message !== 'ready') this.#answered(message.id, message.answer);
    });
    child.once('exit', () => this.#gone(child));
    const [said] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (said !== 'ready') throw new Error(`A process that was to die ended while it started (${said})`);
  }

  /** What it answers; undefined when it died before it did, or refused. */
  ask<T>(order: Order): Promise<T | undefined> {
    const child = this.#child;
    if (!child) return Promise.resolve(undefined);
    const id = ++this.#next;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve as (answer: unknown) => void);
      child.send({ id, order }, (error) => error && this.#answered(id, undefined));
    });
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  #answered(id: number, answer: unknown): void {
    this.#asked.get(id)?.(answer);
    this.#asked.delete(id);
  }

  #gone(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = null;
    for (const id of [...this.#asked.keys()]) this.#answered(id, undefined);
  }
}
