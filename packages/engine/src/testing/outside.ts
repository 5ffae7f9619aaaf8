/** What people and other systems do to an execution while it runs, waits, or nobody has it: by a script, on the fake clock. */
import type { WaitResult } from '../ports.ts';
import type { FakeClock } from './fake_clock.ts';
import type { Child, MemoryStorage } from './memory_storage.ts';
import type { KeptWait } from './memory_waits.ts';

/** One thing that reaches a step which waits, or that will wait. */
export interface ScriptedSignal {
  path: string;
  result: WaitResult;
  /** Milliseconds after its wait is registered (default 0), or after the start of the execution. */
  after_ms?: number;
  from?: 'registration' | 'start';
  /** Sent so often at once (default 1). */
  times?: number;
}

/** How a child ends: so many milliseconds after its start, or without having been started. */
export interface ScriptedChild {
  result: WaitResult;
  after_ms: number | 'not_started';
}

export interface OutsideScript {
  signals?: readonly ScriptedSignal[];
  /** What somebody does about a wait that was registered. */
  react?: (kept: KeptWait) => readonly Omit<ScriptedSignal, 'path' | 'from'>[];
  children?: (child: Child) => ScriptedChild | null;
  /** What a person answers when asked about a step, by node id: run it again, that is what came out, or stop. */
  answers?: Record<string, 'again' | 'stop' | { output: unknown }>;
}

/** A signal that was sent. */
export interface Sent {
  path: string;
  result: WaitResult;
  at: Date;
  /** The wait was registered then. */
  registered: boolean;
  taken: boolean;
}

export class Outside {
  readonly sent: Sent[] = [];
  readonly #id: string;
  readonly #clock: FakeClock;
  readonly #storage: MemoryStorage;
  readonly #end = new AbortController();
  #coming = 0;
  #quiet: (() => void) | null = null;

  constructor(id: string, script: OutsideScript, clock: FakeClock, storage: MemoryStorage) {
    this.#id = id;
    this.#clock = clock;
    this.#storage = storage;
    storage.onWaiting = (_id, kept) => {
      for (const signal of reactions(script, kept)) this.#send({ ...signal, path: kept.path });
      if (kept.wait?.kind === 'execution') this.#runChild(script, kept.wait.execution_id);
    };
    storage.refuseChild = (child) => {
      const scripted = script.children?.(child);
      return scripted?.after_ms === 'not_started' ? scripted.result : null;
    };
    for (const signal of script.signals ?? []) if (signal.from === 'start') this.#send(signal);
  }

  /** Does something so many milliseconds from now, unless everything is over by then. */
  later(ms: number, act: () => void): void {
    this.#coming++;
    this.#clock.pass(ms, this.#end.signal).then(
      () => {
        act();
        this.#coming--;
        if (this.#coming === 0) this.#quiet?.();
      },
      () => {},
    );
  }

  /** Resolves when nothing more is to come by itself. */
  async quiet(): Promise<void> {
    if (this.#coming === 0) return;
    await new Promise<void>((resolve) => {
      this.#quiet = resolve;
    });
  }

  stop(): void {
    this.#end.abort();
  }

  #send({ path, result, after_ms = 0, times = 1 }: ScriptedSignal): void {
    this.later(after_ms, () => {
      for (let time = 0; time < times; time++) {
        const registered = Boolean(this.#storage.rows.get(this.#id)?.waits.byPath.get(path)?.wait);
        const taken = this.#storage.signal(this.#id, path, result);
        this.sent.push({ path, result, at: this.#clock.now(), registered, taken });
      }
    });
  }

  #runChild(script: OutsideScript, execution_id: string): void {
    const child = this.#storage.children.get(execution_id)!;
    const scripted = script.children?.(child);
    if (!scripted || scripted.after_ms === 'not_started') return;
    this.later(scripted.after_ms, () => this.#storage.endChild(execution_id, scripted.result));
  }
}

function reactions(script: OutsideScript, kept: KeptWait): Omit<ScriptedSignal, 'path' | 'from'>[] {
  const found: Omit<ScriptedSignal, 'path' | 'from'>[] = [...(script.react?.(kept) ?? [])];
  found.push(...(script.signals ?? []).filter(({ path, from }) => path === kept.path && from !== 'start'));
  const answer = kept.wait?.kind === 'question' && script.answers?.[lastOf(kept.path)];
  if (answer) found.push({ result: answerResult(answer) });
  return found;
}

function answerResult(answer: 'again' | 'stop' | { output: unknown }): WaitResult {
  if (typeof answer !== 'string') return { outcome: 'done', output: answer.output };
  return { outcome: answer === 'again' ? 'repeat' : 'stop' };
}

/** The node id at the end of a path. */
export function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
