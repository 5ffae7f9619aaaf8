import { ArrowRight, Minus, Move, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../components/ui/badge.tsx';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { words } from '../../strings/saving.ts';
import type { Change, FieldChange } from '../document/diff/changes.ts';
import { shownValue } from '../document/diff/shown_value.ts';

const text = words.diff;
const looks = {
  added: { icon: Plus, tint: 'text-success' },
  removed: { icon: Minus, tint: 'text-danger' },
  changed: { icon: Pencil, tint: 'text-accent-text' },
  moved: { icon: Move, tint: 'text-muted' },
} as const;

/** More than this is read by nobody at once, and slow to draw. */
const shownAtFirst = 40;

interface ComparisonProps {
  changes: readonly Change[];
  /** The heading above it, which names the list too. */
  label: string;
  /** Paths that the other side changed as well. */
  conflicts?: ReadonlySet<string>;
  className?: string;
}

/** What is different, one thing after the other, with each field's value before and after. */
export function Comparison({ changes, label, conflicts, className }: ComparisonProps) {
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, shownAtFirst);
  return (
    <section aria-label={label} className={cn('flex min-w-0 flex-col gap-2', className)}>
      <h3 className="flex items-baseline gap-2 font-medium text-sm">
        {label}
        <span className="font-normal text-muted text-xs tabular-nums">{text.count(changes.length)}</span>
      </h3>
      {changes.length === 0 && <p className="text-muted text-sm">{text.none}</p>}
      <ul className="flex flex-col gap-2">
        {shown.map((change) => (
          <ChangeRow key={`${change.path} ${change.verb}`} change={change} conflicts={conflicts} />
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button size="sm" className="self-start" onClick={() => setAll(true)}>
          {text.more(changes.length - shown.length)}
        </Button>
      )}
    </section>
  );
}

function ChangeRow({ change, conflicts }: { change: Change; conflicts: ReadonlySet<string> | undefined }) {
  const { icon: Icon, tint } = looks[change.verb];
  return (
    <li className="overflow-hidden rounded-md border border-line">
      <p className="flex items-center gap-2 bg-sunken px-2.5 py-1.5 text-sm">
        <Icon aria-hidden className={cn('size-3.5 shrink-0', tint)} />
        <span className="sr-only">{text.verbs[change.verb]}</span>
        <span className="min-w-0 flex-1 truncate font-medium" title={change.title}>
          {change.title}
        </span>
        {conflicts?.has(change.path) && <BothChanged />}
        <span className="shrink-0 text-muted text-xs">
          {text.kinds[change.kind]} · <span aria-hidden>{text.verbs[change.verb].toLowerCase()}</span>
        </span>
      </p>
      {change.fields.length > 0 && (
        <ul>
          {change.fields.map((field) => (
            <FieldRow key={field.path} field={field} conflict={conflicts?.has(field.path) ?? false} />
          ))}
        </ul>
      )}
    </li>
  );
}

function FieldRow({ field, conflict }: { field: FieldChange; conflict: boolean }) {
  const [before, after] = [shownValue(field.before), shownValue(field.after)];
  const long = before.length + after.length > 60 || `${before}${after}`.includes('\n');
  return (
    <li className={cn('border-line border-t px-2.5 py-1.5 text-xs', conflict && 'bg-warning-soft')}>
      <p className="mb-1 flex items-center gap-2">
        <span className="min-w-0 flex-1 break-words text-muted">{field.title}</span>
        {conflict && <BothChanged />}
      </p>
      <div className={cn('flex gap-1.5 font-mono', long ? 'flex-col' : 'items-center')}>
        <Value
          word={text.before}
          value={before}
          empty={field.before === undefined}
          className="line-through decoration-danger/60"
        />
        {!long && <ArrowRight aria-hidden className="size-3 shrink-0 text-muted" />}
        <Value word={text.after} value={after} empty={field.after === undefined} className="" />
      </div>
    </li>
  );
}

function Value({
  word,
  value,
  empty,
  className,
}: {
  word: string;
  value: string;
  empty: boolean;
  className: string;
}) {
  return (
    <span className="min-w-0">
      <span className="sr-only">{word}: </span>
      <span
        className={cn(
          'block max-h-40 overflow-auto whitespace-pre-wrap break-words',
          empty ? 'font-sans text-muted italic' : className,
        )}
      >
        {value}
      </span>
    </span>
  );
}

function BothChanged() {
  return <Badge tone="warning">{words.conflict.both}</Badge>;
}
