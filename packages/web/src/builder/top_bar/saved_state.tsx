import { Eye } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatExact, formatRelative } from '../../components/format.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { cn } from '../../components/ui/cn.ts';
import { Tooltip } from '../../components/ui/tooltip.tsx';
import { text } from '../../strings/builder.ts';
import { words } from '../../strings/saving.ts';
import { useDocument } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';
import { useSaveState } from '../saving/context.tsx';
import type { SaveState } from '../saving/saver.ts';

/** How the draft stands to what is stored, in words. */
export function SavedState() {
  const dirty = useDocument(isDirty);
  const at = useDocument((state) => state.saved.at);
  const readOnly = useDocument((state) => state.readOnly);
  const problem = useSaveState(problemOf);
  const saving = useSaveState((state) => state.kind === 'saving');
  if (readOnly) return <ViewOnly />;
  return (
    <>
      {/* Only what keeps the draft from being saved is said aloud: a time that ticks would never stop talking. */}
      <span
        role="status"
        className="max-w-64 shrink-0 truncate text-warning text-xs"
        title={problem ?? undefined}
      >
        {problem}
      </span>
      {!problem && (
        <span className="flex min-w-0 items-center gap-1.5 overflow-hidden whitespace-nowrap text-muted text-xs tabular-nums">
          <span
            aria-hidden
            className={cn('size-1.5 shrink-0 rounded-full', dirty ? 'bg-warning' : 'bg-success')}
          />
          <span className="truncate">
            {saving ? words.state.saving : dirty ? words.state.unsaved : <Ago at={at} />}
          </span>
        </span>
      )}
    </>
  );
}

/** What goes on by itself or is mended in the name; the rest is told below the bar, with what to do. */
export function problemOf(state: SaveState): string | null {
  if (state.kind === 'trying_again') return words.state[state.why];
  if (state.kind === 'refused' && state.why === 'name_taken') return words.state.name_taken;
  if (state.kind === 'refused' && state.why === 'name_needed') return words.state.name_needed;
  return null;
}

function ViewOnly() {
  return (
    <Tooltip label={words.read_only.hint}>
      <button type="button" className="shrink-0 cursor-default rounded-xs">
        <Badge tone="info">
          <Eye aria-hidden />
          {words.read_only.badge}
        </Badge>
      </button>
    </Tooltip>
  );
}

function Ago({ at }: { at: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), Date.now() - at < 60_000 ? 1_000 : 15_000);
    return () => clearInterval(timer);
  }, [at]);
  const iso = new Date(at).toISOString();
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  const ago =
    seconds < 2 ? text.top.just_now : seconds < 60 ? text.top.seconds_ago(seconds) : formatRelative(iso, now);
  return (
    <time dateTime={iso} title={formatExact(iso)}>
      {words.state.saved(ago)}
    </time>
  );
}
