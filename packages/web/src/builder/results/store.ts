/**
 * The last test or run of this workflow as the builder shows it: status and data by node. Invariants:
 *  1. steps belong to one test or run; starting another one clears them;
 *  2. events of another execution than the watched one change nothing;
 *  3. `samples` outlive a test: they are the data on which expressions show their results.
 */
import type { ExecutionStatus, Failure, LiveEvent, Step, TestResult } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { noSamples, type Samples, samplesOfSteps } from './samples.ts';

export interface ShownRun {
  kind: 'test' | 'run';
  /** Null for a test, which is not stored. */
  execution_id: string | null;
  status: ExecutionStatus;
  duration_ms: number | null;
  output: unknown;
  error: Failure | null;
  /** In the order in which they started. */
  steps: readonly Step[];
}

/** What of the nodes is needed to name a step. */
type KnownNodes = readonly { id: string; key: string; label: string; subtype: string }[];

export interface ResultsState {
  run: ShownRun | null;
  byNode: ReadonlyMap<string, Step>;
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
  }): void;
  apply(event: LiveEvent, nodes: KnownNodes): void;
  selectStep(path: string | null): void;
  addSamples(samples: Samples): void;
  setSample(nodeId: string, output: unknown): void;
  clear(): void;
}

export type ResultsStore = StoreApi<ResultsState>;

const finals: ReadonlySet<string> = new Set([
  'success',
  'partial_success',
  'error',
  'cancelled',
  'timed_out',
]);
export const isFinal = (status: ExecutionStatus): boolean => finals.has(status);

/** More events than this do not come before an answer to the request that started them. */
const mostEarly = 500;

export function createResultsStore(samples: Samples = noSamples): ResultsStore {
  let early: { event: LiveEvent; nodes: KnownNodes }[] | null = null;
  return createStore<ResultsState>()((set, get) => {
    const show = (run: ShownRun) => set({ run, byNode: lastByNode(run.steps), testing: false });
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
        get().addSamples(samplesOfSteps(result.steps));
      },
      expectRun() {
        early = [];
      },
      watch(execution_id) {
        const waiting = early ?? [];
        early = null;
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
        for (const { event, nodes } of waiting) get().apply(event, nodes);
      },
      showExecution(execution) {
        const { id, ...rest } = execution;
        show({ kind: 'run', execution_id: id, ...rest });
        const path = get().selectedStep;
        if (path === null) {
          const failed = execution.steps.find((step) => step.status === 'error');
          set({ selectedStep: (failed ?? lastRun(execution.steps))?.path ?? null });
        }
        get().addSamples(samplesOfSteps(execution.steps));
      },
      apply(event, nodes) {
        const { run } = get();
        if (early && early.length < mostEarly && run?.execution_id !== event.execution_id)
          early.push({ event, nodes });
        if (!run || run.execution_id !== event.execution_id || isFinal(run.status)) return;
        if (event.type === 'workflow:execution:complete') {
          set({ run: { ...run, status: event.status, duration_ms: event.total_duration_ms } });
        } else if (event.type !== 'workflow:execution:start') {
          const steps = withEvent(run.steps, event, nodes);
          set({ run: { ...run, steps }, byNode: lastByNode(steps) });
        }
      },
      selectStep: (selectedStep) => set({ selectedStep }),
      addSamples(added) {
        set({
          samples: {
            trigger: added.trigger ?? get().samples.trigger,
            outputs: { ...get().samples.outputs, ...added.outputs },
          },
        });
      },
      setSample(nodeId, output) {
        const { samples } = get();
        set({ samples: { ...samples, outputs: { ...samples.outputs, [nodeId]: output } } });
      },
      clear: () => set({ run: null, byNode: new Map(), selectedStep: null, testing: false }),
    };
  });
}

/** The last step that was not skipped: what the run came to. */
function lastRun(steps: readonly Step[]): Step | undefined {
  return steps.findLast((step) => step.status !== 'skipped') ?? steps.at(-1);
}

function lastByNode(steps: readonly Step[]): Map<string, Step> {
  return new Map(steps.map((step) => [step.node_id, step]));
}

type NodeEvent = Extract<LiveEvent, { type: `workflow:node:${string}` }>;

function withEvent(steps: readonly Step[], event: NodeEvent, nodes: KnownNodes): Step[] {
  const known = steps.find((step) => step.path === event.path);
  const node = nodes.find((candidate) => candidate.id === event.node_id);
  const base: Step = known ?? {
    node_id: event.node_id,
    key: node?.key ?? event.node_id,
    label: node?.label ?? event.node_id,
    subtype: node?.subtype ?? '',
    path: event.path,
    status: 'running',
    started_at: event.at,
  };
  const next = settled(base, event);
  return known ? steps.map((step) => (step === known ? next : step)) : [...steps, next];
}

function settled(step: Step, event: NodeEvent): Step {
  if (event.type === 'workflow:node:complete') {
    return { ...step, status: 'success', output: event.output, duration_ms: event.duration_ms };
  }
  if (event.type === 'workflow:node:error') return { ...step, status: 'error', error: event.error };
  return { ...step, status: 'running' };
}
