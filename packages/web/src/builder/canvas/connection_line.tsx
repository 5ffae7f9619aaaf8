import { type ConnectionLineComponentProps, getBezierPath, useStoreApi } from '@xyflow/react';
import { useCanvas } from './canvas_store.ts';
import type { FlowNode } from './flow_nodes.ts';
import { type Dot, lineTo, placeOfDot } from './wire_line.ts';

/**
 * The line of a connection while it is drawn. It follows the pointer; over a card that can take it, it leads to the port that
 * it would be connected to.
 */
export function ConnectionLine(props: ConnectionLineComponentProps<FlowNode>) {
  const landing = useCanvas((state) => state.landing);
  const flow = useStoreApi<FlowNode>();
  const node = landing && flow.getState().nodeLookup.get(landing.nodeId);
  const side = landing?.port === null ? 'target' : 'source';
  const dots: readonly Dot[] = node?.internals.handleBounds?.[side] ?? [];
  const dot = dots.find(({ id }) => landing?.port === null || id === landing?.port);
  const path =
    node && dot
      ? lineTo(props, placeOfDot(node.internals.positionAbsolute, dot, side), side)
      : getBezierPath({
          sourceX: props.fromX,
          sourceY: props.fromY,
          sourcePosition: props.fromPosition,
          targetX: props.toX,
          targetY: props.toY,
          targetPosition: props.toPosition,
        })[0];
  return (
    <path
      className="react-flow__connection-path"
      data-landing={dot ? landing?.nodeId : undefined}
      fill="none"
      d={path}
      style={props.connectionLineStyle}
    />
  );
}
