import type { StepStatus } from '@millrace/core';
import { Check, CircleDashed, Clock, LoaderCircle, type LucideIcon, Minus, X } from 'lucide-react';
import { formatDuration } from '../../components/format.ts';
import { cn } from '../../components/ui/cn.ts';
import type { NodeStep } from '../../steps/node_steps.ts';
import { text } from '../../strings/builder.ts';
import { strings } from '../../strings/en.ts';
import { knowing } from '../../strings/knowing.ts';

interface Look {
  icon: LucideIcon;
  label: string;
  mark: string;
  ring: string;
}

const looks: Record<StepStatus, Look> = {
  success: {
    icon: Check,
    label: text.status.success,
    mark: 'border-success-line bg-success-soft text-success',
    ring: 'border-success ring-1 ring-success/40',
  },
  error: {
    icon: X,
    label: text.status.error,
    mark: 'border-danger-line bg-danger-soft text-danger',
    ring: 'border-danger ring-1 ring-danger/40',
  },
  running: {
    icon: LoaderCircle,
    label: text.status.running,
    mark: 'border-info-line bg-info-soft text-info',
    ring: 'border-info ring-2 ring-info/40 motion-safe:animate-pulse',
  },
  waiting: {
    icon: Clock,
    label: text.status.waiting,
    mark: 'border-warning-line bg-warning-soft text-warning',
    ring: 'border-warning ring-1 ring-warning/40',
  },
  skipped: {
    icon: Minus,
    label: text.status.skipped,
    mark: 'border-neutral-line bg-neutral-soft text-neutral',
    // Sunken and not see-through: its words stay readable, and what lies below does not show.
    ring: 'bg-sunken text-muted',
  },
  pending: {
    icon: CircleDashed,
    label: text.status.pending,
    mark: 'border-neutral-line bg-neutral-soft text-neutral',
    ring: '',
  },
};

/** The classes that ring a card by the status of its step. */
export function stepRing(status: StepStatus): string {
  return looks[status].ring;
}

/** Icon and word of a step's status. */
export function StepStatusIcon({ status, className }: { status: StepStatus; className?: string }) {
  const { icon: Icon, mark, label } = looks[status];
  return (
    <span
      className={cn('flex size-5 shrink-0 items-center justify-center rounded-full border', mark, className)}
    >
      <Icon
        aria-hidden
        className={cn('size-3', status === 'running' && 'motion-safe:animate-spin')}
        strokeWidth={2.5}
      />
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** How a step went, on the corner of its card; of a node in a loop how its many steps went. */
export function StepMark({ step }: { step: NodeStep }) {
  const { icon: Icon, mark, label } = looks[step.status];
  return (
    <span className={cn('flex h-5 items-center gap-1 rounded-xs border px-1 font-medium text-xs', mark)}>
      <Icon
        aria-hidden
        className={cn('size-3', step.status === 'running' && 'motion-safe:animate-spin')}
        strokeWidth={2.5}
      />
      <span className="sr-only">{label}</span>
      <span className="tabular-nums">{markWords(step)}</span>
    </span>
  );
}

function markWords({ counts, iterations, kept, mocked, duration_ms }: NodeStep): string | null {
  // Of one round only it is as plain as a step without a loop.
  if (counts && counts.done + counts.failed + counts.going > 1) return strings.rounds.counts(counts);
  if (iterations) return strings.rounds.progress(iterations);
  if (kept) return knowing.part.kept;
  if (mocked) return text.results.mocked;
  return duration_ms === null || duration_ms === undefined ? null : formatDuration(duration_ms);
}
