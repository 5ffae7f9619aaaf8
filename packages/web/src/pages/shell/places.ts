import { AppWindow, Cable, Gauge, History, Settings, UserRoundCheck, Workflow } from 'lucide-react';
import { connectionText } from '../../strings/connections.ts';
import { strings } from '../../strings/en.ts';

const t = strings.nav;

/** The places of the navigation, in order. */
export const places = [
  { to: '/', label: t.dashboard, icon: Gauge },
  { to: '/workflows', label: t.workflows, icon: Workflow },
  { to: '/executions', label: t.executions, icon: History },
  { to: '/approvals', label: t.approvals, icon: UserRoundCheck },
  { to: '/connections', label: connectionText.title, icon: Cable },
  { to: '/apps', label: t.apps, icon: AppWindow },
  { to: '/settings', label: t.settings, icon: Settings },
] as const;
