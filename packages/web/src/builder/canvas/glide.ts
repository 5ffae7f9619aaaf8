import type { FlowNode } from './flow_nodes.ts';

const length = 200;

export interface Glide {
  stop(): void;
}

/**
 * Moves what is drawn from where it is to where it belongs, frame by frame, so that edges and frames go along.
 * Ends with the very objects of `to`.
 */
export function startGlide(
  from: readonly FlowNode[],
  to: FlowNode[],
  draw: (nodes: FlowNode[]) => void,
): Glide {
  const begin = new Map(from.map((node) => [node.id, node.position]));
  const since = performance.now();
  let frame = requestAnimationFrame(step);
  function step(now: number) {
    const share = Math.min(1, Math.max(0, (now - since) / length));
    draw(share === 1 ? to : to.map((node) => between(begin.get(node.id), node, eased(share))));
    if (share < 1) frame = requestAnimationFrame(step);
  }
  return { stop: () => cancelAnimationFrame(frame) };
}

function between(from: { x: number; y: number } | undefined, node: FlowNode, share: number): FlowNode {
  const { position } = node;
  if (!from || (from.x === position.x && from.y === position.y)) return node;
  return {
    ...node,
    position: {
      x: from.x + (position.x - from.x) * share,
      y: from.y + (position.y - from.y) * share,
    },
  };
}

/** Fast at first, then slower. */
function eased(share: number): number {
  return 1 - (1 - share) ** 3;
}
