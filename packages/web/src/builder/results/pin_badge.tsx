import type { WorkflowNode } from '@millrace/core';
import { Pin } from 'lucide-react';
import { Badge } from '../../components/ui/badge.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useResults } from './context.tsx';
import { isPinned } from './samples.ts';

const words = knowing.pin;

/** On the card of a node whose sample is pinned. */
export function PinBadge({ node }: { node: Pick<WorkflowNode, 'id' | 'type'> }) {
  const pinned = useResults((state) => isPinned(state.samples, node.id));
  if (!pinned) return null;
  return (
    <Badge
      tone="accent"
      className="pointer-events-auto"
      title={node.type === 'trigger' ? words.badge_trigger : words.badge}
    >
      <Pin aria-hidden />
      {words.pinned}
    </Badge>
  );
}
