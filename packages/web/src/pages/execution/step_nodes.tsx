import type { Step } from '@millrace/core';
import { ChevronRight } from 'lucide-react';
import { formatDuration } from '../../components/format.ts';
import { StepStatusBadge, stepTone } from '../../components/status_badge.tsx';
import { Badge, type Tone } from '../../components/ui/badge.tsx';
import { cn } from '../../components/ui/cn.ts';
import type { StepNode } from '../../steps/step_tree.ts';
import type { Bar } from '../../steps/timeline.ts';
import { strings } from '../../strings/en.ts';
import { LoopRounds } from './loop_rounds.tsx';
import type { StepListView } from './step_list_view.ts';

const t = strings.execution;

/** Steps of one level, each loop with its rounds below it. */
export function StepNodes({ nodes, view }: { nodes: readonly StepNode[]; view: StepListView }) {
  return (
    <ol>
      {nodes.map((node) => (
        <li key={node.step.path} className="border-line border-b last:border-b-0">
          <StepRow node={node} view={view} />
          {node.rounds && view.open.has(node.step.path) && (
            <LoopRounds loop={node.step} rounds={node.rounds} view={view}>
              {(round) => <StepNodes nodes={round.steps} view={view} />}
            </LoopRounds>
          )}
        </li>
      ))}
    </ol>
  );
}

function StepRow({ node: { step, rounds }, view }: { node: StepNode; view: StepListView }) {
  if (!rounds) return <StepButton step={step} view={view} />;
  const open = view.open.has(step.path);
  return (
    <div className="flex">
      <button
        type="button"
        data-row
        aria-expanded={open}
        aria-label={open ? strings.rounds.fold(step.label) : strings.rounds.unfold(step.label)}
        className="flex w-7 shrink-0 items-center justify-center text-muted outline-offset-[-2px] transition-colors duration-150 hover:bg-hover hover:text-fg"
        onClick={() => view.toggle(step.path)}
      >
        <ChevronRight
          aria-hidden
          className={cn('size-4 transition-transform duration-150', open && 'rotate-90')}
        />
      </button>
      <StepButton step={step} view={view} inLoopRow />
    </div>
  );
}

interface StepButtonProps {
  step: Step;
  view: StepListView;
  inLoopRow?: boolean;
}

function StepButton({ step, view, inLoopRow }: StepButtonProps) {
  const selected = step.path === view.selected;
  return (
    <button
      type="button"
      data-row
      data-path={step.path}
      aria-current={selected ? 'step' : undefined}
      onClick={() => view.onSelect(step.path)}
      className={cn(
        'flex w-full min-w-0 flex-col gap-1.5 py-2 pr-3 text-left outline-offset-[-2px] transition-colors duration-150',
        inLoopRow ? 'pl-1' : 'pl-3',
        selected ? 'bg-accent-soft' : 'hover:bg-hover/60',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium text-sm" title={step.label}>
          {step.label}
        </span>
        {step.iterations && (
          <span className="shrink-0 text-muted text-xs tabular-nums">
            {strings.rounds.progress(step.iterations)}
          </span>
        )}
        {step.mocked && <Badge tone="outline">{t.mocked}</Badge>}
        <span className="text-muted text-xs tabular-nums">
          {step.duration_ms != null && formatDuration(step.duration_ms)}
        </span>
        <StepStatusBadge status={step.status} />
      </span>
      <TimelineBar bar={view.bars.get(step.path)} tone={stepTone(step.status)} />
    </button>
  );
}

const barColours: Partial<Record<Tone, string>> = {
  success: 'bg-success-solid',
  danger: 'bg-danger-solid',
  warning: 'bg-warning',
  info: 'bg-info',
};

function TimelineBar({ bar, tone }: { bar: Bar | undefined; tone: Tone }) {
  return (
    <span aria-hidden className="relative block h-1 w-full rounded-full bg-hover">
      {bar && (
        <span
          className={cn('absolute inset-y-0 min-w-1 rounded-full', barColours[tone] ?? 'bg-neutral')}
          style={{ left: `min(${bar.left * 100}%, calc(100% - 4px))`, width: `${bar.width * 100}%` }}
        />
      )}
    </span>
  );
}
