import type { Step } from '@millrace/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatDuration } from '../../components/format.ts';
import { StepStatusBadge, stepTone } from '../../components/status_badge.tsx';
import { Badge, type Tone } from '../../components/ui/badge.tsx';
import { cn } from '../../components/ui/cn.ts';
import { type Bar, timelineOf } from '../../steps/timeline.ts';
import { strings } from '../../strings/en.ts';

const t = strings.execution;

interface StepListProps {
  steps: Step[];
  /** Path of the step whose data is shown. */
  selected: string;
  onSelect: (path: string) => void;
}

/** Every step with its status and its place in time; up and down walk through them. */
export function StepList({ steps, selected, onSelect }: StepListProps) {
  const bars = timelineOf(steps, useNow(steps.some((step) => step.status === 'running')));
  const list = useRef<HTMLOListElement>(null);

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = by && steps[steps.findIndex((step) => step.path === selected) + by];
    if (!next) return;
    event.preventDefault();
    onSelect(next.path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(next.path)}"]`)?.focus();
  }

  return (
    <section aria-labelledby="steps-heading" className="min-w-0">
      <h2 id="steps-heading" className="mb-2 font-semibold text-sm">
        {t.steps}
      </h2>
      <ol
        ref={list}
        onKeyDown={onKeyDown}
        className="overflow-hidden rounded-md border border-line bg-surface"
      >
        {steps.map((step) => (
          <li key={step.path} className="border-line border-b last:border-b-0">
            <StepButton
              step={step}
              bar={bars.get(step.path)}
              selected={step.path === selected}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface StepButtonProps {
  step: Step;
  bar: Bar | undefined;
  selected: boolean;
  onSelect: (path: string) => void;
}

function StepButton({ step, bar, selected, onSelect }: StepButtonProps) {
  return (
    <button
      type="button"
      data-path={step.path}
      aria-current={selected ? 'step' : undefined}
      onClick={() => onSelect(step.path)}
      className={cn(
        'flex w-full flex-col gap-1.5 px-3 py-2 text-left outline-offset-[-2px] transition-colors duration-150',
        selected ? 'bg-accent-soft' : 'hover:bg-hover/60',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-medium text-sm">
          {step.label}
          {step.path !== step.node_id && (
            <span className="ml-1.5 font-mono font-normal text-muted text-xs">{step.path}</span>
          )}
        </span>
        {step.mocked && <Badge tone="outline">{t.mocked}</Badge>}
        <span className="text-muted text-xs tabular-nums">
          {step.duration_ms != null && formatDuration(step.duration_ms)}
        </span>
        <StepStatusBadge status={step.status} />
      </span>
      <TimelineBar bar={bar} tone={stepTone(step.status)} />
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

/** The time, ticking five times a second while something runs. */
function useNow(ticking: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!ticking) return;
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
}
