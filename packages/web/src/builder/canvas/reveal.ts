/**
 * How the view moves to show what was added. Pure. It moves as little as it can: not at all where the new node and what it
 * was added to are in view, else so far that all is in view, else these, else the new node alone. It gets smaller only where
 * that shows everything, and cards can still be read.
 */
import type { Viewport } from '@xyflow/react';
import { around } from '../document/edits/align.ts';
import { readableZoom } from './first_view.ts';
import { fitPadding } from './fit_padding.ts';
import type { FrameBox } from './frames.ts';

interface Shown {
  /** The card of the new node. */
  added: FrameBox;
  /** The cards that it is connected to, the nearest first. */
  neighbours: readonly FrameBox[];
  /** Everything that is drawn. */
  all: readonly FrameBox[];
}

interface Size {
  width: number;
  height: number;
}

const pixels = (side: keyof typeof fitPadding) => Number.parseInt(fitPadding[side], 10);
const pad = {
  left: pixels('left'),
  top: pixels('top'),
  right: pixels('right'),
  bottom: pixels('bottom'),
};

/** The view after a node was added; the very same one where nothing has to move. */
export function viewAfterAdding(view: Viewport, canvas: Size, { added, neighbours, all }: Shown): Viewport {
  const near = around([added, ...neighbours]);
  if (isIn(view, canvas, near)) return view;
  const everything = around([...all, near]);
  if (fits(everything, canvas, view.zoom)) return moved(view, canvas, everything);
  if (view.zoom > readableZoom && fits(everything, canvas, readableZoom))
    return zoomedOut(view, canvas, everything);
  const sets = [near, ...neighbours.slice(0, 1).map((one) => around([added, one])), added];
  const most = sets.find((box) => fits(box, canvas, view.zoom)) ?? added;
  return moved(view, canvas, most);
}

function room(canvas: Size): Size {
  return { width: canvas.width - pad.left - pad.right, height: canvas.height - pad.top - pad.bottom };
}

function fits(box: Size, canvas: Size, zoom: number): boolean {
  const { width, height } = room(canvas);
  return box.width * zoom <= width && box.height * zoom <= height;
}

/** The view moved as little as possible, so that a box is in it; the very same one where it is. */
export function viewWith(view: Viewport, canvas: Size, box: FrameBox): Viewport {
  return moved(view, canvas, box);
}

function isIn(view: Viewport, canvas: Size, box: FrameBox): boolean {
  const to = moved(view, canvas, box);
  return to === view;
}

/** Moved so far that a box lies between the margins; of one that is too large the end is shown, where the next step goes. */
function moved(view: Viewport, canvas: Size, box: FrameBox): Viewport {
  const { x, y, zoom } = view;
  const by = (start: number, size: number, from: number, to: number) =>
    start + size > to ? to - start - size : start < from ? Math.min(from - start, to - start - size) : 0;
  const dx = by(box.x * zoom + x, box.width * zoom, pad.left, canvas.width - pad.right);
  const dy = by(box.y * zoom + y, box.height * zoom, pad.top, canvas.height - pad.bottom);
  return dx === 0 && dy === 0 ? view : { x: x + dx, y: y + dy, zoom };
}

function zoomedOut(view: Viewport, canvas: Size, box: FrameBox): Viewport {
  const { width, height } = room(canvas);
  const zoom = Math.min(view.zoom, width / Math.max(1, box.width), height / Math.max(1, box.height));
  return moved({ x: pad.left - box.x * zoom, y: view.y, zoom }, canvas, box);
}
