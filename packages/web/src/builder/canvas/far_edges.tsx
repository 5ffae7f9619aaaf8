import { getBezierPath, Position, ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { EdgeTone, FlowEdge, FlowNode, StepFlowNode } from './flow_nodes.ts';

const strokes: Record<EdgeTone, string> = {
  plain: 'var(--control)',
  true: 'var(--success)',
  false: 'var(--danger)',
  error: 'var(--warning)',
};

interface FarEdgesProps {
  nodes: readonly FlowNode[];
  edges: readonly FlowEdge[];
}

/**
 * All edges from far away, as lines and nothing else: nobody can hit an edge from there. Each is a path of its own, because
 * one path of a thousand curves takes a second to paint.
 */
export const FarEdges = memo(function FarEdges({ nodes, edges }: FarEdgesProps) {
  const steps = useMemo(
    () => new Map(nodes.flatMap((node) => (node.type === 'step' ? [[node.id, node] as const] : []))),
    [nodes],
  );
  return (
    <ViewportPortal>
      <svg aria-hidden className="pointer-events-none absolute top-0 left-0 size-px overflow-visible">
        {edges.map((edge) => {
          const from = endOf(steps.get(edge.source), edge.sourceHandle);
          const to = endOf(steps.get(edge.target), 'in');
          if (!from || !to) return null;
          const tone = edge.data?.tone ?? 'plain';
          return <FarLine key={edge.id} x1={from.x} y1={from.y} x2={to.x} y2={to.y} tone={tone} />;
        })}
      </svg>
    </ViewportPortal>
  );
});

interface FarLineProps {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  tone: EdgeTone;
}

const FarLine = memo(function FarLine({ x1, y1, x2, y2, tone }: FarLineProps) {
  const [path] = getBezierPath({
    sourceX: x1,
    sourceY: y1,
    sourcePosition: Position.Right,
    targetX: x2,
    targetY: y2,
    targetPosition: Position.Left,
    curvature: 0.3,
  });
  return <path d={path} fill="none" strokeWidth={3} style={{ stroke: strokes[tone] }} />;
});

function endOf(node: StepFlowNode | undefined, handle: string | null | undefined) {
  const port = node?.handles?.find(({ id }) => id === handle);
  if (!node || !port) return null;
  return {
    x: node.position.x + port.x + (port.type === 'source' ? (port.width ?? 0) : 0),
    y: node.position.y + port.y + (port.height ?? 0) / 2,
  };
}
