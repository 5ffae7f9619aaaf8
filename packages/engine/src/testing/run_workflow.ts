/**
 * Runs a definition as the product would: in one process after another, each dying or parking where the test wants, until
 * the execution has ended or waits for a person. On the way it holds the laws of `execute.ts` and reports who broke them.
 */
import { type Definition, incoming, type Step, type TriggerInput } from '@millrace/core';
import { createEngine } from '../engine.ts';
import type { ExecutionStart, FinishedExecution, JournalEntry, Observer, ParkedExecution } from '../ports.ts';
import type { Answer } from '../walk.ts';
import { FakeWorld, type OutsideCall } from './fake_apps.ts';
import { FakeClock } from './fake_clock.ts';
import { Crash, type CrashPoint, MemoryStorage } from './memory_storage.ts';

export interface Given {
  definition: Definition;
  trigger?: TriggerInput;
  variables?: Record<string, unknown>;
  /** Its row exists before the first process takes it. */
  accepted?: boolean;
  /** Of every write, in milliseconds. */
  latency_ms?: number;
  idle?: number;
  /** Cancels so many milliseconds after the start. */
  cancel_at?: number;
  /** What a person answers to "Did it happen?", by node id. */
  answers?: Record<string, 'again' | { output: unknown }>;
  observer?: Observer;
}

export interface Report {
  result: FinishedExecution | ParkedExecution;
  /** By node id. */
  steps: Record<string, Step>;
  world: FakeWorld;
  storage: MemoryStorage;
  clock: FakeClock;
  /** Where the first process died; null in the straight run. */
  crash: CrashPoint | null;
  /** Null where nobody was answered, as when the process died after the commit and before the answer. */
  answer: Answer | null;
  /** Node ids in the order in which they settled, over all processes. */
  settled: string[];
  processes: number;
}

const executionId = '019a0000-0000-7000-8000-000000000001';
/** More lives than this and it is a loop. */
const mostProcesses = 50;

/** @param crashes where the first process dies, then the second, and so on */
export async function runWorkflow(given: Given, ...crashes: (CrashPoint | null)[]): Promise<Report> {
  const clock = new FakeClock();
  const world = new FakeWorld(clock);
  const storage = new MemoryStorage(clock, given.latency_ms);
  const broken: string[] = [];
  const settled: string[] = [];
  let answer: Answer | null = null;
  let start = startOf(given, clock);
  if (given.accepted) await storage.process().accept(start, clock.now());
  world.before = (call) => broken.push(...lawsOfEffects(call, start, storage, world));

  const report = (result: Report['result'], processes: number): Report => {
    if (broken.length > 0) throw new Error(`Laws were broken: ${broken.join('; ')}`);
    const steps = Object.fromEntries(result.steps.map((step) => [step.node_id, step]));
    return { result, steps, world, storage, clock, crash: crashes[0] ?? null, answer, settled, processes };
  };

  for (let life = 1; life <= mostProcesses; life++) {
    const row = storage.rows.get(start.id);
    if (row?.finished) return report(row.finished, life - 1);
    const taken = life === 1 ? null : storage.takeOver(start.id);
    if (taken) start = { ...taken.start, definition: given.definition };
    const journal = [...(row?.journal.values() ?? [])];
    const engine = createEngine({
      storage: storage.process(crashes[life - 1]),
      registry: world.registry,
      clock,
      http: { request: () => Promise.reject(new Error('The fake apps use no HTTP')) },
      log: { info: () => {}, warn: () => {} },
      ...(given.idle !== undefined && { idle: given.idle }),
      observer: {
        ...given.observer,
        stepSettled: (started, step) => {
          settled.push(step.node_id);
          given.observer?.stepSettled?.(started, step);
        },
      },
    });
    const cancel = new AbortController();
    if (given.cancel_at !== undefined)
      clock.sleep(given.cancel_at, cancel.signal).then(
        () => cancel.abort(),
        () => {},
      );
    const onResponse = (response: Answer) => {
      if (answer) broken.push('the caller was answered twice');
      if (!storage.rows.has(start.id)) broken.push('the caller was answered before a commit');
      answer = response;
    };
    try {
      const result = await engine.run(start, {
        accepted: row !== undefined,
        journal,
        signal: cancel.signal,
        // Nobody waits any more once the answer was given.
        ...(answer === null && { onResponse }),
      });
      if (!cancel.signal.aborted) cancel.abort();
      const next = 'finished_at' in result ? null : nextLife(result, given, storage);
      if (next) {
        clock.moveTo(next);
        continue;
      }
      return report(result, life);
    } catch (error) {
      if (!cancel.signal.aborted) cancel.abort();
      if (!(error instanceof Crash)) throw error;
    }
  }
  throw new Error(`The execution did not end in ${mostProcesses} processes`);
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

function startOf(given: Given, clock: FakeClock): ExecutionStart {
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
    depth: 0,
  };
}

/** When the next process takes a parked execution, with the answers of a person written; null: never. */
function nextLife(parked: ParkedExecution, given: Given, storage: MemoryStorage): Date | null {
  let answered = false;
  const row = storage.rows.get(parked.start.id)!;
  for (const step of parked.steps) {
    const reply = given.answers?.[step.node_id];
    if (step.status !== 'waiting' || step.error?.code !== 'unknown_outcome' || !reply) continue;
    answered = true;
    const attempt = step.attempts ?? 1;
    const at = parked.start.created_at.toISOString();
    const entry: JournalEntry =
      reply === 'again'
        ? { kind: 'failed', path: step.path, attempt, error: step.error, retry_at: at }
        : {
            kind: 'settled',
            path: step.path,
            attempt,
            step: { ...step, status: 'success', error: null, output: reply.output },
          };
    row.journal.set(`${entry.path} ${entry.attempt} ${entry.kind}`, entry);
  }
  if (answered) return new Date(0);
  return parked.resume_at;
}

/** What must be durable when something happens outside. */
function lawsOfEffects(
  call: OutsideCall,
  start: ExecutionStart,
  storage: MemoryStorage,
  world: FakeWorld,
): string[] {
  const row = storage.rows.get(start.id);
  const has = (path: string, kind: JournalEntry['kind']) =>
    [...(row?.journal.values() ?? [])].some((entry) => entry.path === path && entry.kind === kind);
  const broken: string[] = [];
  if (has(call.node, 'settled')) broken.push(`${call.node} ran after it was settled`);
  if (call.effect === 'read') return broken;
  if (!row) return [...broken, `${call.node} ran before the execution was accepted`];
  if (!has(call.node, 'started')) broken.push(`${call.node} ran before its start was durable`);
  for (const before of waitedFor(start.definition, call.node)) {
    if (!world.delivered.has(`${start.id}:${before}`) || has(before, 'settled')) continue;
    broken.push(`${call.node} ran before what ${before} gave was durable`);
  }
  return broken;
}

/** What must have ended before a node runs: all before it, but not behind a merge that takes the first arrival. */
function waitedFor(definition: Definition, id: string): Set<string> {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = definition.nodes.find((each) => each.id === next);
    if (node?.subtype === 'merge' && node.config.mode === 'first') continue;
    for (const { source } of incoming(definition, next)) {
      if (found.has(source)) continue;
      found.add(source);
      open.push(source);
    }
  }
  return found;
}
