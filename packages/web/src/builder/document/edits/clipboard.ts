import {
  annotationLimits,
  type Definition,
  type NodeGroup,
  type StickyNote,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import { freeEdgeId, freeKey, freeLabel, freeNodeId } from '../names.ts';
import { freeAnnotationId, pastedGroups, withAnnotations } from './annotations.ts';
import type { Point } from './make_node.ts';
import { rewriteConfig } from './rewrite_references.ts';

/** What was copied: nodes, the edges between them, notes and groups. Travels as JSON text, also between workflows. */
export interface Clip {
  millrace: 'nodes';
  nodes: WorkflowNode[];
  edges: WorkflowEdge[];
  notes?: StickyNote[];
  groups?: NodeGroup[];
  /** How many secrets the nodes have that were not copied. */
  secrets?: number;
}

/** The chosen nodes and notes, the edges among the nodes, and the groups of which every node is copied. */
export function copyNodes(
  definition: Definition,
  ids: readonly string[],
  noteIds: readonly string[] = [],
): Clip {
  const chosen = new Set(ids);
  const notes = (definition.notes ?? []).filter((note) => noteIds.includes(note.id));
  const groups = (definition.groups ?? []).filter((group) => group.nodes.every((id) => chosen.has(id)));
  return {
    millrace: 'nodes',
    nodes: definition.nodes.filter((node) => chosen.has(node.id)),
    edges: definition.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
    ...(notes.length > 0 && { notes }),
    ...(groups.length > 0 && { groups }),
  };
}

/**
 * Adds copied nodes with ids, keys and labels of their own, moved by `offset` or so that their top left lies at `at`.
 * Expressions among the copies read the copies.
 */
export function paste(
  definition: Definition,
  clip: Clip,
  where: { offset: Point } | { at: Point },
): { definition: Definition; ids: string[]; noteIds: string[] } {
  const shift = 'offset' in where ? where.offset : shiftTo([...clip.nodes, ...(clip.notes ?? [])], where.at);
  const names = renames(definition, clip.nodes);
  let next = definition;
  for (const node of clip.nodes) {
    next = { ...next, nodes: [...next.nodes, copied(node, names, shift)] };
  }
  for (const edge of clip.edges) {
    const copy = {
      ...edge,
      id: freeEdgeId(next),
      source: names.ids.get(edge.source)!,
      target: names.ids.get(edge.target)!,
    };
    next = { ...next, edges: [...next.edges, copy] };
  }
  const notes = pastedNotes(definition, clip.notes ?? [], shift);
  next = withAnnotations(next, {
    notes: [...(next.notes ?? []), ...notes],
    groups: [...(next.groups ?? []), ...pastedGroups(next, clip.groups ?? [], names.ids)],
  });
  return { definition: next, ids: [...names.ids.values()], noteIds: notes.map(({ id }) => id) };
}

function pastedNotes(definition: Definition, copied: readonly StickyNote[], shift: Point): StickyNote[] {
  const existing = definition.notes ?? [];
  const taken: string[] = [];
  return copied.slice(0, Math.max(0, annotationLimits.notes - existing.length)).map((note) => {
    const id = freeAnnotationId('note', existing, taken);
    taken.push(id);
    return { ...note, id, position: { x: note.position.x + shift.x, y: note.position.y + shift.y } };
  });
}

interface Renames {
  ids: Map<string, string>;
  /** New key by old id. */
  keys: Map<string, string>;
  /** New label by old id. */
  labels: Map<string, string>;
  /** New key by old key, for expressions. */
  references: Map<string, string>;
}

function renames(definition: Definition, nodes: readonly WorkflowNode[]): Renames {
  const taken = new Set(definition.nodes.map((node) => node.key));
  const result: Renames = { ids: new Map(), keys: new Map(), labels: new Map(), references: new Map() };
  for (const node of nodes) {
    result.ids.set(node.id, freeNodeId(definition, result.ids.values()));
    const free = node.key !== '' && !taken.has(node.key);
    const key = free ? node.key : freeKey(definition, node.subtype, taken);
    taken.add(key);
    result.keys.set(node.id, key);
    result.labels.set(node.id, freeLabel(definition, node.label, result.labels.values()));
    if (node.key !== '' && key !== node.key && node.type !== 'trigger') result.references.set(node.key, key);
  }
  return result;
}

function copied(node: WorkflowNode, names: Renames, shift: Point): WorkflowNode {
  const config = names.references.size > 0 ? rewriteConfig(node.config, names.references) : node.config;
  return {
    ...node,
    id: names.ids.get(node.id)!,
    key: names.keys.get(node.id)!,
    label: names.labels.get(node.id)!,
    config: structuredClone(config),
    position: { x: node.position.x + shift.x, y: node.position.y + shift.y },
  };
}

function shiftTo(nodes: readonly { position: Point }[], at: Point): Point {
  const left = Math.min(...nodes.map((node) => node.position.x));
  const top = Math.min(...nodes.map((node) => node.position.y));
  return { x: at.x - left, y: at.y - top };
}
