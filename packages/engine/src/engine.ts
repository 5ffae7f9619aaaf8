/**
 * The door of the engine: executes, tests and tries single nodes, with what it was wired to.
 *
 *  1. An execution that has ended, or parks, is committed before anybody hears of it.
 *  2. A test and a single node write nothing and tell nobody; in a test nothing can go out.
 */
import type { Definition, Failure, FinalStatus, Step, TriggerInput, WorkflowNode } from '@millrace/core';
import type { HttpClient, Log } from '@millrace/sdk';
import { Execution } from './execute.ts';
import { fromKept } from './from_kept.ts';
import { foldJournal, type Past } from './journal.ts';
import { Ledger } from './ledger.ts';
import { finishedExecution, isParked, parkedExecution, stepsSoFar } from './outcome.ts';
import { checkStandsAlone, upTo } from './part_of.ts';
import { compilePlan, type Plan } from './plan.ts';
import type {
  Clock,
  Connections,
  ExecutionStart,
  FinishedExecution,
  JournalEntry,
  Makers,
  Observer,
  ParkedExecution,
  Registry,
  Signal,
  Storage,
} from './ports.ts';
import { addToScope } from './scope.ts';
import { draftStart, fixedAt, mockWith, nothingWritten, refuseHttp } from './test_mode.ts';
import type { Means } from './turn.ts';
import { Walk } from './walk.ts';
import { type Answer, Whole } from './whole.ts';

export interface EngineParts {
  storage: Storage;
  registry: Registry;
  clock: Clock;
  http: HttpClient;
  connections?: Connections;
  log: Log;
  makers: Makers;
  observer?: Observer;
  /** Longest delay in milliseconds that is waited for in memory; beyond it the execution parks (default 5,000). */
  idle?: number;
}

/** An execution while this process runs it. */
export interface Running {
  /** The steps so far, settled, under way or waiting; of very many the latest 1,000. */
  look(): Step[];
  /** Ends of waits, in any order and as often as they are told; those that have not begun are remembered. */
  signal(signals: readonly Signal[]): void;
}

export interface RunOptions {
  /** Its row exists already: it came through the queue, or from another process. */
  accepted: boolean;
  /** What an earlier process made durable. */
  journal?: readonly JournalEntry[];
  /**
   * When the journal was read, by the storage's time (default: now). A wait that had run out by then, without a signal in the
   * journal, is over.
   */
  claimed_at?: Date;
  /** When the first process began to run it (default: now). */
  started_at?: Date;
  /** Active time in earlier processes, in milliseconds. */
  active_ms?: number;
  /** Cancels; with a `HandBack` as its reason the execution goes back to the queue instead. */
  signal?: AbortSignal;
  /** The caller's answer, given once and never before what it promises is committed. */
  onResponse?: (response: Answer) => void;
  /** Called at the beginning. */
  onBegin?: (running: Running) => void;
}

interface Draft {
  org_id?: string;
  workflow: { id: string; name: string };
  definition: Definition;
  variables?: Readonly<Record<string, unknown>>;
  signal?: AbortSignal;
}

export interface TestOptions extends Draft {
  trigger: TriggerInput;
  /** Outputs by the key or the id of a node; `{ $error }` lets its step fail. */
  mocks?: Readonly<Record<string, unknown>>;
  /** The time that the test sees all the while, and with it the same random values every time. */
  at?: Date;
  /** Key or id of the last node to run. */
  stop_at?: string;
  /** Key or id of the first one: nothing runs that is not reachable from it. */
  start_at?: string;
  /** With `start_at`: what the nodes before it gave earlier, by key or id; those that are left out gave nothing. */
  kept?: Readonly<Record<string, unknown>>;
}

export interface NodeOptions extends Draft {
  node: WorkflowNode;
  /** What expressions see: `trigger`, and outputs by node key. */
  input_context: Readonly<Record<string, unknown>>;
}

export interface DraftResult {
  status: FinalStatus;
  duration_ms: number;
  output: unknown;
  error: Failure | null;
  steps: Step[];
}

export interface Engine {
  /**
   * Walks an execution until it ends or parks.
   * @throws what the storage rejected with ({@link OwnershipLost} among it); then nothing more was done, and recovery decides
   */
  run(start: ExecutionStart, options: RunOptions): Promise<FinishedExecution | ParkedExecution>;
  /** The same walk with mocks instead of effects. @throws StepError when `stop_at` names no node */
  test(options: TestOptions): Promise<DraftResult>;
  /** One node for real. @throws StepError `not_alone` for one that waits, or belongs to a loop */
  runNode(options: NodeOptions): Promise<Omit<DraftResult, 'steps'>>;
}

const defaultIdle = 5_000;

