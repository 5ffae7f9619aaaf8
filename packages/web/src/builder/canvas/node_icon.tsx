import { type NodeSubtype, nodeKind, type PaletteGroup } from '@millrace/core';
import {
  CalendarClock,
  GitMerge,
  Globe,
  Hand,
  LogOut,
  type LucideIcon,
  OctagonX,
  Radio,
  Repeat,
  Reply,
  Shuffle,
  SkipForward,
  Split,
  Timer,
  UserRoundCheck,
  Waypoints,
  Webhook,
  Workflow,
} from 'lucide-react';
import { cn } from '../../components/ui/cn.ts';

const icons: Record<NodeSubtype, LucideIcon> = {
  manual: Hand,
  schedule: CalendarClock,
  webhook: Webhook,
  event: Radio,
  http_request: Globe,
  data_transform: Shuffle,
  respond: Reply,
  if: Split,
  switch: Waypoints,
  loop: Repeat,
  break: LogOut,
  continue: SkipForward,
  wait: Timer,
  approval: UserRoundCheck,
  sub_workflow: Workflow,
  merge: GitMerge,
  stop: OctagonX,
};

const tints: Record<PaletteGroup, string> = {
  Triggers: 'bg-tint-trigger-soft text-tint-trigger',
  Actions: 'bg-tint-action-soft text-tint-action',
  Connectors: 'bg-tint-connector-soft text-tint-connector',
  Logic: 'bg-tint-logic-soft text-tint-logic',
  Apps: 'bg-tint-app-soft text-tint-app',
  'Custom tools': 'bg-tint-tool-soft text-tint-tool',
};

/** The icon of a kind of node on the tint of its group. */
export function NodeIcon({ subtype, className }: { subtype: NodeSubtype; className?: string }) {
  const Icon = icons[subtype];
  return (
    <span
      aria-hidden
      className={cn(
        'flex size-8 shrink-0 items-center justify-center rounded-md',
        tints[nodeKind(subtype).group],
        className,
      )}
    >
      <Icon className="size-1/2" />
    </span>
  );
}
