import { Skeleton, useDelayed } from '../components/ui/skeleton.tsx';
import { strings } from '../strings/en.ts';

/** The outline of the builder while it loads. */
export function BuilderSkeleton() {
  const visible = useDelayed();
  return (
    <div role="status" className="flex h-dvh flex-col">
      <span className="sr-only">{strings.common.loading}</span>
      <div className="flex h-12 items-center gap-3 border-line border-b bg-surface px-3">
        {visible && <Skeleton className="w-64" />}
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-66 flex-col gap-3 border-line border-r bg-surface p-3">
          {visible && ['a', 'b', 'c', 'd', 'e', 'f'].map((row) => <Skeleton key={row} className="h-7" />)}
        </div>
        <div className="flex-1" />
        <div className="w-95 border-line border-l bg-surface p-4">
          {visible && <Skeleton className="w-40" />}
        </div>
      </div>
    </div>
  );
}
