import type { Definition, WorkflowNode } from '@millrace/core';
import type { Viewport } from '@xyflow/react';
import { cardHeight, nodeWidth } from '../document/edits/place.ts';
import { fitPadding } from './fit_padding.ts';

/** Below this zoom a card cannot be read; the view then shows a part instead of everything. */
export const readableZoom = 0.75;

/**
 * What the canvas shows first, in a box of so many pixels: the whole workflow where it can be read so, else its
 * beginning, the trigger at the left edge and half way down, or higher where more follows below.
 */
export function firstView(definition: Definition, box: { width: number; height: number }): Viewport {
  const { nodes } = definition;
  const [first] = nodes;
  if (!first) return { x: 0, y: 0, zoom: 1 };
  const pad = pixels();
  const room = { width: box.width - pad.left - pad.right, height: box.height - pad.top - pad.bottom };
  const bounds = boundsOf(nodes);
  const fit = Math.min(1, room.width / bounds.width, room.height / bounds.height);
  const zoom = Math.max(readableZoom, fit);
  if (fit === zoom) {
    return {
      x: pad.left + (room.width - bounds.width * zoom) / 2 - bounds.x * zoom,
      y: pad.top + (room.height - bounds.height * zoom) / 2 - bounds.y * zoom,
      zoom,
    };
  }
  const start = nodes.find((node) => node.type === 'trigger') ?? leftmost(nodes, first);
  const halfWay = pad.top + room.height / 2 - (start.position.y + cardHeight(start) / 2) * zoom;
  // No empty half while there is more below than fits.
  const above = halfWay + bounds.y * zoom - pad.top;
  const below = halfWay + (bounds.y + bounds.height) * zoom - (pad.top + room.height);
  return {
    x: pad.left - start.position.x * zoom,
    y: halfWay - Math.max(0, Math.min(above, below)),
    zoom,
  };
}

function pixels() {
  const of = (side: keyof typeof fitPadding) => Number.parseInt(fitPadding[side], 10);
  return { top: of('top'), left: of('left'), right: of('right'), bottom: of('bottom') };
}

function boundsOf(nodes: readonly WorkflowNode[]) {
  const x = Math.min(...nodes.map((node) => node.position.x));
  const y = Math.min(...nodes.map((node) => node.position.y));
  const right = Math.max(...nodes.map((node) => node.position.x + nodeWidth));
  const bottom = Math.max(...nodes.map((node) => node.position.y + cardHeight(node)));
  return { x, y, width: right - x, height: bottom - y };
}

function leftmost(nodes: readonly WorkflowNode[], first: WorkflowNode): WorkflowNode {
  return nodes.reduce((left, node) => (node.position.x < left.position.x ? node : left), first);
}
