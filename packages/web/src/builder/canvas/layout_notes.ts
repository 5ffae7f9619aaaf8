/** Where sticky notes go when the nodes are tidied: each stays beside the node that it stood beside. Pure. */
import type { Definition, StickyNote } from '@millrace/core';
import type { Point } from '../document/edits/make_node.ts';
import { cardHeight, gridSize, nodeWidth } from '../document/edits/place.ts';
import { type Frame, type FrameBox, frameBoxes, framesOf, overlaps } from './frames.ts';

/** A note further away than this from every card stands for itself, and stays. */
const near = 400;

/** New places of the notes, given those of the nodes. */
export function notesAfter(
  definition: Definition,
  positions: ReadonlyMap<string, Point>,
): Map<string, Point> {
  const places = new Map<string, Point>();
  if (!definition.notes) return places;
  const cards = definition.nodes.map((node) => ({
    id: node.id,
    box: { ...node.position, width: nodeWidth, height: cardHeight(node) },
    to: positions.get(node.id) ?? node.position,
  }));
  const filled = cards.map(({ box, to }): FrameBox => ({ ...box, ...to }));
  const frames = framesBeforeAndAfter(definition, cards);
  for (const note of definition.notes) {
    const anchor = nearest(boxOf(note), cards);
    if (!anchor) continue;
    // A note that lay behind its cards is their background and may again.
    const wasBehind = cards.some(({ box }) => overlaps(boxOf(note), box));
    const wanted = {
      x: note.position.x + anchor.to.x - anchor.box.x,
      y: note.position.y + anchor.to.y - anchor.box.y,
    };
    // It may lie in the frames that it lay in, and in no other.
    const others = frames.filter(({ before }) => !overlaps(boxOf(note), before)).map(({ after }) => after);
    const to = wasBehind ? wanted : freeAbove({ ...boxOf(note), ...wanted }, [...filled, ...others]);
    places.set(note.id, to);
    if (!wasBehind) filled.push({ ...boxOf(note), ...to });
  }
  return places;
}

function framesBeforeAndAfter(
  definition: Definition,
  cards: readonly { id: string; box: FrameBox; to: Point }[],
): { before: FrameBox; after: FrameBox }[] {
  const frames: readonly Frame[] = framesOf(definition);
  const before = frameBoxes(frames, new Map(cards.map(({ id, box }) => [id, box])));
  const after = frameBoxes(frames, new Map(cards.map(({ id, box, to }) => [id, { ...box, ...to }])));
  return frames.flatMap(({ id }) => {
    const [old, next] = [before.get(id), after.get(id)];
    return old && next ? [{ before: old, after: next }] : [];
  });
}

function boxOf(note: StickyNote): FrameBox {
  return { ...note.position, width: note.width, height: note.height };
}

function nearest<T extends { box: FrameBox }>(note: FrameBox, cards: readonly T[]): T | null {
  let best: T | null = null;
  let least = near;
  for (const card of cards) {
    const away = distance(note, card.box);
    if (away >= least) continue;
    best = card;
    least = away;
  }
  return best;
}

/** Between the nearest sides; zero where two boxes touch. */
function distance(a: FrameBox, b: FrameBox): number {
  const x = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width));
  const y = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.hypot(x, y);
}

/** The same place, or the first one above it where nothing lies. */
function freeAbove(box: FrameBox, filled: readonly FrameBox[]): Point {
  let { y } = box;
  for (let tries = 0; tries < 200; tries++) {
    const hit = filled.find((other) => overlaps({ ...box, y }, other));
    if (!hit) break;
    y = Math.floor((hit.y - box.height - gridSize) / gridSize) * gridSize;
  }
  return { x: box.x, y };
}
