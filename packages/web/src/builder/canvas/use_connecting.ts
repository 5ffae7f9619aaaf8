import { canConnect } from '@millrace/core';
import { type Connection, type Edge, type OnConnectEnd, useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import { connect } from '../document/edits/connect.ts';
import type { DocumentStore } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { isPane, nodeIdAt } from './canvas_element.ts';

/** Connecting by drag: to a port, to anywhere on a node, or to nothing, which offers to add a node there. */
export function useConnecting(store: DocumentStore) {
  const panels = usePanelsStore();
  const { screenToFlowPosition } = useReactFlow();

  const isValidConnection = useCallback(
    (edge: Connection | Edge) =>
      canConnect(store.getState().draft.definition, edge.source, edge.sourceHandle ?? 'out', edge.target).ok,
    [store],
  );
  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) =>
      store
        .getState()
        .edit((current) => connect(current, { source, sourceHandle: sourceHandle ?? 'out', target })),
    [store],
  );
  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, connection) => {
      const { fromHandle, isValid } = connection;
      if (isValid || !fromHandle || fromHandle.type !== 'source') return;
      const point = 'changedTouches' in event ? event.changedTouches[0]! : event;
      const at = { x: point.clientX, y: point.clientY };
      const from = { source: fromHandle.nodeId, sourceHandle: fromHandle.id ?? 'out' };
      const under = nodeIdAt(at);
      if (under) store.getState().edit((current) => connect(current, { ...from, target: under }));
      else if (isPane(at)) {
        const place = screenToFlowPosition(at);
        panels
          .getState()
          .openQuickAdd({ at, target: { kind: 'port', ...from, position: { x: place.x, y: place.y - 30 } } });
      }
    },
    [store, panels, screenToFlowPosition],
  );
  return { isValidConnection, onConnect, onConnectEnd };
}
