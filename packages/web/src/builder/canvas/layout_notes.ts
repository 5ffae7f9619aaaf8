/**
 * Where sticky notes go when the nodes are tidied: each stays beside the node that it stood beside. Pure. Invariants:
 *  1. no note lies on a card or on another note, also where it did before, and in no frame that it did not lie wholly in;
 *  2. between a note and a card, and the line of a frame that it does not lie in, is a gap;
 *  3. a note that lies free where its node took it stays exactly there: tidying once more moves nothing.
 */
import type { Definition, StickyNote } from '@millrace/core';
import type { Point } from '../document/edits/make_node.ts';
import { cardHeight, gridSize, nodeWidth } from '../document/edits/place.ts';
import { type Frame, type FrameBox, frameBoxes, framesOf, overlaps } from './frames.ts';

/** A note further away than this from every card stands for itself, and is only moved out of the way. */
const near = 400;
/** The least that is left free between a note and a card or the line of a frame. */
export const noteGap = 16;

type HeightOf = (nodeId: string) => number | undefined;

/** New places of the notes, given those of the nodes; what stays where it is is not named. */
export function notesAfter(
  definition: Definition,
  positions: ReadonlyMap<string, Point>,
  heightOf?: HeightOf,
): Map<string, Point> {
  const places = new Map<string, Point>();
  if (!definition.notes) return places;
  const cards = definition.nodes.map((node) => ({
    id: node.id,
    box: {
      ...node.position,
      width: nodeWidth,
      height: Math.max(cardHeight(node), heightOf?.(node.id) ?? 0),
    },
    to: positions.get(node.id) ?? node.position,
  }));
  const whole = positions.size === definition.nodes.length;
  const movedCards = cards.filter(({ id }) => positions.has(id)).map(({ box, to }) => ({ ...box, ...to }));
  const notes = definition.notes.map((note) => {
    const box = boxOf(note);
    const anchor = nearest(box, cards);
    // Of a part that is tidied only what stands beside it, or would be covered by it, is moved.
    const concerned =
      whole ||
      (anchor !== null && positions.has(anchor.id)) ||
      movedCards.some((card) => overlaps(box, card));
    return { note, box, anchor, concerned };
  });
  const filled: Filled[] = [
    ...cards.map(({ box, to }): Filled => ({ ...box, ...to, gap: noteGap })),
    ...notes.filter(({ concerned }) => !concerned).map(({ box }) => box),
  ];
  const frames = framesBeforeAndAfter(definition, cards);
  for (const { note, box, anchor, concerned } of notes) {
    if (!concerned) continue;
    const wanted = anchor
      ? { x: box.x + anchor.to.x - anchor.box.x, y: box.y + anchor.to.y - anchor.box.y }
      : note.position;
    const to = placeOf({ ...box, ...wanted }, box, filled, frames, anchor && sideOf(box, anchor.box));
    filled.push({ ...box, ...to });
    if (to.x !== note.position.x || to.y !== note.position.y) places.set(note.id, to);
  }
  return places;
}

interface MovedFrame {
  before: FrameBox;
  after: FrameBox;
}

/** Within the frames that a note lay wholly in where it still does, else outside of all. */
function placeOf(
  wanted: FrameBox,
  box: FrameBox,
  filled: readonly Filled[],
  frames: readonly MovedFrame[],
  side: Way | null,
): Point {
  const own = frames.filter(({ before }) => isInside(box, before));
  const closed = (some: readonly MovedFrame[]) =>
    some.map(({ after }): Filled => ({ ...after, gap: noteGap }));
  const others = frames.filter((frame) => !own.includes(frame));
  const within = freeNear(wanted, [...filled, ...closed(others)], side);
  if (own.every(({ after }) => isInside({ ...wanted, ...within }, after))) return within;
  return freeNear(wanted, [...filled, ...closed(frames)], side);
}

function isInside(box: FrameBox, frame: FrameBox): boolean {
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  );
}

function framesBeforeAndAfter(
  definition: Definition,
  cards: readonly { id: string; box: FrameBox; to: Point }[],
): MovedFrame[] {
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

type Way = 'up' | 'down' | 'left' | 'right';
const ways: readonly Way[] = ['up', 'down', 'left', 'right'];

/** On which side of its card a note stands; null where it lies on it. */
function sideOf(note: FrameBox, card: FrameBox): Way | null {
  if (note.y + note.height <= card.y) return 'up';
  if (note.y >= card.y + card.height) return 'down';
  if (note.x + note.width <= card.x) return 'left';
  return note.x >= card.x + card.width ? 'right' : null;
}

/** Where something lies, with how far a note keeps away from it. */
type Filled = FrameBox & { gap?: number };

function clashes(note: FrameBox, { x, y, width, height, gap = 0 }: Filled): boolean {
  return overlaps(note, { x: x - gap, y: y - gap, width: width + 2 * gap, height: height + 2 * gap });
}

/** The same place where nothing lies, else the nearest free one, with some patience on the side where it stood. */
function freeNear(box: FrameBox, filled: readonly Filled[], side: Way | null): Point {
  if (!filled.some((other) => clashes(box, other))) return { x: box.x, y: box.y };
  const found = ways.map((way) => {
    const place = slid(box, filled, way);
    // Beside cards run their edges, above and below them seldom.
    const away = 2 * Math.abs(place.x - box.x) + Math.abs(place.y - box.y);
    return { place, cost: way === side ? away / 3 : away };
  });
  return found.reduce((best, one) => (one.cost < best.cost ? one : best)).place;
}

const gridBefore = (value: number) => Math.floor(value / gridSize) * gridSize;
const gridAfter = (value: number) => Math.ceil(value / gridSize) * gridSize;

/** Moves a box one way until it lies on nothing. It passes each of the others once. */
function slid(box: FrameBox, filled: readonly Filled[], way: Way): Point {
  const at = { ...box };
  for (let tries = 0; tries <= filled.length; tries++) {
    const hit = filled.find((other) => clashes(at, other));
    if (!hit) break;
    if (way === 'up') at.y = gridBefore(hit.y - at.height - gridSize);
    if (way === 'down') at.y = gridAfter(hit.y + hit.height + gridSize);
    if (way === 'left') at.x = gridBefore(hit.x - at.width - gridSize);
    if (way === 'right') at.x = gridAfter(hit.x + hit.width + gridSize);
  }
  return { x: at.x, y: at.y };
}
