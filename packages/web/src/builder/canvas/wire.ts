/**
 * A connection in the hand: one end is fixed, the other one looks for a place. It is a new one, or one whose end is moved.
 * Drawn with the mouse or chosen from a list, the rules are the same. Pure.
 */
import {
  type Connectable,
  connectSources,
  connectTargets,
  type Definition,
  handlesOf,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import type { NewEdge } from '../document/edits/connect.ts';
import { canReconnect, sameEnds, withoutEdge } from '../document/edits/reconnect.ts';
import { hasEdgeFrom } from './edge_index.ts';
import { flowOrder } from './flow_order.ts';

export interface Wire {
  /** The node at the fixed end, and its port. */
  nodeId: string;
  handle: string;
  /** Whether the fixed end is where the connection begins. */
  side: 'source' | 'target';
  /** The edge whose other end is moved; null for a new one. */
  edgeId: string | null;
}

/** The wire of an edge that is taken by one of its ends. */
export function wireOfEdge({ id, source, sourceHandle, target }: WorkflowEdge, end: Wire['side']): Wire {
  return end === 'target'
    ? { nodeId: source, handle: sourceHandle, side: 'source', edgeId: id }
    : { nodeId: target, handle: 'in', side: 'target', edgeId: id };
}

interface Landing {
  edge: NewEdge;
  answer: Connectable;
  /** It is where it was. */
  back: boolean;
}

/**
 * What letting go of a wire on a node would do.
 * @param port the output that is pointed at; without one the first that can, best one that leads nowhere yet.
 */
export function landingOn(
  definition: Definition,
  wire: Wire,
  nodeId: string,
  port: string | null = null,
): Landing {
  const edge: NewEdge =
    wire.side === 'source'
      ? { source: wire.nodeId, sourceHandle: wire.handle, target: nodeId }
      : { source: nodeId, sourceHandle: port ?? bestPort(definition, wire, nodeId), target: wire.nodeId };
  const moved = definition.edges.find(({ id }) => id === wire.edgeId);
  return {
    edge,
    answer: canReconnect(definition, wire.edgeId, edge),
    back: moved !== undefined && sameEnds(moved, edge),
  };
}

function bestPort(definition: Definition, { nodeId: target, edgeId }: Wire, source: string): string {
  const node = definition.nodes.find(({ id }) => id === source);
  const handles = node ? handlesOf(node) : [];
  const moved = definition.edges.find(({ id }) => id === edgeId);
  if (moved?.source === source) return moved.sourceHandle;
  const possible = handles.filter(
    (sourceHandle) => canReconnect(definition, edgeId, { source, sourceHandle, target }).ok,
  );
  const free = possible.find((handle) => !hasEdgeFrom(definition.edges, source, handle));
  return free ?? possible[0] ?? handles[0] ?? 'out';
}

/** The nodes on which a wire can land. */
export function landings(definition: Definition, wire: Wire): ReadonlySet<string> {
  const base = withoutEdge(definition, wire.edgeId);
  if (wire.side === 'source') return connectTargets(base, wire.nodeId, wire.handle);
  return new Set(connectSources(base, wire.nodeId).keys());
}

export interface Place {
  node: WorkflowNode;
  /** The output, where the wire looks for one. */
  port: string | null;
  edge: NewEdge;
}

interface Places {
  possible: Place[];
  /** Each with the reason. */
  impossible: { node: WorkflowNode; reason: string }[];
}

/** Of more than these the reasons are not looked for: a list that long is not read. */
const mostReasons = 60;

/** Where a wire can lead, in the order of the flow; then where it cannot. Where it is now is in neither list. */
export function placesFor(definition: Definition, wire: Wire): Places {
  const base = withoutEdge(definition, wire.edgeId);
  const moved = definition.edges.find(({ id }) => id === wire.edgeId);
  const others = flowOrder(definition).filter(({ id }) => id !== wire.nodeId);
  const portsOf = ports(base, wire);
  const possible = others.flatMap((node) =>
    portsOf(node).flatMap((port): Place[] => {
      const { edge } = landingOn(base, { ...wire, edgeId: null }, node.id, port);
      return moved && sameEnds(moved, edge) ? [] : [{ node, port, edge }];
    }),
  );
  const isPossible = new Set(others.filter((node) => portsOf(node).length > 0));
  const impossible = others
    .filter((node) => !isPossible.has(node))
    .slice(0, mostReasons)
    .map((node) => {
      const { answer } = landingOn(base, { ...wire, edgeId: null }, node.id);
      return { node, reason: answer.ok ? '' : answer.reason };
    });
  return { possible, impossible };
}

/** Through which ports of a node a wire can land: null stands for its input. */
function ports(base: Definition, wire: Wire): (node: WorkflowNode) => readonly (string | null)[] {
  if (wire.side === 'source') {
    const targets = connectTargets(base, wire.nodeId, wire.handle);
    return ({ id }) => (targets.has(id) ? [null] : []);
  }
  const sources = connectSources(base, wire.nodeId);
  return ({ id }) => sources.get(id) ?? [];
}
