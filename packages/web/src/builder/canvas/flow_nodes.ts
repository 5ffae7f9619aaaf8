/**
 * From the definition to what React Flow draws. A node that did not change keeps the very object it had, so that only
 * what changed is drawn again; measured sizes are carried over.
 */
import type { Definition, WorkflowNode } from '@millrace/core';
import type { Edge, Node } from '@xyflow/react';
import { flowOrder, nodeDescription } from './flow_order.ts';

export type FlowNode = Node<{ node: WorkflowNode }, 'step'>;
export type FlowEdge = Edge<{ label: string | null; tone: EdgeTone }, 'line'>;
export type EdgeTone = 'plain' | 'true' | 'false' | 'error';

export interface FlowInput {
  definition: Definition;
  selected: ReadonlySet<string>;
  problemCount: (nodeId: string) => number;
}

/** Nodes in flow order, which is the order of Tab. */
export function flowNodes(
  { definition, selected, problemCount }: FlowInput,
  previous: readonly FlowNode[],
): FlowNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const targets = targetLabels(definition);
  const order = flowOrder(definition);
  const next = order.map((node, index) => {
    const label = nodeDescription(
      node,
      { step: index + 1, of: order.length },
      targets.get(node.id) ?? [],
      problemCount(node.id),
    );
    return flowNode(node, label, selected.has(node.id), before.get(node.id));
  });
  const same = next.length === previous.length && next.every((node, index) => node === previous[index]);
  return same ? (previous as FlowNode[]) : next;
}

function flowNode(
  node: WorkflowNode,
  ariaLabel: string,
  selected: boolean,
  before: FlowNode | undefined,
): FlowNode {
  const placed =
    before !== undefined && before.position.x === node.position.x && before.position.y === node.position.y;
  if (
    before &&
    placed &&
    before.data.node === node &&
    before.ariaLabel === ariaLabel &&
    Boolean(before.selected) === selected
  ) {
    return before;
  }
  return {
    ...before,
    id: node.id,
    type: 'step',
    position: node.position,
    selected,
    ariaLabel,
    data: before?.data.node === node ? before.data : { node },
    domAttributes: { 'aria-roledescription': 'node' },
  };
}

function targetLabels(definition: Definition): Map<string, string[]> {
  const labels = new Map(definition.nodes.map((node) => [node.id, node.label]));
  const targets = new Map<string, string[]>();
  for (const edge of definition.edges) {
    const label = labels.get(edge.target);
    if (label === undefined) continue;
    const list = targets.get(edge.source);
    if (list) list.push(label);
    else targets.set(edge.source, [label]);
  }
  return targets;
}

/** Edges with the words and the colour of the port they leave. */
export function flowEdges(
  definition: Definition,
  selected: ReadonlySet<string>,
  previous: readonly FlowEdge[],
): FlowEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  return definition.edges.map((edge) => {
    const source = nodes.get(edge.source);
    const label = source ? portLabel(source, edge.sourceHandle) : null;
    const old = before.get(edge.id);
    const isSelected = selected.has(edge.id);
    const same =
      old &&
      old.source === edge.source &&
      old.target === edge.target &&
      old.sourceHandle === edge.sourceHandle &&
      old.data?.label === label &&
      Boolean(old.selected) === isSelected;
    if (same) return old;
    return {
      id: edge.id,
      type: 'line',
      source: edge.source,
      target: edge.target,
      sourceHandle: edge.sourceHandle,
      targetHandle: edge.targetHandle,
      selected: isSelected,
      data: { label, tone: edgeTone(edge.sourceHandle) },
    };
  });
}

/** What a port is called on the card and on its edge; null for the plain `out`. */
export function portLabel(node: WorkflowNode, handle: string): string | null {
  if (handle === 'out') return null;
  const match = /^case_(\d+)$/.exec(handle);
  if (!match) return handle;
  const cases = Array.isArray(node.config.cases) ? (node.config.cases as { label?: unknown }[]) : [];
  const label = cases[Number(match[1])]?.label;
  return typeof label === 'string' && label.trim() !== '' ? label : `case ${Number(match[1]) + 1}`;
}

const tones: Readonly<Record<string, EdgeTone>> = {
  true: 'true',
  approved: 'true',
  false: 'false',
  rejected: 'false',
  error: 'error',
  timeout: 'error',
};

/** Green for yes, red for no, amber for what did not go as planned. */
export function edgeTone(handle: string): EdgeTone {
  return Object.hasOwn(tones, handle) ? tones[handle]! : 'plain';
}
