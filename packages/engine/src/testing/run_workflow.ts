/**
 * Runs a definition as the product would: in one process after another, each dying or parking where the test wants, until
 * the execution has ended or waits for what never comes. On the way it holds the laws of `execute.ts` and reports who broke
 * them.
 */
import type { Definition, Step, TriggerInput } from '@millrace/core';
import { createEngine } from '../engine.ts';
import type { ExecutionStart, FinishedExecution, Observer, ParkedExecution, Signal } from '../ports.ts';
import type { Answer } from '../whole.ts';
import { lawsOfEffects } from './effect_laws.ts';
import { FakeWorld } from './fake_apps.ts';
import { FakeClock } from './fake_clock.ts';
import { fakeMakers } from './fake_makers.ts';
import { Crash, type CrashPoint, MemoryStorage } from './memory_storage.ts';
import { Outside, type OutsideScript, type Sent } from './outside.ts';

export interface Given extends OutsideScript {
  definition: Definition;
  trigger?: TriggerInput;
  variables?: Record<string, unknown>;
  /** Its row exists before the first process takes it. */
  accepted?: boolean;
  /** Of every write, and of the news of a signal, in milliseconds. */
  latency_ms?: number;
  /** How long nobody has the execution after its process died, in milliseconds. */
  down_ms?: number;
  idle?: number;
  /** Cancels so many milliseconds after the start, whoever has it then. */
  cancel_at?: number;
  /** How many executions called each other to get here. */
  depth?: number;
  observer?: Observer;
}

export interface Report {
  result: FinishedExecution | ParkedExecution;
  /** By node id; of a node in a loop its last round. */
  steps: Record<string, Step>;
  world: FakeWorld;
  storage: MemoryStorage;
  clock: FakeClock;
  /** Where the first process died; null in the straight run. */
  crash: CrashPoint | null;
  /** How many processes died. */
  crashed: number;
  /** Null where nobody was answered, as when the process died after the commit and before the answer. */
  answer: Answer | null;
  /** Paths in the order in which they settled, over all processes. */
  settled: string[];
  /** What was sent to it. */
  sent: Sent[];
  processes: number;
}

const executionId = '019a0000-0000-7000-8000-000000000001';
/** More lives than this and it is a loop. */
const mostProcesses = 200;

/**
 * @param crashes where the first process dies, then the one that follows it, and so on; writes are counted from the death
 *   before, also over processes that parked
 */
export async function runWorkflow(given: Given, ...crashes: (CrashPoint | null)[]): Promise<Report> {
  const clock = new FakeClock();
  const storage = new MemoryStorage(clock, given.latency_ms);
  const outside = new Outside(executionId, given, clock, storage);
  try {
    return await new Lives(given, crashes, clock, storage, outside).toEnd();
  } finally {
    outside.stop();
  }
}

class Lives {
  readonly #given: Given;
  readonly #crashes: (CrashPoint | null)[];
  readonly #clock: FakeClock;
  readonly #storage: MemoryStorage;
  readonly #outside: Outside;
  readonly #world: FakeWorld;
  readonly #makers = fakeMakers();
  readonly #broken: string[] = [];
  readonly #settled: string[] = [];
  readonly #cancel = new AbortController();
  /** When the first process began. */
  readonly #began: Date;
  #start: ExecutionStart;
  #answer: Answer | null = null;
  #crashed = 0;
  #hear: ((signals: readonly Signal[]) => void) | null = null;