export function createEngine(parts: EngineParts): Engine {
  const { storage, registry, clock, http, connections, log, makers, observer, idle = defaultIdle } = parts;
  const live: Means = { clock, http, connections, log, observer, mock: null, retries: true };
  const planOf = planCache(registry);

  async function run(start: ExecutionStart, options: RunOptions) {
    const { journal = [], signal } = options;
    const now = clock.now();
    const started_at = options.started_at ?? now;
    const ledger = new Ledger(storage, start, started_at, options.accepted);
    observer?.executionStarted?.(start);
    const whole = new Whole(start, started_at, makers, observer);
    const execution = new Execution({
      walk: new Walk(whole, planOf(start.definition, start.trigger_type), null),
      ledger,
      means: live,
      ...foldJournal(journal),
      claimed_at: (options.claimed_at ?? now).getTime(),
      active_ms: options.active_ms ?? 0,
      idle_ms: idle,
      onAnswer: options.onResponse,
    });
    options.onBegin?.({
      look: () => stepsSoFar(execution),
      signal: (signals) => execution.signal(signals),
    });
    await execution.toEnd(signal);
    const owed = await ledger.rest();
    if (isParked(execution)) {
      const parked = parkedExecution(execution, owed);
      await storage.park(parked);
      execution.giveAnswer();
      if (parked.status === 'waiting')
        for (const step of parked.steps) if (step.status === 'waiting') observer?.stepWaiting?.(start, step);
      return parked;
    }
    const finished = finishedExecution(execution);
    await storage.finish(finished);
    execution.giveAnswer();
    observer?.executionFinished?.(finished);
    return finished;
  }

  async function runDraft(
    walk: Walk,
    means: Means,
    signal: AbortSignal | undefined,
    past = new Map<string, Past>(),
  ): Promise<DraftResult> {
    const { start, started_at } = walk.whole;
    const ledger = new Ledger(nothingWritten, start, started_at, false);
    const options = {
      walk,
      ledger,
      means,
      ...foldJournal([]),
      past,
      claimed_at: started_at.getTime(),
      active_ms: 0,
      idle_ms: idle,
      onAnswer: undefined,
    };
    const execution = new Execution(options);
    await execution.toEnd(signal);
    const { status, duration_ms, output, error, steps } = finishedExecution(execution);
    return { status, duration_ms, output, error, steps };
  }

  return {
    run,

    test: async ({ org_id = '', variables = {}, mocks = {}, stop_at, start_at, kept = {}, at, ...draft }) => {
      const begin =
        start_at === undefined
          ? null
          : fromKept(draft.definition, { start_at, stop_at, kept, trigger: draft.trigger });
      const definition =
        begin?.definition ?? (stop_at === undefined ? draft.definition : upTo(draft.definition, stop_at));
      const { id, ...fixed } = at ? fixedAt(clock, at) : { clock, id: undefined };
      const start = draftStart({ ...draft, definition, org_id, variables, id }, fixed.clock.now());
      const whole = new Whole(start, start.created_at, makers, undefined);
      const walk = new Walk(whole, compilePlan(definition, registry, begin?.plan), null);
      begin?.fill(walk.scope);
      const inside = { http: refuseHttp, log, observer: undefined, mock: mockWith(mocks), retries: false };
      const result = await runDraft(walk, { ...fixed, ...inside }, draft.signal, begin?.past);
      return begin ? { ...result, steps: result.steps.filter(begin.isTold) } : result;
    },

    runNode: async ({ org_id = '', variables = {}, input_context, ...draft }) => {
      checkStandsAlone(draft.node);
      const node: WorkflowNode = { ...draft.node, disabled: false, on_error: 'stop' };
      const definition: Definition = { nodes: [node], edges: [], config: draft.definition.config };
      const trigger = (input_context.trigger ?? { data: null }) as TriggerInput;
      const start = draftStart({ ...draft, definition, trigger, org_id, variables }, clock.now());
      const plan = compilePlan(definition, registry, { start: node.id });
      const walk = new Walk(new Whole(start, start.created_at, makers, undefined), plan, null);
      for (const [key, output] of Object.entries(input_context))
        addToScope(walk.scope, key, 'success', output);
      const { status, duration_ms, error, steps } = await runDraft(
        walk,
        { ...live, observer: undefined, retries: false },
        draft.signal,
      );
      return { status, output: steps[0]?.output ?? null, error, duration_ms };
    },
  };
}

/** Plans by definition: callers hand over the same object for every execution of a version. */
function planCache(registry: Registry): (definition: Definition, trigger_type: string) => Plan {
  const plans = new WeakMap<Definition, Map<string, Plan>>();
  return (definition, trigger_type) => {
    const byTrigger = plans.get(definition) ?? new Map<string, Plan>();
    plans.set(definition, byTrigger);
    const plan = byTrigger.get(trigger_type) ?? compilePlan(definition, registry, { trigger_type });
    byTrigger.set(trigger_type, plan);
    return plan;
  };
}
