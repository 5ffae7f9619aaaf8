/**
 * What people draw around the nodes to understand a workflow: sticky notes and groups. They are saved and travel with the
 * definition, and do nothing when it runs. Invariants of those in a parsed definition:
 *  1. ids of notes and of groups are unique, each among their own;
 *  2. a group names nodes that exist, each once, and a node is in at most one group (the first that names it);
 *  3. a group has a member; one that is left without any is dropped, because there is nothing it could be drawn around;
 *  4. the lists are there only when they have an entry, so that a definition without them stays what it was to the byte.
 */
import { z } from 'zod';
import { identifier } from './identifier.ts';

/** Colours of notes and groups. */
export const tints = ['yellow', 'blue', 'green', 'red', 'purple', 'grey'] as const;
export type Tint = (typeof tints)[number];

/** Sizes that notes and groups may have; lengths in pixels of the canvas. */
export const annotationLimits = {
  notes: 200,
  note_text: 10_000,
  note_least: { width: 120, height: 60 },
  note_most: 4_000,
  groups: 200,
  group_label: 200,
} as const;

const tint = z.enum(tints);

export const stickyNoteSchema = z.strictObject({
  id: identifier,
  /** Light markdown: headings, bold, italic, code, lists, links. Never HTML. */
  text: z.string().max(annotationLimits.note_text).default(''),
  position: z.strictObject({ x: z.number(), y: z.number() }).default({ x: 0, y: 0 }),
  width: z.number().min(annotationLimits.note_least.width).max(annotationLimits.note_most).default(240),
  height: z.number().min(annotationLimits.note_least.height).max(annotationLimits.note_most).default(160),
  tint: tint.default('yellow'),
});
export type StickyNote = z.output<typeof stickyNoteSchema>;

/** Nodes that belong together; its box is drawn around them and is not stored. */
export const nodeGroupSchema = z.strictObject({
  id: identifier,
  label: z.string().max(annotationLimits.group_label).default(''),
  tint: tint.default('grey'),
  nodes: z.array(identifier).max(1_000),
});
export type NodeGroup = z.output<typeof nodeGroupSchema>;

/** Groups as the invariants want them: without members that do not exist or are in a group before, and none empty. */
export function keptGroups(groups: readonly NodeGroup[], nodeIds: Iterable<string>): NodeGroup[] {
  const free = new Set(nodeIds);
  return groups.flatMap((group) => {
    const nodes = group.nodes.filter((id) => free.delete(id));
    if (nodes.length === 0) return [];
    return nodes.length === group.nodes.length ? [group] : [{ ...group, nodes }];
  });
}
