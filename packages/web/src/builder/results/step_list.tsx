import type { Step } from '@millrace/core';
import { FlaskConical, LoaderCircle } from 'lucide-react';
import { Tabs as Radix } from 'radix-ui';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { isFinal } from '../../steps/live_steps.ts';
import { searchSteps } from '../../steps/search_steps.ts';
import { type ListedStep, oneRoundEach, type StepNode, stepTree } from '../../steps/step_tree.ts';
import { lengthOf, timelineOf } from '../../steps/timeline.ts';
import { text } from '../../strings/builder.ts';
import { testing } from '../../strings/tests.ts';
import { useDocumentStore, useSelectedNodeId } from '../document/context.tsx';
import { useResults, useResultsStore } from './context.tsx';
import { FailureBanner } from './failure_banner.tsx';
import { StepData } from './step_data.tsx';
import { StepRow, TimelineAxis } from './step_rows.tsx';
import { StepTools, type StepView } from './step_tools.tsx';
import type { ShownRun } from './store.ts';

const words = testing.results;
const noSteps: readonly Step[] = [];
/** More rows than these are no answer to a search. */
const mostFound = 200;

/** The last test or run, step by step: what there is to say while there is none, and while none has begun. */
export function StepList() {
  const run = useResults((state) => state.run);
  const isTesting = useResults((state) => state.testing);
  if (isTesting) {
    return (
      <div role="status" className="flex h-full items-center justify-center gap-2 text-muted text-sm">
        <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
        {text.results.testing}
      </div>
    );
  }
  if (!run) {
    return (
      <EmptyState icon={<FlaskConical />} title={text.results.none} className="py-8">
        {text.results.none_hint}
      </EmptyState>
    );
  }
  if (run.steps.length === 0) {
    return (
      <div className="p-4">
        <FailureBanner run={run} onSelect={() => {}} />
        <p role="status" className="py-8 text-center text-muted text-sm">
          {isFinal(run.status) ? text.results.no_steps : text.results.waiting_first}
        </p>
      </div>
    );
  }
  return <Steps run={run} />;
}

/**
 * Steps on the left, the data of the chosen one on the right. Tabs, so that the arrow keys walk through the run. Of a
 * loop the steps of one round are listed; the loop itself has all its rounds in its data.
 */
function Steps({ run }: { run: ShownRun }) {
  const selected = useResults((state) => state.selectedStep);
  const results = useResultsStore();
  const document = useDocumentStore();
  const [view, setView] = useState<StepView>('list');
  const [search, setSearch] = useState('');
  const tree = useMemo(() => stepTree(run.steps), [run.steps]);
  const { listed, more } = useListed(run.steps, tree, selected, search);

  const choose = (path: string) => {
    results.getState().selectStep(path);
    const step = run.steps.find((candidate) => candidate.path === path);
    if (step) document.getState().select({ nodes: [step.node_id], edges: [] });
  };
  const shown = run.steps.find((step) => step.path === selected) ?? listed.at(0)?.step;
  useFollowCanvas((nodeId) => {
    if (shown?.node_id === nodeId) return;
    const isOf = (step: Step) => step.node_id === nodeId;
    const step = listed.find((row) => isOf(row.step))?.step ?? run.steps.find(isOf);
    if (step) results.getState().selectStep(step.path);
  });
  return (
    // Side by side; in a narrow drawer one above the other.
    <div className="@container h-full min-h-0">
      <Radix.Root
        orientation="vertical"
        value={shown?.path ?? ''}
        onValueChange={choose}
        className={cn(
          'flex h-full min-h-0 flex-col',
          view === 'timeline' ? '@min-[56rem]:flex-row' : '@min-[34rem]:flex-row',
        )}
      >
        <div
          className={cn(
            'flex min-h-0 shrink-0 flex-col border-line border-b',
            // Bars say something from a certain length on.
            view === 'timeline'
              ? 'max-h-[65%] @min-[56rem]:max-h-none @min-[56rem]:w-[66%] @min-[56rem]:border-r @min-[56rem]:border-b-0'
              : 'max-h-[45%] @min-[34rem]:max-h-none @min-[34rem]:w-80 @min-[34rem]:max-w-[45%] @min-[34rem]:border-r @min-[34rem]:border-b-0',
          )}
        >
          <StepTools view={view} onView={setView} search={search} onSearch={setSearch} />
          {listed.length === 0 ? (
            <p role="status" className="px-4 py-6 text-center text-muted text-sm">
              {words.no_match}
            </p>
          ) : (
            <Rows run={run} listed={listed} view={view} shown={shown?.path} />
          )}
          {more > 0 && (
            <p className="border-line border-t px-3 py-2 text-muted text-xs">{words.more_matches(more)}</p>
          )}
        </div>
        {shown && (
          <Radix.Content
            value={shown.path}
            className="min-h-0 min-w-0 flex-1 overflow-y-auto p-4 outline-none"
          >
            <FailureBanner run={run} onSelect={choose} />
            <StepData key={shown.node_id} step={shown} run={run} tree={tree} onSelect={choose} />
          </Radix.Content>
        )}
      </Radix.Root>
    </div>
  );
}

/** Says which node was selected after the steps were shown; what they showed first (a failure) stays until then. */
function useFollowCanvas(onSelect: (nodeId: string) => void): void {
  const nodeId = useSelectedNodeId();
  const seen = useRef(nodeId);
  const selected = useEffectEvent(onSelect);
  useEffect(() => {
    if (seen.current === nodeId) return;
    seen.current = nodeId;
    if (nodeId) selected(nodeId);
  }, [nodeId]);
}

function useListed(
  steps: readonly Step[],
  tree: readonly StepNode[],
  selected: string | null,
  search: string,
): { listed: ListedStep[]; more: number } {
  const found = useMemo(() => (search === '' ? null : searchSteps(steps, search)), [steps, search]);
  return useMemo(() => {
    if (!found) return { listed: oneRoundEach(tree, selected), more: 0 };
    const listed = found.slice(0, mostFound).map((step) => ({ step, depth: 0 }));
    return { listed, more: found.length - listed.length };
  }, [found, tree, selected]);
}

interface RowsProps {
  run: ShownRun;
  listed: readonly ListedStep[];
  view: StepView;
  /** The step whose data stands beside the rows. */
  shown: string | undefined;
}

function Rows({ run, listed, view, shown }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  // Whatever chose it (the end of a test, a card, a problem): the row of what is shown is seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row is found by its state, which follows what is shown
  useEffect(() => {
    list.current?.querySelector('[data-state="active"]')?.scrollIntoView({ block: 'nearest' });
  }, [shown, view]);
  const timed = view === 'timeline' ? run.steps : noSteps;
  // While it runs every event draws anew; the moment of the last one is near enough.
  const { bars, length } = useMemo(() => {
    const now = Date.now();
    return { bars: timelineOf(timed, now), length: lengthOf(timed, now) };
  }, [timed]);
  return (
    <>
      {view === 'timeline' && <TimelineAxis length={length} />}
      <Radix.List
        ref={list}
        aria-label={text.results.list}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto p-1.5"
      >
        {listed.map(({ step, depth }) => (
          <StepRow
            key={step.path}
            step={step}
            depth={depth}
            timeline={view === 'timeline' ? { bar: bars.get(step.path), length } : undefined}
          />
        ))}
      </Radix.List>
    </>
  );
}
