import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { approvalsQuery } from '../../api/queries.ts';
import { Badge } from '../../components/ui/badge.tsx';
import { strings } from '../../strings/en.ts';
import { places } from './places.ts';

/** The places of the product; each is current on the pages below it too. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  return (
    <nav aria-label={strings.nav.label} className="flex flex-col gap-0.5 p-2">
      {places.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          // Every path starts with the dashboard's.
          activeOptions={{ exact: to === '/', includeSearch: false }}
          className="flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted text-sm transition-colors duration-150 hover:bg-hover hover:text-fg aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-text"
          onClick={onNavigate}
        >
          <Icon aria-hidden className="size-4 shrink-0" />
          {label}
          {to === '/approvals' && <PendingCount />}
        </Link>
      ))}
    </nav>
  );
}

/** How many approvals wait. Nothing while there are none, or while it is not known. */
function PendingCount() {
  const { data } = useQuery({
    ...approvalsQuery({ status: 'pending', limit: 1 }),
    refetchInterval: 30_000,
  });
  if (!data || data.total === 0) return null;
  return (
    <Badge tone="warning" className="ml-auto tabular-nums">
      <span aria-hidden>{data.total > 99 ? '99+' : data.total}</span>
      <span className="sr-only">{strings.approvals.nav_count(data.total)}</span>
    </Badge>
  );
}
