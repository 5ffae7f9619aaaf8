import { type Definition, type NodeSubtype, nodeKind, type WorkflowNode } from '@millrace/core';
import { withAnnotations } from './annotations.ts';
import { makeNode } from './make_node.ts';

/** Triggers whose configuration has sample data: it is kept from one to the other. */
const sampled: ReadonlySet<NodeSubtype> = new Set(['manual', 'webhook']);

/** The trigger of a workflow; of several, which should not be, the one that is selected, else the first. */
export function triggerOf({ nodes }: Definition, selected: readonly string[] = []): WorkflowNode | undefined {
  const triggers = nodes.filter((node) => node.type === 'trigger');
  return triggers.find(({ id }) => selected.includes(id)) ?? triggers[0];
}

/**
 * Puts a trigger of another kind in the place of one: where it stood, in its group, with what followed it. What reads
 * `trigger` needs no change, for a trigger is not read by its key. A name that a person gave stays.
 */
export function replaceTrigger(
  definition: Definition,
  old: WorkflowNode,
  subtype: NodeSubtype,
): { definition: Definition; node: WorkflowNode } {
  const made = makeNode(definition, subtype, old.position, keptConfig(old, subtype));
  const node: WorkflowNode = {
    ...made,
    key: old.key,
    label: old.label === nodeKind(old.subtype).label ? made.label : old.label,
    ...(old.notes !== undefined && { notes: old.notes }),
  };
  const next: Definition = {
    ...definition,
    nodes: definition.nodes.map((each) => (each === old ? node : each)),
    edges: definition.edges.map((edge) => (edge.source === old.id ? { ...edge, source: node.id } : edge)),
  };
  if (!definition.groups) return { definition: next, node };
  const groups = definition.groups.map((group) =>
    group.nodes.includes(old.id)
      ? { ...group, nodes: group.nodes.map((id) => (id === old.id ? node.id : id)) }
      : group,
  );
  return { definition: withAnnotations(next, { groups }), node };
}

function keptConfig({ subtype: from, config }: WorkflowNode, to: NodeSubtype): Record<string, unknown> {
  return sampled.has(from) && sampled.has(to) && config.sample !== undefined ? { sample: config.sample } : {};
}
