import { type NodeSubtype, nodeSubtypes, type Step } from '@millrace/core';
import { Tabs as Radix } from 'radix-ui';
import { formatDuration } from '../../components/format.ts';
import { stepTone } from '../../components/status_badge.tsx';
import { Badge, type Tone } from '../../components/ui/badge.tsx';
import { cn } from '../../components/ui/cn.ts';
import type { ListedStep } from '../../steps/step_tree.ts';
import type { Bar } from '../../steps/timeline.ts';
import { text } from '../../strings/builder.ts';
import { strings } from '../../strings/en.ts';
import { knowing } from '../../strings/knowing.ts';
import { testing } from '../../strings/tests.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { StepStatusIcon } from '../canvas/step_mark.tsx';
import { useResults } from './context.tsx';
import { isPinned } from './samples.ts';

const words = testing.results;

interface StepRowProps extends ListedStep {
  /** In the timeline: its bar, and the length of the whole in milliseconds. */
  timeline?: { bar: Bar | undefined; length: number };
}

/** One step: how it went, what it is, how long it took; in the timeline also when. */
export function StepRow({ step, depth, timeline }: StepRowProps) {
  const known = nodeSubtypes.includes(step.subtype as NodeSubtype);
  return (
    <Radix.Trigger
      value={step.path}
      className="flex w-full items-center gap-3 rounded-md px-2 py-1.5 text-left transition-colors duration-150 hover:bg-hover data-[state=active]:bg-hover"
    >
      <span
        className={cn('flex min-w-0 items-center gap-2', timeline ? 'w-52 shrink-0' : 'flex-1')}
        // Below its loop, and to the right of it.
        style={depth > 0 ? { paddingLeft: depth * 20 } : undefined}
      >
        <StepStatusIcon status={step.status} />
        {known && <NodeIcon subtype={step.subtype as NodeSubtype} className="size-6 rounded-sm" />}
        <span className="min-w-24 flex-1 truncate text-sm" title={step.label}>
          {step.label}
        </span>
        {!timeline && <Facts step={step} />}
        <Marks step={step} />
      </span>
      {timeline && <TimelineBar step={step} {...timeline} />}
      <Took step={step} wide={timeline !== undefined} />
    </Radix.Trigger>
  );
}

function Facts({ step }: { step: Step }) {
  const fact = step.iterations
    ? strings.rounds.progress(step.iterations)
    : (step.attempts ?? 1) > 1
      ? text.results.attempts(step.attempts!)
      : null;
  return (
    fact && (
      <span className="min-w-0 max-w-32 shrink truncate text-muted text-xs tabular-nums" title={fact}>
        {fact}
      </span>
    )
  );
}

/** Where its output is from, when it did not run. */
function Marks({ step }: { step: Step }) {
  const pinned = useResults((state) => step.mocked === true && isPinned(state.samples, step.node_id));
  if (step.kept)
    return (
      <Badge tone="outline" title={knowing.part.kept_hint}>
        {knowing.part.kept}
      </Badge>
    );
  if (pinned) return <Badge tone="accent">{words.pinned}</Badge>;
  return step.mocked ? <Badge tone="outline">{text.results.mocked}</Badge> : null;
}

function Took({ step, wide }: { step: Step; wide: boolean }) {
  if (step.duration_ms === null || step.duration_ms === undefined)
    return wide ? <span className="w-14 shrink-0" /> : null;
  return (
    <span className={cn('shrink-0 text-right text-muted text-xs tabular-nums', wide && 'w-14')}>
      {formatDuration(step.duration_ms)}
    </span>
  );
}

const barColours: Partial<Record<Tone, string>> = {
  success: 'bg-success-solid',
  danger: 'bg-danger-solid',
  warning: 'bg-warning',
  info: 'bg-info',
};

function TimelineBar({ step, bar, length }: { step: Step; bar: Bar | undefined; length: number }) {
  const notes = [
    step.iterations && strings.rounds.progress(step.iterations),
    (step.attempts ?? 1) > 1 && text.results.attempts(step.attempts!),
  ].filter(Boolean);
  return (
    <span className="relative h-5 min-w-0 flex-1 rounded-sm bg-hover/60">
      {bar && (
        <>
          <span
            className={cn(
              'absolute inset-y-1 min-w-1 rounded-full',
              barColours[stepTone(step.status)] ?? 'bg-neutral',
            )}
            style={{ left: `min(${bar.left * 100}%, calc(100% - 4px))`, width: `${bar.width * 100}%` }}
          />
          <span className="sr-only">
            {words.bar(formatDuration(bar.left * length), formatDuration(bar.width * length))}
          </span>
        </>
      )}
      {notes.length > 0 && (
        <span className="absolute inset-y-0 right-1 flex max-w-full items-center overflow-hidden whitespace-nowrap rounded-sm bg-surface/80 px-1 text-muted text-xs tabular-nums">
          {notes.join(' · ')}
        </span>
      )}
    </span>
  );
}

/** The scale above the bars: its beginning, its middle and its end. */
export function TimelineAxis({ length }: { length: number }) {
  const marks = [0, 0.5, 1];
  return (
    <div
      role="img"
      aria-label={words.axis(formatDuration(length))}
      className="flex items-center gap-3 border-line border-b px-3.5 py-1 text-muted text-xs"
    >
      <span className="w-52 shrink-0" />
      <span className="relative h-4 min-w-0 flex-1">
        {marks.map((mark) => (
          <span
            key={mark}
            className="absolute whitespace-nowrap tabular-nums"
            style={
              mark === 1
                ? { right: 0 }
                : { left: `${mark * 100}%`, transform: mark === 0 ? undefined : 'translateX(-50%)' }
            }
          >
            {formatDuration(length * mark)}
          </span>
        ))}
      </span>
      <span className="w-14 shrink-0" />
    </div>
  );
}
