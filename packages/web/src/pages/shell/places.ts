import { AppWindow, Gauge, History, Settings, Workflow } from 'lucide-react';
import { strings } from '../../strings/en.ts';

const t = strings.nav;

/** The places of the navigation, in order. */
export const places = [
  { to: '/', label: t.dashboard, icon: Gauge },
  { to: '/workflows', label: t.workflows, icon: Workflow },
  { to: '/executions', label: t.executions, icon: History },
  { to: '/apps', label: t.apps, icon: AppWindow },
  { to: '/settings', label: t.settings, icon: Settings },
] as const;
