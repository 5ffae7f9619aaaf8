/**
 * Which nodes belong together when a drawing is tidied: the bodies of loops, and groups, one inside the other. Pure.
 * A group that cuts through another container, or that the flow leaves and enters again, cannot be laid out as one block:
 * its nodes are then laid out as if there were no group.
 */
import type { Definition, WorkflowEdge } from '@millrace/core';
import { type Frame, framesOf, isWithin } from './frames.ts';

export interface Block {
  /** The frame that is drawn around it; null for the whole drawing. */
  frame: Frame | null;
  /** Ids of the nodes directly in it. */
  nodes: string[];
  blocks: Block[];
}

/** The blocks of a definition, from the whole drawing inwards. */
export function blocksOf(definition: Definition): Block {
  const kept = acyclic(definition, laminar(framesOf(definition)));
  const root: Block = { frame: null, nodes: [], blocks: [] };
  const blocks = new Map<string, Block>();
  for (const frame of kept) {
    const block: Block = { frame, nodes: [], blocks: [] };
    blocks.set(frame.id, block);
    const outer = kept.findLast(
      (other) => other !== frame && blocks.has(other.id) && isWithin(frame.members, other.members),
    );
    (outer ? blocks.get(outer.id)! : root).blocks.push(block);
  }
  for (const { id } of definition.nodes) {
    const frame = kept.findLast((candidate) => candidate.members.has(id));
    (frame ? blocks.get(frame.id)! : root).nodes.push(id);
  }
  return root;
}

/** Those of which two are either one inside the other or apart. Loops always are; a group gives way. */
function laminar(frames: readonly Frame[]): Frame[] {
  const kept = frames.filter((frame) => frame.kind === 'loop');
  for (const frame of frames) {
    if (frame.kind === 'loop') continue;
    const fits = kept.every(
      (other) =>
        isApart(frame.members, other.members) ||
        isWithin(frame.members, other.members) ||
        isWithin(other.members, frame.members),
    );
    if (fits) kept.push(frame);
  }
  return frames.filter((frame) => kept.includes(frame));
}

function isApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const one of a) if (b.has(one)) return false;
  return true;
}

/** Leaves out groups that would make the flow run in a circle when each block is one point. */
function acyclic(definition: Definition, frames: readonly Frame[]): Frame[] {
  let kept = frames.filter((frame) => frame.kind === 'loop');
  for (const group of frames) {
    if (group.kind === 'loop') continue;
    const tried = frames.filter((frame) => kept.includes(frame) || frame === group);
    if (!leavesAndReturns(definition.edges, group)) kept = tried;
  }
  return frames.filter((frame) => kept.includes(frame));
}

/** Whether some way leads out of the group and back into it. */
function leavesAndReturns(edges: readonly WorkflowEdge[], { members }: Frame): boolean {
  const next = Map.groupBy(edges, (edge) => edge.source);
  const open = edges.filter((edge) => members.has(edge.source) && !members.has(edge.target));
  const seen = new Set<string>();
  for (let edge = open.pop(); edge; edge = open.pop()) {
    if (members.has(edge.target)) return true;
    if (seen.has(edge.target)) continue;
    seen.add(edge.target);
    open.push(...(next.get(edge.target) ?? []));
  }
  return false;
}
