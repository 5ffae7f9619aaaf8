/**
 * The boxes that are drawn behind the nodes: one for each group, and one around the body of each loop. Pure.
 * Invariants:
 *  1. a frame encloses the cards of its members, and wholly every frame whose members are all its own;
 *  2. membership is computed once for a definition; boxes are computed from where the cards are at this moment, so that
 *     frames follow what is dragged.
 */
import { type Definition, loopsOf, type NodeGroup, type Tint } from '@millrace/core';
import type { Box } from '../document/edits/align.ts';

export type FrameKind = 'loop' | 'group';

export interface Frame {
  /** `loop/<id of the loop>` or `group/<id of the group>`. */
  id: string;
  kind: FrameKind;
  /** Id of the loop node, or of the group. */
  of: string;
  label: string;
  tint: Tint | null;
  members: ReadonlySet<string>;
  /** Frames inside of this one. */
  inner: readonly string[];
  /** How many frames are around it. */
  depth: number;
}

export type FrameBox = Omit<Box, 'id'>;

/** Room between the cards and the line, and above them for the label. */
export const framePadding = { x: 24, bottom: 24, top: 44 } as const;
const headHeightAbove = framePadding.top;

/** The frames of a definition, the outermost first: so that inner ones are drawn over them. */
export function framesOf(definition: Definition): Frame[] {
  const sets = [...loopSets(definition), ...(definition.groups ?? []).map(groupSet)];
  // The larger first; of two with the same nodes the group is around the loop's body.
  sets.sort((a, b) => b.members.size - a.members.size || (a.kind === 'group' ? -1 : 1));
  const inner = new Map<string, string[]>();
  const depth = new Map<string, number>();
  sets.forEach((set, index) => {
    const around = sets.slice(0, index).filter((other) => isWithin(set.members, other.members));
    depth.set(set.id, around.length);
    for (const other of around) inner.set(other.id, [...(inner.get(other.id) ?? []), set.id]);
  });
  return sets.map((set) => ({ ...set, inner: inner.get(set.id) ?? [], depth: depth.get(set.id) ?? 0 }));
}

/** Whether everything in `part` is in `whole`. */
export function isWithin(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  if (part.size > whole.size) return false;
  for (const one of part) if (!whole.has(one)) return false;
  return true;
}

type FrameSet = Omit<Frame, 'inner' | 'depth'>;

function loopSets(definition: Definition): FrameSet[] {
  const loopNodes = definition.nodes.filter((node) => node.subtype === 'loop');
  if (loopNodes.length === 0) return [];
  const loops = loopsOf(definition);
  return loopNodes.flatMap((node) => {
    const members = loops.bodyOf(node.id);
    if (members.size === 0) return [];
    return [{ id: `loop/${node.id}`, kind: 'loop', of: node.id, label: node.label, tint: null, members }];
  });
}

function groupSet(group: NodeGroup): FrameSet {
  const { id, label, tint } = group;
  return { id: `group/${id}`, kind: 'group', of: id, label, tint, members: new Set(group.nodes) };
}

/** Where each frame is now; those without a member on the canvas are left out. */
export function frameBoxes(
  frames: readonly Frame[],
  cards: { get(id: string): FrameBox | undefined },
): Map<string, FrameBox> {
  const boxes = new Map<string, FrameBox>();
  for (const frame of frames.toReversed()) {
    const inside: FrameBox[] = [];
    for (const id of frame.members) {
      const card = cards.get(id);
      if (card) inside.push(card);
    }
    if (inside.length === 0) continue;
    for (const id of frame.inner) {
      const box = boxes.get(id);
      if (box) inside.push(box);
    }
    boxes.set(frame.id, padded(inside));
  }
  return boxes;
}

function padded(inside: readonly FrameBox[]): FrameBox {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of inside) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return {
    x: left - framePadding.x,
    y: top - headHeightAbove,
    width: right - left + 2 * framePadding.x,
    height: bottom - top + headHeightAbove + framePadding.bottom,
  };
}

/** The innermost group frame at a place; null outside of all. */
export function groupAt(
  frames: readonly Frame[],
  boxes: ReadonlyMap<string, FrameBox>,
  at: { x: number; y: number },
): Frame | null {
  const hit = frames.filter((frame) => {
    const box = frame.kind === 'group' ? boxes.get(frame.id) : undefined;
    return box && at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height;
  });
  return hit.at(-1) ?? null;
}

/** Whether two boxes share a place. */
export function overlaps(a: FrameBox, b: FrameBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/**
 * The cards that lie in a frame that they do not belong to, by node id; with whether they are in another one that is there.
 * @param moving what is being dragged, and is not looked at.
 */
export function strangersIn(
  frames: readonly Frame[],
  boxes: ReadonlyMap<string, FrameBox>,
  cards: ReadonlyMap<string, FrameBox>,
  moving: ReadonlySet<string> = nobody,
): Map<string, { box: FrameBox; elsewhere: boolean }> {
  const strangers = new Map<string, { box: FrameBox; elsewhere: boolean }>();
  for (const frame of frames) {
    const frameBox = boxes.get(frame.id);
    if (!frameBox) continue;
    for (const [id, box] of cards) {
      // Looked at in every frame of a drag: where it is comes first, and nearly all are elsewhere.
      if (!overlaps(box, frameBox) || frame.members.has(id) || moving.has(id) || strangers.has(id)) continue;
      strangers.set(id, { box, elsewhere: frames.some(({ members }) => members.has(id)) });
    }
  }
  return strangers;
}

const nobody: ReadonlySet<string> = new Set();

/**
 * What a drag changes in the groups: a node that was dropped in the frame of a group joins it, one that was dragged wholly
 * out of its own leaves it. By node id: the new group, or null for none; what stays as it is is not named.
 * @param before boxes of the frames when the drag began.
 */
export function regrouped(
  frames: readonly Frame[],
  before: ReadonlyMap<string, FrameBox>,
  dropped: readonly { id: string; box: FrameBox }[],
): Map<string, string | null> {
  const groups = frames.filter((frame) => frame.kind === 'group');
  const changes = new Map<string, string | null>();
  if (groups.length === 0) return changes;
  const moving = new Set(dropped.map(({ id }) => id));
  const still = groups.filter((group) => [...group.members].some((id) => !moving.has(id)));
  for (const { id, box } of dropped) {
    const own = groups.find((group) => group.members.has(id));
    // A group that is dragged as a whole takes its frame along.
    if (own && !still.includes(own)) continue;
    const ownBox = own && before.get(own.id);
    const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const into = groupAt(still, before, centre);
    if (into && into !== own) changes.set(id, into.of);
    else if (own && ownBox && !overlaps(box, ownBox)) changes.set(id, null);
  }
  return changes;
}
