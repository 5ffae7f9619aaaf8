/** Sticky notes and groups of a definition. Pure; what a change does not touch keeps its identity. */
import {
  annotationLimits,
  type Definition,
  keptGroups,
  type NodeGroup,
  type StickyNote,
  type Tint,
  visibleName,
} from '@millrace/core';
import type { Point } from './make_node.ts';
import { cardHeight, gridSize, nodeWidth } from './place.ts';

/** The definition with other notes or groups; a list without entries is left out, as `parseDefinition` does. */
export function withAnnotations(
  definition: Definition,
  { notes = definition.notes, groups = definition.groups }: Pick<Definition, 'notes' | 'groups'>,
): Definition {
  const { notes: _notes, groups: _groups, ...rest } = definition;
  return {
    ...rest,
    ...(notes && notes.length > 0 && { notes }),
    ...(groups && groups.length > 0 && { groups }),
  };
}

/** The first of `note1`, `note2`, … or `group1`, … that is not taken. */
export function freeAnnotationId(
  kind: 'note' | 'group',
  existing: readonly { id: string }[],
  reserve: Iterable<string> = [],
): string {
  const taken = new Set(reserve);
  for (const { id } of existing) taken.add(id);
  for (let n = existing.length + 1; ; n++) if (!taken.has(`${kind}${n}`)) return `${kind}${n}`;
}

// Notes

/** How large a note is when it is made. */
export const newNoteSize = { width: 240, height: 160 } as const;
/** Further away it would not be seen any more. */
const furthestNote = 1_000;

/** The place nearest to a point, above or below it, where a new note covers neither a card nor another note. */
export function freeNotePlace(definition: Definition, wanted: Point): Point {
  const taken = [
    ...definition.nodes.map((node) => ({ ...node.position, width: nodeWidth, height: cardHeight(node) })),
    ...(definition.notes ?? []).map(({ position, width, height }) => ({ ...position, width, height })),
  ];
  const covers = (y: number) =>
    taken.some(
      (box) =>
        wanted.x < box.x + box.width + gridSize &&
        box.x < wanted.x + newNoteSize.width + gridSize &&
        y < box.y + box.height + gridSize &&
        box.y < y + newNoteSize.height + gridSize,
    );
  for (let away = 0; away <= furthestNote; away += gridSize) {
    const y = [wanted.y - away, wanted.y + away].find((each) => !covers(each));
    if (y !== undefined) return { x: wanted.x, y };
  }
  return wanted;
}

/** Adds a note; null when there are as many as a workflow may have. */
export function addNote(
  definition: Definition,
  given: Partial<StickyNote> & { position: Point },
): { definition: Definition; note: StickyNote } | null {
  const notes = definition.notes ?? [];
  if (notes.length >= annotationLimits.notes) return null;
  const note: StickyNote = {
    text: '',
    ...newNoteSize,
    tint: 'yellow',
    ...given,
    id: freeAnnotationId('note', notes),
  };
  return { definition: withAnnotations(definition, { notes: [...notes, note] }), note };
}

export type NotePatch = Partial<Omit<StickyNote, 'id'>>;

/** Changes notes; sizes stay within what a note may have and texts are cut where they are too long. */
export function updateNotes(definition: Definition, ids: readonly string[], patch: NotePatch): Definition {
  let changed = false;
  const notes = (definition.notes ?? []).map((note) => {
    if (!ids.includes(note.id)) return note;
    const next = { ...note, ...allowed(patch) };
    if (sameNote(next, note)) return note;
    changed = true;
    return next;
  });
  return changed ? withAnnotations(definition, { notes }) : definition;
}

function sameNote(a: StickyNote, b: StickyNote): boolean {
  return (
    a.text === b.text &&
    a.tint === b.tint &&
    a.width === b.width &&
    a.height === b.height &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y
  );
}

function allowed(patch: NotePatch): NotePatch {
  const { note_least, note_most, note_text } = annotationLimits;
  const clamp = (value: number, least: number) => Math.round(Math.min(note_most, Math.max(least, value)));
  return {
    ...patch,
    ...(patch.text !== undefined && { text: patch.text.slice(0, note_text) }),
    ...(patch.width !== undefined && { width: clamp(patch.width, note_least.width) }),
    ...(patch.height !== undefined && { height: clamp(patch.height, note_least.height) }),
  };
}

/** Makes notes wider and higher by so many pixels. */
export function resizeNotes(definition: Definition, ids: readonly string[], by: Point): Definition {
  return (definition.notes ?? [])
    .filter((note) => ids.includes(note.id))
    .reduce(
      (current, note) =>
        updateNotes(current, [note.id], { width: note.width + by.x, height: note.height + by.y }),
      definition,
    );
}

