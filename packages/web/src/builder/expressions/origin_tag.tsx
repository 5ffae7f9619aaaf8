import { Pin, Sparkles } from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';
import { words } from '../../strings/expressions.ts';
import type { Origin } from './origin.ts';

const icons = { pinned: Pin, last: null, schema: Sparkles };

/** Where a value is from that is shown: a pinned sample, the last test or run, or made from the schema. */
export function OriginTag({ origin, className }: { origin: Origin; className?: string }) {
  const Icon = icons[origin];
  return (
    <span
      title={words.origin_hint[origin]}
      className={cn(
        'flex shrink-0 items-center gap-1 text-xs',
        origin === 'schema' ? 'text-warning' : 'text-muted',
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-3" />}
      {words.origin[origin]}
    </span>
  );
}
