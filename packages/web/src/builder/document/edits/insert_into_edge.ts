import { type Definition, downstream, handlesOf, type WorkflowNode } from '@millrace/core';
import { freeEdgeId } from '../names.ts';
import { columnWidth } from './place.ts';

/**
 * Puts a new node into an edge: what came in goes to the node, and the node's first port goes on to where the edge
 * went; of a loop it is `done`, as what followed before is not repeated now. A node without ports (`stop`) ends the branch there. What follows moves right when there is no room.
 */
export function insertIntoEdge(definition: Definition, edgeId: string, node: WorkflowNode): Definition {
  const edge = definition.edges.find((candidate) => candidate.id === edgeId);
  if (!edge || node.type === 'trigger') return definition;
  const handle = node.subtype === 'loop' ? 'done' : handlesOf(node)[0];
  const edges = definition.edges.map((other) =>
    other.id === edgeId ? { ...other, target: node.id, targetHandle: 'in' } : other,
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
  return makeRoom({ ...definition, nodes: [...definition.nodes, node], edges }, node, edge.target);
}

/** Moves the target and all after it right until the new node has a column of its own before them. */
function makeRoom(definition: Definition, node: WorkflowNode, targetId: string): Definition {
  const target = definition.nodes.find((candidate) => candidate.id === targetId);
  if (!target) return definition;
  const missing = node.position.x + columnWidth - target.position.x;
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
