import type { Fix } from '@millrace/core';
import { CircleAlert, CircleDashed, LoaderCircle, TriangleAlert, WandSparkles } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { conditionWords } from '../../strings/conditions.ts';
import { words } from '../../strings/expressions.ts';
import type { Outcome } from './evaluate.ts';
import type { Origin } from './origin.ts';
import { OriginTag } from './origin_tag.tsx';
import { shortValue, typeWords } from './value_words.ts';

interface ResultLineProps {
  id: string;
  outcome: Outcome;
  /** Where the sample comes from. */
  origin?: Origin | null;
  timezone?: string;
  /** Applies a fix; without it none is offered. */
  onFix?: ((fix: Fix) => void) | undefined;
}

/** Below an expression: its result on sample data with its type, or what is wrong in words and how to mend it. */
export function ResultLine({ id, outcome, origin, timezone, onFix }: ResultLineProps) {
  if (outcome.kind === 'none') return null;
  const isBad = outcome.kind === 'problem' || outcome.kind === 'warning';
  return (
    <div className="flex min-w-0 flex-col gap-1 text-xs">
      <div id={id} className="flex min-w-0 flex-col gap-0.5">
        {isBad && <Message bad={outcome.kind === 'problem'} message={outcome.message} />}
        {outcome.kind === 'unknown' && (
          <p className="flex items-start gap-1 text-muted">
            <CircleDashed aria-hidden className="mt-0.5 size-3 shrink-0" />
            <span className="min-w-0 break-words">{conditionWords.not_known(outcome.label)}</span>
          </p>
        )}
        {outcome.kind === 'working' && (
          <p className="flex items-center gap-1 text-muted">
            <LoaderCircle aria-hidden className="size-3 motion-safe:animate-spin" />
            {words.working}
          </p>
        )}
        {(outcome.kind === 'value' || outcome.kind === 'warning') && (
          <Result value={outcome.value} origin={origin ?? null} timezone={timezone} />
        )}
      </div>
      {isBad && onFix && outcome.fixes && outcome.fixes.length > 0 && (
        <Fixes fixes={outcome.fixes} onFix={onFix} />
      )}
    </div>
  );
}

function Message({ bad, message }: { bad: boolean; message: string }) {
  const Icon = bad ? CircleAlert : TriangleAlert;
  return (
    <p className={cn('flex items-start gap-1', bad ? 'text-danger' : 'text-warning')}>
      <Icon aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span className="min-w-0 break-words">{message}</span>
    </p>
  );
}

function Result({
  value,
  origin,
  timezone,
}: {
  value: unknown;
  origin: Origin | null;
  timezone: string | undefined;
}) {
  return (
    <p className="flex min-w-0 items-baseline gap-1.5 text-muted" title={shortValue(value, 2_000, timezone)}>
      <span className="sr-only">{words.result} </span>
      <span aria-hidden>=</span>
      <code className="min-w-0 truncate font-mono text-fg">{shortValue(value, 120, timezone)}</code>
      {value !== undefined && value !== null && typeof value !== 'boolean' && (
        <span className="shrink-0">{typeWords(value)}</span>
      )}
      {origin && <OriginTag origin={origin} className="ml-auto self-center" />}
    </p>
  );
}

function Fixes({ fixes, onFix }: { fixes: readonly Fix[]; onFix: (fix: Fix) => void }) {
  return (
    <div className="flex flex-wrap gap-1">
      {fixes.map((fix) => (
        <button
          key={`${fix.title} ${fix.from} ${fix.insert}`}
          type="button"
          aria-label={words.fix_label(fix.title)}
          title={fix.title}
          // The caret stays in the field: a fix is a part of typing.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onFix(fix)}
          className="inline-flex min-w-0 max-w-full items-center gap-1 rounded-sm border border-line-strong bg-surface px-1.5 py-0.5 font-medium text-accent-text transition-colors duration-150 hover:bg-hover"
        >
          <WandSparkles aria-hidden className="size-3 shrink-0" />
          <span className="min-w-0 truncate">{fix.title}</span>
        </button>
      ))}
    </div>
  );
}
