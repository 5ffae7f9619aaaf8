/** Frames of a definition without computing them anew while only what is in the nodes changes; boxes from React Flow's nodes. */
import type { Definition } from '@millrace/core';
import { cardHeight, nodeWidth } from '../document/edits/place.ts';
import type { FlowNode } from './flow_nodes.ts';
import { type Frame, type FrameBox, framesOf } from './frames.ts';

export interface FrameMemory {
  edges: Definition['edges'];
  groups: Definition['groups'];
  /** Ids of all nodes, and the labels of loops. */
  named: string;
  frames: readonly Frame[];
}

/** The frames, the very same ones while edges, groups, nodes and labels of loops are. */
export function rememberedFrames(memory: FrameMemory | null, definition: Definition): FrameMemory {
  const { edges, groups } = definition;
  const named = namesOf(definition);
  if (memory && memory.edges === edges && memory.groups === groups && memory.named === named) return memory;
  return { edges, groups, named, frames: framesOf(definition) };
}

function namesOf(definition: Definition): string {
  if (!definition.groups && !definition.nodes.some((node) => node.subtype === 'loop')) return '';
  return definition.nodes
    .map((node) => (node.subtype === 'loop' ? `${node.id} ${node.label}` : node.id))
    .join('\n');
}

/** Where the cards are at this moment, also in the middle of a drag. */
export function boxesOfCards(nodes: readonly FlowNode[]): Map<string, FrameBox> {
  const boxes = new Map<string, FrameBox>();
  for (const node of nodes) if (node.type === 'step') boxes.set(node.id, boxOfCard(node));
  return boxes;
}

/** Where something on the canvas is at this moment. */
export function boxOfCard(node: FlowNode): FrameBox {
  const { position, measured } = node;
  return {
    ...position,
    width: measured?.width ?? node.width ?? nodeWidth,
    height: measured?.height ?? (node.type === 'step' ? cardHeight(node.data.node) : (node.height ?? 0)),
  };
}
