import type { NodeSubtype, Step } from '@millrace/core';
import { nodeSubtypes } from '@millrace/core';
import { FlaskConical, LoaderCircle } from 'lucide-react';
import { Tabs as Radix } from 'radix-ui';
import { useMemo } from 'react';
import { formatDuration } from '../../components/format.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { EmptyState } from '../../components/ui/empty_state.tsx';
import { isFinal } from '../../steps/live_steps.ts';
import { type ListedStep, oneRoundEach, stepTree } from '../../steps/step_tree.ts';
import { text } from '../../strings/builder.ts';
import { strings } from '../../strings/en.ts';
import { knowing } from '../../strings/knowing.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { StepStatusIcon } from '../canvas/step_mark.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { useResults, useResultsStore } from './context.tsx';
import { StepData } from './step_data.tsx';

const noSteps: readonly Step[] = [];

/**
 * Steps on the left, the data of the chosen one on the right. Tabs, so that the arrow keys walk through the run. Of a
 * loop the steps of one round are listed; the data of a step in it has the way to the others.
 */
export function StepList() {
  const run = useResults((state) => state.run);
  const testing = useResults((state) => state.testing);
  const selected = useResults((state) => state.selectedStep);
  const results = useResultsStore();
  const document = useDocumentStore();
  const steps = run?.steps ?? noSteps;
  const tree = useMemo(() => stepTree(steps), [steps]);
  const listed = useMemo(() => oneRoundEach(tree, selected), [tree, selected]);

  if (testing) {
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
      <p role="status" className="py-8 text-center text-muted text-sm">
        {isFinal(run.status) ? text.results.no_steps : text.results.waiting_first}
      </p>
    );
  }
  const choose = (path: string) => {
    results.getState().selectStep(path);
    const step = run.steps.find((candidate) => candidate.path === path);
    if (step) document.getState().select({ nodes: [step.node_id], edges: [] });
  };
  const shown = run.steps.find((step) => step.path === selected) ?? listed.at(0)?.step;
  return (
    <Radix.Root
      orientation="vertical"
      value={shown?.path ?? ''}
      onValueChange={choose}
      className="flex h-full min-h-0"
    >
      <Radix.List
        aria-label={text.results.list}
        className="flex w-72 shrink-0 flex-col overflow-y-auto border-line border-r p-1.5"
      >
        {listed.map(({ step, depth }) => (
          <StepRow key={step.path} step={step} depth={depth} />
        ))}
      </Radix.List>
      {shown && (
        <Radix.Content value={shown.path} className="min-w-0 flex-1 overflow-y-auto p-4 outline-none">
          <StepData key={shown.node_id} step={shown} run={run} onSelect={choose} />
        </Radix.Content>
      )}
    </Radix.Root>
  );
}

function StepRow({ step, depth }: ListedStep) {
  const known = nodeSubtypes.includes(step.subtype as NodeSubtype);
  return (
    <Radix.Trigger
      value={step.path}
      // Below its loop, and to the right of it.
      style={depth > 0 ? { paddingLeft: 8 + depth * 20 } : undefined}
      className="flex w-full items-center gap-2 rounded-md px-2 py-1.5 text-left transition-colors duration-150 hover:bg-hover data-[state=active]:bg-hover"
    >
      <StepStatusIcon status={step.status} />
      {known && <NodeIcon subtype={step.subtype as NodeSubtype} className="size-6 rounded-sm" />}
      <span className="min-w-0 flex-1 truncate text-sm">{step.label}</span>
      {step.iterations && (
        <span className="shrink-0 text-muted text-xs tabular-nums">
          {strings.rounds.progress(step.iterations)}
        </span>
      )}
      {step.kept && (
        <Badge tone="outline" title={knowing.part.kept_hint}>
          {knowing.part.kept}
        </Badge>
      )}
      {step.mocked && <Badge tone="outline">{text.results.mocked}</Badge>}
      {step.duration_ms !== null && step.duration_ms !== undefined && (
        <span className="shrink-0 text-muted text-xs tabular-nums">{formatDuration(step.duration_ms)}</span>
      )}
    </Radix.Trigger>
  );
}
