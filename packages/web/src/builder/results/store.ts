/**
 * The last test or run of this workflow as the builder shows it: status and data by node. Invariants:
 *  1. steps belong to one test or run; starting another one clears them;
 *  2. events of another execution than the watched one change nothing;
 *  3. `samples` outlive a test: they are the data on which expressions show their results; tests and runs never change what
 *     is pinned.
 */
import type { Execution, ExecutionStatus, Failure, LiveEvent, Step, TestResult } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { HeardSteps, isFinal, mergeSteps } from '../../steps/live_steps.ts';
import { type NodeStep, nodeSteps } from '../../steps/node_steps.ts';
import { noSamples, type RealSamples, type Samples, samplesOfSteps } from './samples.ts';

/** Which execution it is, and what it ran on. */
export type RanOn = Pick<Execution, 'number' | 'version' | 'workflow_definition'>;

export interface ShownRun {
  kind: 'test' | 'run';
  /** Null for a test, which is not stored. */
  execution_id: string | null;
  status: ExecutionStatus;
  duration_ms: number | null;
  output: unknown;
  error: Failure | null;
  /** Of an execution, once the stored one is known: a draft can differ from what ran. */
  ran?: RanOn;
  /** It is a past execution that was loaded to be looked at. */
  loaded?: true;
  /** In the order in which they started. */
  steps: readonly Step[];
}

/** What of the nodes is needed to name a step. */
type KnownNodes = readonly { id: string; key: string; label: string; subtype: string }[];

export interface ResultsState {
  run: ShownRun | null;
  byNode: ReadonlyMap<string, NodeStep>;
  samples: Samples;
  /** The step whose data the drawer shows. */
  selectedStep: string | null;
  testing: boolean;
  setTesting(testing: boolean): void;
  showTest(result: TestResult): void;
  /** A run is about to start: events may come before its number is known, and are kept until then. */
  expectRun(): void;
  watch(execution_id: string): void;
  /** The stored execution replaces what was collected live. */
  showExecution(execution: {
    id: string;
    status: ExecutionStatus;
    duration_ms: number | null;
    output: unknown;
    error: Failure | null;
    steps: Step[];
    ran?: RanOn;
  }): void;
  /** A past execution takes the place of what was shown; what its steps gave are samples from now on. */
  loadExecution(execution: Execution): void;
  /** Events in their order; many at once cost little more than one. */
  apply(events: readonly LiveEvent[], nodes: KnownNodes): void;
  selectStep(path: string | null): void;
  addSamples(samples: RealSamples): void;
  setSample(nodeId: string, output: unknown): void;
  /** All that is pinned, as the server has it. */
  setPinned(pinned: Samples['pinned']): void;
  /** Pins a sample of one node here, before the server has it; undefined takes it away. */
  setPin(nodeId: string, value: unknown): void;
  clear(): void;
}

export type ResultsStore = StoreApi<ResultsState>;

/** More events than this do not come before an answer to the request that started them. */
const mostEarly = 500;

/** What an execution does that has not ended: no event says that all of it waits now, its steps do. */
function goingOn(steps: readonly Step[], before: ExecutionStatus): ExecutionStatus {
  if (steps.some(({ status }) => status === 'running')) return 'running';
  return steps.some(({ status }) => status === 'waiting') ? 'waiting' : before;
}

