import { CircleAlert, CircleDashed, TriangleAlert } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { problemWords } from '../../strings/problems.ts';
import type { Counts } from './counts.ts';

const marks = [
  { kind: 'errors', Icon: CircleAlert, tone: 'text-danger' },
  { kind: 'warnings', Icon: TriangleAlert, tone: 'text-warning' },
  { kind: 'open', Icon: CircleDashed, tone: 'text-muted' },
] as const;

/**
 * How many findings there are of each kind, each with its mark; those that there are none of are left out. For the eye only:
 * "2 1" says nothing, so whoever shows them says them in words besides, and the numbers are drawn and no text.
 */
export function ProblemMarks({ counts, className }: { counts: Counts; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('inline-flex items-center gap-1.5 font-medium text-xs tabular-nums', className)}
    >
      {marks.map(
        ({ kind, Icon, tone }) =>
          counts[kind] > 0 && (
            <span
              key={kind}
              data-count={counts[kind]}
              className={cn('inline-flex items-center gap-0.5 after:content-[attr(data-count)]', tone)}
            >
              <Icon className="size-3.5 shrink-0" />
            </span>
          ),
      )}
    </span>
  );
}

/** The same with its words for who cannot see the marks; for a button or a tab that has a name before it. */
export function SaidMarks({ counts, className }: { counts: Counts; className?: string }) {
  return (
    <>
      <ProblemMarks counts={counts} {...(className && { className })} />
      <span className="sr-only">{problemWords.counted(counts)}</span>
    </>
  );
}
