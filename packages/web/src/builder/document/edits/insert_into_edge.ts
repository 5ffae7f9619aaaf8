import { type Definition, downstream, handlesOf, type WorkflowEdge, type WorkflowNode } from '@millrace/core';
import { freeEdgeId } from '../names.ts';
import { columnWidth } from './place.ts';

/**
 * Puts a new node into an edge: what came in goes to the node, and the node's first port goes on to where the edge
 * went; of a loop it is `done`, as what followed before is not repeated now. A node without ports (`stop`) ends the branch there. What follows moves right when there is no room.
 * @param away from the node to what follows it, where there is no room
 */
export function insertIntoEdge(
  definition: Definition,
  edgeId: string,
  node: WorkflowNode,
  away = columnWidth,
): Definition {
  const edge = definition.edges.find((candidate) => candidate.id === edgeId);
  if (!edge || node.type === 'trigger') return definition;
  return lead({ ...definition, nodes: [...definition.nodes, node] }, edge, node, away);
}

/** Whether nothing leads to a node or on from it, so that an edge can take it. */
export function isLoose(definition: Definition, node: WorkflowNode): boolean {
  if (node.type === 'trigger' || handlesOf(node).length === 0) return false;
  return definition.edges.every(({ source, target }) => source !== node.id && target !== node.id);
}

/** Puts a node that is there and loose into an edge. */
export function insertLoose(definition: Definition, edgeId: string, nodeId: string): Definition {
  const edge = definition.edges.find((candidate) => candidate.id === edgeId);
  const node = definition.nodes.find((candidate) => candidate.id === nodeId);
  return edge && node && isLoose(definition, node) ? lead(definition, edge, node) : definition;
}

/** Leads an edge over a node of the definition. */
function lead(
  definition: Definition,
  edge: WorkflowEdge,
  node: WorkflowNode,
  away = columnWidth,
): Definition {
  const handle = node.subtype === 'loop' ? 'done' : handlesOf(node)[0];
  const edges = definition.edges.map((other) =>
    other.id === edge.id ? { ...other, target: node.id, targetHandle: 'in' } : other,
  );
  if (handle !== undefined) {
    edges.push({
      id: freeEdgeId(definition),
      source: node.id,
      target: edge.target,
      sourceHandle: handle,
      targetHandle: edge.targetHandle,
    });
  }
  return makeRoom({ ...definition, edges }, node, edge.target, away);
}

/** Moves the target and all after it right until the new node has a column of its own before them. */
function makeRoom(definition: Definition, node: WorkflowNode, targetId: string, away: number): Definition {
  const target = definition.nodes.find((candidate) => candidate.id === targetId);
  if (!target) return definition;
  const missing = node.position.x + away - target.position.x;
  if (missing <= 0) return definition;
  const after = downstream(definition, targetId);
  after.add(targetId);
  after.delete(node.id);
  return {
    ...definition,
    nodes: definition.nodes.map((other) =>
      after.has(other.id)
        ? { ...other, position: { x: other.position.x + missing, y: other.position.y } }
        : other,
    ),
  };
}
