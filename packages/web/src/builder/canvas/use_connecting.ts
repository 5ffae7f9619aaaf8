import {
  type Connection,
  type ConnectionState,
  type Edge,
  type OnConnectEnd,
  useReactFlow,
} from '@xyflow/react';
import { useCallback, useMemo } from 'react';
import { canReconnect, reconnect } from '../document/edits/reconnect.ts';
import type { DocumentStore } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { isPane, nodeIdAt, portAt } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';
import type { FlowEdge } from './flow_nodes.ts';
import { landingOn, type Wire } from './wire.ts';

/** The wire that React Flow draws. */
export function wireOfConnection(
  from: NonNullable<ConnectionState['fromHandle']>,
  edgeId: string | null,
): Wire {
  const handle = from.id ?? (from.type === 'source' ? 'out' : 'in');
  return { nodeId: from.nodeId, handle, side: from.type, edgeId };
}

/**
 * Connecting by drag: to a port, to anywhere on a node, or to nothing, which offers to add a node there. The end of an edge
 * is moved in the same way; let go of on nothing it goes back to where it was. Each is one step to undo.
 */
export function useConnecting(store: DocumentStore) {
  const panels = usePanelsStore();
  const canvas = useCanvasStore();
  const { screenToFlowPosition } = useReactFlow();

  const isValidConnection = useCallback(
    (edge: Connection | Edge) =>
      canReconnect(store.getState().draft.definition, canvas.getState().movedEdge, ends(edge)).ok,
    [store, canvas],
  );
  const lead = useCallback(
    (to: Connection) => {
      const { wireDropped, movedEdge } = canvas.getState();
      if (!wireDropped) store.getState().edit((current) => reconnect(current, movedEdge, ends(to)));
    },
    [store, canvas],
  );
  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, { fromHandle, isValid }) => {
      const { movedEdge, wireDropped, dropWire } = canvas.getState();
      dropWire(false);
      if (isValid || !fromHandle || wireDropped) return;
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event;
      const at = { x: point.clientX, y: point.clientY };
      const wire = wireOfConnection(fromHandle, movedEdge);
      const under = nodeIdAt(at);
      if (under)
        store
          .getState()
          .edit((current) => reconnect(current, movedEdge, landingOn(current, wire, under, portAt(at)).edge));
      else if (movedEdge === null && wire.side === 'source' && isPane(at)) {
        const place = screenToFlowPosition(at);
        const position = { x: place.x, y: place.y - 30 };
        const target = { kind: 'port', source: wire.nodeId, sourceHandle: wire.handle, position } as const;
        panels.getState().openQuickAdd({ at, target });
      }
    },
    [store, canvas, panels, screenToFlowPosition],
  );
  // The same object each time, as React Flow asks for.
  const reconnecting = useMemo(
    () => ({
      onReconnect: (_: FlowEdge, to: Connection) => lead(to),
      onReconnectStart: (_: unknown, edge: FlowEdge) => canvas.getState().takeEnd(edge.id),
      onReconnectEnd: () => canvas.getState().takeEnd(null),
    }),
    [lead, canvas],
  );
  return { isValidConnection, onConnect: lead, onConnectEnd, reconnecting };
}

function ends({ source, sourceHandle, target }: Connection | Edge) {
  return { source, sourceHandle: sourceHandle ?? 'out', target };
}
