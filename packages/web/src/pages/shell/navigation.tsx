import { Link } from '@tanstack/react-router';
import { AppWindow, Gauge, History, type LucideIcon, Settings, Workflow } from 'lucide-react';
import { strings } from '../../strings/en.ts';

const t = strings.nav;

const places = [
  { to: '/', label: t.dashboard, icon: Gauge },
  { to: '/workflows', label: t.workflows, icon: Workflow },
  { to: '/executions', label: t.executions, icon: History },
  { to: '/apps', label: t.apps, icon: AppWindow },
  { to: '/settings/$tab', label: t.settings, icon: Settings, params: { tab: 'members' } },
] as const satisfies { to: string; label: string; icon: LucideIcon; params?: object }[];

/** The places of the product. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  return (
    <nav aria-label={t.label} className="flex flex-col gap-0.5 p-2">
      {places.map((place) => (
        <PlaceLink key={place.to} place={place} onNavigate={onNavigate} />
      ))}
    </nav>
  );
}

function PlaceLink({ place, onNavigate }: { place: (typeof places)[number]; onNavigate?: () => void }) {
  const Icon = place.icon;
  const classes =
    'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted text-sm transition-colors duration-150 hover:bg-hover hover:text-fg aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-text';
  const content = (
    <>
      <Icon aria-hidden className="size-4 shrink-0" />
      {place.label}
    </>
  );
  // Settings is current on each of its tabs, the dashboard only on its own address.
  if (place.to === '/settings/$tab') {
    return (
      <Link
        to={place.to}
        params={place.params}
        activeOptions={{ includeSearch: false }}
        className={classes}
        onClick={onNavigate}
      >
        {content}
      </Link>
    );
  }
  return (
    <Link
      to={place.to}
      activeOptions={{ exact: place.to === '/', includeSearch: false }}
      className={classes}
      onClick={onNavigate}
    >
      {content}
    </Link>
  );
}
