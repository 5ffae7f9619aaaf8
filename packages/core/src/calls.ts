/** Which workflows a workflow calls. */
import type { Definition, WorkflowNode } from './definition.ts';
import { downstream, type Graph, graphOf, handlesOf, throughHandle, topologicalOrder } from './graph.ts';

export interface WorkflowCall {
  workflow_id: string;
  /** Whenever the workflow runs and nothing fails, it comes to this call. */
  certain: boolean;
}

/** The calls of other workflows in a definition, those of disabled nodes and those to an address that is computed left out. */
export function callsOf(definition: Definition, graph: Graph = graphOf(definition)): WorkflowCall[] {
  return definition.nodes.flatMap((node) => {
    const workflow_id = calledBy(node);
    return workflow_id === null ? [] : [{ workflow_id, certain: isCertain(definition, graph, node.id) }];
  });
}

/** The workflow that a node calls, where it is known before it runs. */
export function calledBy({ subtype, disabled, config }: WorkflowNode): string | null {
  const { workflow_id } = config;
  const isKnown = typeof workflow_id === 'string' && workflow_id !== '' && !workflow_id.includes('{{');
  return subtype === 'sub_workflow' && !disabled && isKnown ? workflow_id : null;
}

/** Every execution of the workflow that does not fail comes to this node. Linear in the size of the graph. */
export function isCertain(definition: Definition, graph: Graph, nodeId: string): boolean {
  const order = topologicalOrder(definition, graph);
  const [trigger, ...others] = definition.nodes.filter(({ type }) => type === 'trigger');
  if (!order || !trigger || others.length > 0) return false;
  // A stop beside it may end the execution first.
  const after = downstream(definition, nodeId, graph);
  if (definition.nodes.some(({ id, subtype }) => subtype === 'stop' && !after.has(id))) return false;
  // From the last node to the first: whether, once it runs, the goal can be missed by a handle that is taken there or later.
  const misses = new Map<string, boolean>();
  for (const node of order.toReversed()) {
    const edges = graph.outgoing(node.id);
    const canMiss = handlesTaken(node).some((handle) =>
      edges.every((edge) => edge.sourceHandle !== handle || misses.get(edge.target)),
    );
    misses.set(node.id, node.id !== nodeId && canMiss);
  }
  return misses.get(trigger.id) === false;
}

/** The handles of which one is taken each time; of a loop that may have no rounds only the one behind it. */
function handlesTaken(node: WorkflowNode): string[] {
  if (node.disabled) return [throughHandle(node.subtype)];
  const handles = handlesOf(node);
  // What ends the execution leads nowhere.
  if (handles.length === 0) return [''];
  return node.subtype === 'loop' ? handles.filter((handle) => handle !== 'body') : handles;
}