// Groups

/** Puts nodes into a new group, out of the groups they were in; null without nodes, or with too many groups. */
export function groupNodes(
  definition: Definition,
  ids: readonly string[],
  given: { label: string; tint?: Tint },
): { definition: Definition; group: NodeGroup } | null {
  const chosen = new Set(ids);
  const nodes = definition.nodes.filter((node) => chosen.has(node.id)).map((node) => node.id);
  if (nodes.length === 0) return null;
  const left = withoutMembers(definition.groups ?? [], chosen);
  if (left.length >= annotationLimits.groups) return null;
  const group: NodeGroup = {
    id: freeAnnotationId('group', definition.groups ?? []),
    label: visibleName(given.label).slice(0, annotationLimits.group_label),
    tint: given.tint ?? 'grey',
    nodes,
  };
  return { definition: withAnnotations(definition, { groups: [...left, group] }), group };
}

/** Takes groups away; their nodes stay. */
export function ungroup(definition: Definition, ids: readonly string[]): Definition {
  const groups = definition.groups ?? [];
  const left = groups.filter((group) => !ids.includes(group.id));
  return left.length === groups.length ? definition : withAnnotations(definition, { groups: left });
}

/** Changes the label or the tint of groups. */
export function updateGroups(
  definition: Definition,
  ids: readonly string[],
  patch: Partial<Pick<NodeGroup, 'label' | 'tint'>>,
): Definition {
  let changed = false;
  const groups = (definition.groups ?? []).map((group) => {
    if (!ids.includes(group.id)) return group;
    const label = visibleName(patch.label ?? group.label).slice(0, annotationLimits.group_label);
    const tint = patch.tint ?? group.tint;
    if (label === group.label && tint === group.tint) return group;
    changed = true;
    return { ...group, label, tint };
  });
  return changed ? withAnnotations(definition, { groups }) : definition;
}

/** Puts nodes into a group, or out of every group for null. A group that loses its last node goes. */
export function setGroup(definition: Definition, ids: readonly string[], groupId: string | null): Definition {
  const groups = definition.groups ?? [];
  const target = groups.find((group) => group.id === groupId);
  if (groupId !== null && !target) return definition;
  const known = new Set(definition.nodes.map((node) => node.id));
  const moving = new Set(ids.filter((id) => known.has(id) && !target?.nodes.includes(id)));
  const left = withoutMembers(groups, moving, groupId).map((group) =>
    group.id === groupId ? { ...group, nodes: [...group.nodes, ...moving] } : group,
  );
  const same = left.length === groups.length && left.every((group, index) => group === groups[index]);
  return same || (moving.size === 0 && groupId !== null)
    ? definition
    : withAnnotations(definition, { groups: left });
}

function withoutMembers(
  groups: readonly NodeGroup[],
  ids: ReadonlySet<string>,
  except?: string | null,
): NodeGroup[] {
  return groups.flatMap((group) => {
    if (group.id === except || !group.nodes.some((id) => ids.has(id))) return [group];
    const nodes = group.nodes.filter((id) => !ids.has(id));
    return nodes.length === 0 ? [] : [{ ...group, nodes }];
  });
}

/** The group that a node is in. */
export function groupOf(definition: Definition, nodeId: string): NodeGroup | undefined {
  return definition.groups?.find((group) => group.nodes.includes(nodeId));
}

/** The groups that some of the nodes are in, and those that could take one of them. */
export function groupChoices(
  definition: Definition,
  ids: readonly string[],
): { left: NodeGroup[]; joined: NodeGroup[] } {
  const groups = definition.groups ?? [];
  return {
    left: groups.filter(({ nodes }) => ids.some((id) => nodes.includes(id))),
    joined: groups.filter(({ nodes }) => ids.some((id) => !nodes.includes(id))),
  };
}

/** Copied groups as they may be added: ids of their own, members by their new ids, those without members left out. */
export function pastedGroups(
  definition: Definition,
  copied: readonly NodeGroup[],
  ids: ReadonlyMap<string, string>,
): NodeGroup[] {
  const existing = definition.groups ?? [];
  const taken: string[] = [];
  const renamed = copied.map((group) => {
    const id = freeAnnotationId('group', existing, taken);
    taken.push(id);
    return { ...group, id, nodes: group.nodes.flatMap((node) => ids.get(node) ?? []) };
  });
  return keptGroups(renamed, ids.values()).slice(0, Math.max(0, annotationLimits.groups - existing.length));
}
