import type { EdgeProps } from '@xyflow/react';
import { useReadOnly } from '../document/context.tsx';
import type { FlowEdge } from './flow_nodes.ts';

/** Of the place at each end of an edge by which it can be taken. It begins where the dot of the port ends. */
export const gripRadius = 13;
/** The middle of what can be hit of it: the dot of the port lies over its first 8 pixels. */
const away = 17;

/** Shows where the ends of an edge can be taken; what is taken are the anchors of React Flow around these dots. */
export function EdgeGrips({ sourceX, sourceY, targetX, targetY }: EdgeProps<FlowEdge>) {
  if (useReadOnly()) return null;
  return (
    <>
      <circle className="edge-grip" cx={sourceX + away} cy={sourceY} r={4.5} />
      <circle className="edge-grip" cx={targetX - away} cy={targetY} r={4.5} />
    </>
  );
}
