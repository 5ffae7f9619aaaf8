import { type NodeSubtype, nodeKinds } from '@millrace/core';
import {
  CalendarClock,
  CirclePlay,
  type LucideIcon,
  RadioTower,
  RotateCcw,
  Siren,
  Webhook,
  Workflow,
} from 'lucide-react';
import { strings } from '../strings/en.ts';

const icons: Record<string, LucideIcon> = {
  manual: CirclePlay,
  schedule: CalendarClock,
  webhook: Webhook,
  event: RadioTower,
  retry: RotateCcw,
  sub_workflow: Workflow,
  error: Siren,
};

/** The name of a trigger type for people; a type that this page does not know yet keeps its own word. */
export function triggerName(type: string): string {
  if (type in strings.trigger_type) return strings.trigger_type[type as keyof typeof strings.trigger_type];
  return type in nodeKinds ? nodeKinds[type as NodeSubtype].label : type;
}

/** What starts it, with its icon. */
export function TriggerKind({ type, by }: { type: string | null; by?: string | null }) {
  if (!type) return <span className="text-muted">{strings.workflows.no_trigger}</span>;
  const Icon = icons[type] ?? CirclePlay;
  const name = triggerName(type);
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="truncate">{by ? strings.executions.by(name, by) : name}</span>
    </span>
  );
}
