import type { WorkflowNode } from '@millrace/core';
import { cn } from '../../components/ui/cn.ts';
import { cardHeight, nodeWidth } from '../document/edits/place.ts';
import { useProblems } from '../problems/context.tsx';
import { useResults } from '../results/context.tsx';
import { NodeIcon } from './node_icon.tsx';
import { stepRing } from './step_mark.tsx';

/** A card from far away: its icon, its name as large as there is room for, how it went, and whether it has problems. */
export function FarCard({ node, selected }: { node: WorkflowNode; selected: boolean }) {
  const status = useResults((state) => state.byNode.get(node.id)?.status);
  const problem = useProblems((state) =>
    Boolean(state.byNode.get(node.id)?.some(({ severity }) => severity === 'error')),
  );
  return (
    <div
      className={cn(
        'far-card flex items-center gap-2 overflow-hidden rounded-md border-2 bg-surface px-2 text-fg',
        selected ? 'border-accent ring-4 ring-accent/30' : 'border-line-strong',
        problem && !selected && 'border-danger-line',
        status && !selected && stepRing(status),
        node.disabled && 'border-dashed text-muted',
      )}
      style={{ width: nodeWidth, height: cardHeight(node) }}
    >
      <NodeIcon subtype={node.subtype} className={cn('size-11', node.disabled && 'opacity-50 grayscale')} />
      <span className="line-clamp-2 min-w-0 font-semibold text-xl leading-6 [overflow-wrap:anywhere]">
        {node.label}
      </span>
    </div>
  );
}
