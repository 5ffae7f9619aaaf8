import { MiniMap } from '@xyflow/react';
import { useCallback } from 'react';
import { text } from '../../strings/builder.ts';
import { useDocument } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';
import { useProblems } from '../problems/context.tsx';
import { useResults } from '../results/context.tsx';
import type { FlowNode } from './flow_nodes.ts';

const size = { width: 160, height: 100 };

const colours = {
  success: 'var(--success-solid)',
  error: 'var(--danger-solid)',
  running: 'var(--info)',
  waiting: 'var(--warning)',
  skipped: 'var(--line)',
  pending: 'var(--line-strong)',
} as const;

/**
 * The minimap: every card in the colour of how its step went, else of its problems. Out of the way while the drawer takes
 * its place, and while there is nothing to see.
 */
export function Overview() {
  const empty = useDocument((state) => state.draft.definition.nodes.length === 0);
  const drawer = usePanels((state) => state.drawer.open);
  const steps = useResults((state) => state.byNode);
  const problems = useProblems((state) => state.byNode);
  const colourOf = useCallback(
    (node: FlowNode) => {
      if (node.type === 'note') return `var(--note-${node.data.note.tint}-soft)`;
      const step = steps.get(node.id);
      if (step) return colours[step.status];
      const serious = problems.get(node.id)?.some(({ severity }) => severity === 'error');
      return serious ? 'var(--danger-line)' : 'var(--line-strong)';
    },
    [steps, problems],
  );
  if (empty || drawer) return null;
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel={text.canvas.minimap}
      className="@max-[36rem]:!hidden max-lg:!hidden"
      style={size}
      nodeBorderRadius={6}
      nodeColor={colourOf}
    />
  );
}
