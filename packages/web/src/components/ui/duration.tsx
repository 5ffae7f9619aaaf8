import { formatDuration } from '../format.ts';

/** `320 ms`, `1.2 s`; with all digits on hover where they were rounded. */
export function Duration({ ms }: { ms: number | null | undefined }) {
  if (ms === null || ms === undefined) return <span className="text-muted">—</span>;
  return (
    <span title={ms >= 1_000 ? `${Math.round(ms).toLocaleString('en')} ms` : undefined}>
      {formatDuration(ms)}
    </span>
  );
}
