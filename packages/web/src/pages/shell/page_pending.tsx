import { Skeleton } from '../../components/ui/skeleton.tsx';
import { strings } from '../../strings/en.ts';

/** A page whose code is on its way; the router shows it only after 300 ms. */
export function PagePending() {
  return (
    <div role="status" className="flex flex-col gap-4 p-6">
      <span className="sr-only">{strings.common.loading}</span>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="h-4 w-80 max-w-full" />
      <Skeleton className="mt-4 h-64 w-full rounded-md" />
    </div>
  );
}
