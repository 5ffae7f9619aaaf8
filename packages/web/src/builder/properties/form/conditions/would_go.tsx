import { Check, CircleAlert, CircleDashed, X } from 'lucide-react';
import { cn } from '../../../../components/ui/cn.ts';
import { conditionWords as more } from '../../../../strings/conditions.ts';
import { words as all } from '../../../../strings/expressions.ts';
import type { Origin } from '../../../expressions/origin.ts';
import { OriginTag } from '../../../expressions/origin_tag.tsx';
import { shortValue } from '../../../expressions/value_words.ts';
import { type EntryVerdict, untestedStep, type Verdict } from './verdicts.ts';

const words = all.conditions;

const tones = {
  true: 'bg-success-soft text-success border-success-line',
  false: 'bg-danger-soft text-danger border-danger-line',
  other: 'bg-accent-soft text-accent-text border-line-strong',
} as const;

/** Which way a node would go on the sample data: the name of its port in the colour that its edge has on the canvas. */
export function WouldGo({
  port,
  tone,
  reason,
  origin = null,
}: {
  port: string | null;
  tone: keyof typeof tones;
  reason?: string;
  /** Of the sample data that decides. */
  origin?: Origin | null;
}) {
  return (
    <p role="status" className="flex flex-wrap items-center gap-1.5 text-sm">
      {port === null ? (
        <span className="flex items-center gap-1 text-muted text-xs">
          <CircleDashed aria-hidden className="size-3" />
          {reason ?? words.unknown}
        </span>
      ) : (
        <>
          <span className="font-medium">{words.would_go}</span>{' '}
          <span
            className={cn('max-w-full truncate rounded-sm border px-1.5 font-medium text-xs', tones[tone])}
          >
            {port}
          </span>
          {reason && <span className="text-muted text-xs">{reason}</span>}
          {origin && <OriginTag origin={origin} className="ml-auto" />}
        </>
      )}
    </p>
  );
}

/** Why it cannot be told yet where the node would go. */
export function whyOpen(verdicts: readonly EntryVerdict[]): string {
  const untested = untestedStep(verdicts);
  return untested === null ? words.some_broken : more.not_known(untested);
}

/** What one condition comes to on the sample data. */
export function VerdictLine({ verdict, of }: { verdict: Verdict; of?: 'group' }) {
  if (verdict.kind === 'open') return null;
  if (verdict.kind === 'error') {
    return (
      <p className="flex items-start gap-1 text-danger text-xs">
        <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
        <span className="min-w-0 break-words">{verdict.message}</span>
      </p>
    );
  }
  if (verdict.kind === 'unknown') {
    return (
      <p className="flex items-start gap-1 text-muted text-xs">
        <CircleDashed aria-hidden className="mt-0.5 size-3 shrink-0" />
        <span className="min-w-0 break-words">{more.not_known(verdict.label)}</span>
      </p>
    );
  }
  const holds = verdict.kind === 'holds';
  const Icon = holds ? Check : X;
  return (
    <p className="flex min-w-0 items-start gap-1 text-muted text-xs">
      <Icon aria-hidden className={cn('mt-0.5 size-3 shrink-0', holds ? 'text-success' : 'text-danger')} />
      <span className="min-w-0 break-words">
        {of ? more[holds ? 'group_holds' : 'group_fails'] : holds ? words.holds : words.fails}
        {'left' in verdict && `: ${words.with_value(shortValue(verdict.left, 60))}`}
      </span>
    </p>
  );
}
