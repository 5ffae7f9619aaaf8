import { useEffect, useState } from 'react';
import { formatExact, formatRelative } from '../../components/format.ts';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/builder.ts';
import { useDocument } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';

/** How the draft stands to what is stored. */
export function SavedState({ saving }: { saving: boolean }) {
  const dirty = useDocument(isDirty);
  const at = useDocument((state) => state.saved.at);
  const readOnly = useDocument((state) => state.readOnly);
  if (readOnly) return <Words>{text.top.read_only}</Words>;
  if (saving) return <Words>{text.top.saving}</Words>;
  return (
    <Words>
      <span
        aria-hidden
        className={cn('size-1.5 shrink-0 rounded-full', dirty ? 'bg-warning' : 'bg-success')}
      />
      {dirty ? text.top.unsaved : <Ago at={at} />}
    </Words>
  );
}

function Words({ children }: { children: React.ReactNode }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5 overflow-hidden whitespace-nowrap text-muted text-xs tabular-nums">
      {children}
    </span>
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
      {text.top.saved(ago)}
    </time>
  );
}
