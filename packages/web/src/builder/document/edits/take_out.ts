import { type Definition, graphOf, handlesOf, type WorkflowEdge } from '@millrace/core';
import { freeEdgeId } from '../names.ts';
import { deleteSelection } from './delete_selection.ts';

/** Deletes nodes and joins what led to each with what followed it, where that is one thing without doubt. */
export function takeOut(definition: Definition, ids: readonly string[]): Definition {
  return ids.reduce(takeOutOne, definition);
}

function takeOutOne(definition: Definition, id: string): Definition {
  const graph = graphOf(definition);
  const node = graph.node(id);
  if (!node) return definition;
  const handles = handlesOf(node);
  const main = handles.includes('out') ? 'out' : node.subtype === 'loop' ? 'done' : null;
  const followers = graph.outgoing(id).filter((edge) => main === null || edge.sourceHandle === main);
  const targets = [...new Set(followers.map(({ target }) => target))];
  const left = deleteSelection(definition, { nodes: [id], edges: [] });
  // Of a step that splits the flow nobody can say which way goes on.
  if (main === null && targets.length > 1) return left;
  return bridge(left, graph.incoming(id), targets);
}

/** Leads the ends of edges on to other nodes; what is joined already is not joined again. */
export function bridge(
  definition: Definition,
  entries: readonly Pick<WorkflowEdge, 'source' | 'sourceHandle'>[],
  targets: readonly string[],
): Definition {
  const edges = [...definition.edges];
  for (const { source, sourceHandle } of entries) {
    for (const target of targets) {
      const isThere = edges.some(
        (edge) => edge.source === source && edge.sourceHandle === sourceHandle && edge.target === target,
      );
      if (isThere || source === target) continue;
      const id = freeEdgeId({ ...definition, edges });
      edges.push({ id, source, sourceHandle, target, targetHandle: 'in' });
    }
  }
  return edges.length === definition.edges.length ? definition : { ...definition, edges };
}