  constructor(
    given: Given,
    crashes: (CrashPoint | null)[],
    clock: FakeClock,
    storage: MemoryStorage,
    outside: Outside,
  ) {
    this.#given = given;
    this.#crashes = [...crashes];
    this.#clock = clock;
    this.#storage = storage;
    this.#outside = outside;
    this.#world = new FakeWorld(clock);
    this.#start = startOf(given, clock);
    this.#began = this.#start.created_at;
    this.#world.before = (call) =>
      this.#broken.push(...lawsOfEffects(call, this.#start, storage, this.#world));
    storage.onSignal = (id) => outside.later(given.latency_ms ?? 0, () => this.#tell(id));
  }

  async toEnd(): Promise<Report> {
    const { cancel_at, accepted, down_ms } = this.#given;
    const [first] = this.#crashes;
    if (accepted) await this.#storage.process().accept(this.#start, this.#clock.now());
    if (cancel_at !== undefined) this.#outside.later(cancel_at, () => this.#cancel.abort());
    for (let life = 1; life <= mostProcesses; life++) {
      const row = this.#storage.rows.get(this.#start.id);
      if (row?.finished) return this.#report(row.finished, life - 1, first);
      const result = await this.#live(life);
      if (!result) {
        if (down_ms) await this.#clock.pass(down_ms);
      } else if ('finished_at' in result || !(await this.#isDue(result)))
        return this.#report(result, life, first);
    }
    throw new Error(`The execution did not end in ${mostProcesses} processes`);
  }

  /** Lets one process run it, until it ends, parks (what it gave) or dies (null). */
  async #live(life: number) {
    const { definition, idle, observer } = this.#given;
    const accepted = this.#storage.rows.has(this.#start.id);
    const taken = life === 1 ? null : this.#storage.takeOver(this.#start.id);
    if (taken) this.#start = { ...taken.start, definition };
    const process = this.#storage.process(this.#crashes[0] ?? null);
    const engine = createEngine({
      storage: process,
      registry: this.#world.registry,
      clock: this.#clock,
      makers: this.#makers,
      http: { request: () => Promise.reject(new Error('The fake apps use no HTTP')) },
      log: { info: () => {}, warn: () => {} },
      ...(idle !== undefined && { idle }),
      observer: {
        ...observer,
        stepSettled: (started, step) => {
          this.#settled.push(step.path);
          observer?.stepSettled?.(started, step);
        },
      },
    });
    try {
      const result = await engine.run(this.#start, {
        accepted,
        journal: taken?.journal ?? [],
        ...(taken && { started_at: this.#began }),
        signal: this.#cancel.signal,
        onBegin: ({ signal }) => {
          this.#hear = signal;
        },
        // Nobody waits any more once the answer was given.
        ...(this.#answer === null && { onResponse: (answer: Answer) => this.#onResponse(answer) }),
      });
      this.#countDown(process.count);
      return result;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.#crashes.shift();
      this.#crashed++;
      return null;
    } finally {
      this.#hear = null;
    }
  }

  /** A process that parked has made some of the writes until the next death. */
  #countDown(writes: number): void {
    const [next] = this.#crashes;
    if (next) this.#crashes[0] = { ...next, write: next.write - writes };
    else this.#crashes.shift();
  }

  #onResponse(answer: Answer): void {
    if (this.#answer) this.#broken.push('the caller was answered twice');
    if (!this.#storage.rows.has(this.#start.id)) this.#broken.push('the caller was answered before a commit');
    this.#answer = answer;
  }

  /** As a process does that is told of a signal: it hands over all that its waits have, old and new. */
  #tell(id: string): void {
    this.#hear?.(this.#storage.rows.get(id)?.waits.unanswered() ?? []);
  }

  /** Waits until a parked execution is to go on; false when nothing will ever make it. */
  async #isDue({ resume_at }: ParkedExecution): Promise<boolean> {
    const row = this.#storage.rows.get(this.#start.id)!;
    const isCalled = () => row.status === 'queued' || this.#cancel.signal.aborted;
    if (isCalled()) return true;
    const over = new AbortController();
    const called = new Promise<void>((resolve) => {
      this.#storage.onQueued = () => resolve();
      this.#cancel.signal.addEventListener('abort', () => resolve(), { signal: over.signal });
    });
    const time =
      resume_at === null
        ? this.#outside.quiet()
        : this.#clock.pass(resume_at.getTime() - this.#clock.now().getTime(), over.signal);
    await Promise.race([called, time.catch(() => {})]);
    over.abort();
    return resume_at !== null || isCalled();
  }

  #report(result: Report['result'], processes: number, first: CrashPoint | null | undefined): Report {
    const broken = [...this.#broken, ...this.#storage.faults];
    if (broken.length > 0) throw new Error(`Laws were broken: ${broken.join('; ')}`);
    return {
      result,
      steps: Object.fromEntries(result.steps.map((step) => [step.node_id, step])),
      world: this.#world,
      storage: this.#storage,
      clock: this.#clock,
      crash: first ?? null,
      crashed: this.#crashed,
      answer: this.#answer,
      settled: this.#settled,
      sent: this.#outside.sent,
      processes,
    };
  }
}

/** Runs straight, and again stopped before and after each write of the straight run; `check` sees every report. */
export async function runEverywhere(
  given: Given,
  check: (report: Report) => void | Promise<void>,
): Promise<Report> {
  const straight = await runWorkflow(given);
  await check(straight);
  const writes = straight.storage.writes.length - (given.accepted ? 1 : 0);
  for (let write = 1; write <= writes; write++) {
    for (const when of ['before', 'after'] as const) {
      const report = await runWorkflow(given, { write, when });
      try {
        await check(report);
      } catch (error) {
        if (error instanceof Error) error.message = `stopped ${when} write ${write}: ${error.message}`;
        throw error;
      }
    }
  }
  return straight;
}

/** The start that {@link runWorkflow} gives to the engine. */
export function startOf(given: Given, clock: FakeClock): ExecutionStart {
  return {
    id: executionId,
    org_id: 'org',
    workflow_id: 'workflow',
    workflow_name: 'Test',
    version: 1,
    definition: given.definition,
    trigger_type: 'webhook',
    trigger: given.trigger ?? { data: { n: 1 } },
    triggered_by: null,
    retry_of: null,
    variables: given.variables ?? {},
    created_at: clock.now(),
    fence: 0,
    parent: null,
    depth: given.depth ?? 0,
  };
}
