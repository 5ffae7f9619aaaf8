/** Parts of a definition that can be run without the rest. */
import { type Definition, labelOf, loopsOf, upstream, type WorkflowNode } from '@millrace/core';
import { StepError } from '@millrace/sdk';

/**
 * The part of a definition that leads to one node, with the whole body of every loop on the way.
 * @param name key or id of the node @throws StepError when there is none
 */
export function upTo(definition: Definition, name: string): Definition {
  const last = definition.nodes.find((node) => node.key === name || node.id === name);
  if (!last) throw new StepError(`There is no node "${name}"`, { code: 'unknown_node', field: 'stop_at' });
  const kept = upstream(definition, last.id).add(last.id);
  const loops = loopsOf(definition);
  const around = loops.around(last.id);
  for (const id of [...kept]) {
    if (!around.includes(id)) for (const inside of loops.bodyOf(id)) kept.add(inside);
  }
  return {
    nodes: definition.nodes.filter((node) => kept.has(node.id)),
    edges: definition.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target)),
    config: definition.config,
  };
}

const notAlone: Partial<Record<WorkflowNode['subtype'], string>> = {
  loop: 'A loop runs the nodes of its body',
  break: 'It ends the loop that it is in',
  continue: 'It goes on with the loop that it is in',
  wait: 'It waits for something',
  approval: 'It asks people',
  sub_workflow: 'It runs another workflow',
};

/** @throws StepError when a node cannot be tried without the rest of its workflow */
export function checkStandsAlone(node: WorkflowNode): void {
  const why = notAlone[node.subtype];
  if (why === undefined) return;
  throw new StepError(`"${labelOf(node)}" cannot run alone. ${why}: test the whole workflow instead`, {
    code: 'not_alone',
  });
}