export function createResultsStore(samples: Samples = noSamples): ResultsStore {
  let early: { event: LiveEvent; nodes: KnownNodes }[] | null = null;
  return createStore<ResultsState>()((set, get) => {
    // What was heard of the shown run, and what was stored of it when it was asked for last.
    let heard = new HeardSteps();
    let stored: readonly Step[] = [];
    const show = (run: ShownRun) => {
      stored = run.steps;
      set({ run, byNode: nodeSteps(run.steps), testing: false });
    };
    return {
      run: null,
      byNode: new Map(),
      samples,
      selectedStep: null,
      testing: false,
      setTesting: (testing) => set({ testing }),
      showTest(result) {
        const failed = result.steps.find((step) => step.status === 'error');
        const error = (result.error as Failure | null | undefined) ?? failed?.error ?? null;
        show({
          kind: 'test',
          execution_id: null,
          status: result.status,
          duration_ms: result.duration_ms,
          output: result.output,
          error,
          steps: result.steps,
        });
        set({ selectedStep: (failed ?? lastRun(result.steps))?.path ?? null });
        // What a pinned sample gave says nothing about what the node gives.
        const { pinned } = get().samples;
        const told = result.steps.filter((step) => !(step.mocked && Object.hasOwn(pinned, step.node_id)));
        get().addSamples(samplesOfSteps(told));
      },
      expectRun() {
        early = [];
      },
      watch(execution_id) {
        const waiting = early ?? [];
        early = null;
        heard = new HeardSteps();
        show({
          kind: 'run',
          execution_id,
          status: 'running',
          duration_ms: null,
          output: undefined,
          error: null,
          steps: [],
        });
        set({ selectedStep: null });
        for (const { event, nodes } of waiting) get().apply([event], nodes);
      },
      showExecution(execution) {
        const { id, status, duration_ms, output, error, steps } = execution;
        const { run } = get();
        const same = run?.execution_id === id ? run : undefined;
        const ran = same?.ran ?? execution.ran;
        show({
          kind: 'run',
          execution_id: id,
          status,
          duration_ms,
          output,
          error,
          steps,
          ...(ran && { ran }),
          ...(same?.loaded && { loaded: same.loaded }),
        });
        const path = get().selectedStep;
        if (path === null) {
          const failed = execution.steps.find((step) => step.status === 'error');
          set({ selectedStep: (failed ?? lastRun(execution.steps))?.path ?? null });
        }
        get().addSamples(samplesOfSteps(execution.steps));
      },
      loadExecution(execution) {
        const { id, status, duration_ms, output, error, steps } = execution;
        heard = new HeardSteps();
        const ran = ranOn(execution);
        show({ kind: 'run', execution_id: id, status, duration_ms, output, error, steps, ran, loaded: true });
        const failed = steps.find((step) => step.status === 'error');
        set({ selectedStep: (failed ?? lastRun(steps))?.path ?? null });
        // Not those of other executions: what belongs together stays together.
        const { samples } = get();
        set({ samples: { ...samples, outputs: samplesOfSteps(steps).outputs } });
      },
      apply(events, nodes) {
        const { run } = get();
        if (early)
          for (const event of events)
            if (early.length < mostEarly && run?.execution_id !== event.execution_id)
              early.push({ event, nodes });
        const own = events.filter((event) => event.execution_id === run?.execution_id);
        if (!run || own.length === 0 || isFinal(run.status)) return;
        for (const event of own) heard.hear(event, nodes);
        const steps = mergeSteps(stored, heard.steps(), [], run.status);
        const end = own.find((event) => event.type === 'workflow:execution:complete');
        const now = end
          ? { status: end.status, duration_ms: end.total_duration_ms }
          : { status: goingOn(steps, run.status) };
        set({ run: { ...run, ...now, steps }, byNode: nodeSteps(steps) });
      },
      selectStep: (selectedStep) => set({ selectedStep }),
      addSamples(added) {
        const { samples } = get();
        const trigger = added.trigger ?? samples.trigger;
        set({ samples: { ...samples, trigger, outputs: { ...samples.outputs, ...added.outputs } } });
      },
      setSample(nodeId, output) {
        const { samples } = get();
        set({ samples: { ...samples, outputs: { ...samples.outputs, [nodeId]: output } } });
      },
      setPinned(pinned) {
        set({ samples: { ...get().samples, pinned } });
      },
      setPin(nodeId, value) {
        const { [nodeId]: _, ...others } = get().samples.pinned;
        get().setPinned(value === undefined ? others : { ...others, [nodeId]: value });
      },
      clear: () => set({ run: null, byNode: new Map(), selectedStep: null, testing: false }),
    };
  });
}

/** What is kept of a stored execution to compare the draft with. */
export function ranOn({ number, version, workflow_definition }: RanOn): RanOn {
  return { number, version, workflow_definition };
}

/** The last step that was not skipped: what the run came to. */
function lastRun(steps: readonly Step[]): Step | undefined {
  return steps.findLast((step) => step.status !== 'skipped') ?? steps.at(-1);
}
