/**
 * A draft as records instead of lists, so that two of them can be laid over each other: nodes, notes and groups by their id,
 * connections by what they join (their ids are made by whoever draws them, and say nothing). Pure.
 */
import type { Definition, NodeGroup, StickyNote, WorkflowEdge, WorkflowNode } from '@millrace/core';
import { isRecord } from '../edits/update_config.ts';
import type { Draft } from '../store.ts';

export interface Keyed {
  name: string;
  settings: Readonly<Record<string, unknown>>;
  nodes: Readonly<Record<string, WorkflowNode>>;
  edges: Readonly<Record<string, WorkflowEdge>>;
  notes: Readonly<Record<string, StickyNote>>;
  groups: Readonly<Record<string, NodeGroup>>;
}

export function keyed({ name, definition }: Draft): Keyed {
  return {
    name,
    settings: definition.config,
    nodes: byKey(definition.nodes, (node) => node.id),
    edges: byKey(definition.edges, joint),
    notes: byKey(definition.notes ?? [], (note) => note.id),
    groups: byKey(definition.groups ?? [], (group) => group.id),
  };
}

/** What a connection joins. */
export function joint({ source, sourceHandle, target, targetHandle }: WorkflowEdge): string {
  return `${source}|${sourceHandle}|${target}|${targetHandle}`;
}

/** A value that is one thing to a person: a stored secret, a mapping; anything but an object with names of its own. */
export function isWhole(value: unknown): boolean {
  return !isRecord(value) || Object.keys(value).some((name) => name.startsWith('$'));
}

/** Back to lists, in the order of the records. Notes and groups are left out where there are none. */
export function unkeyed({ name, settings, nodes, edges, notes, groups }: Keyed): Draft {
  const definition: Definition = {
    nodes: Object.values(nodes),
    edges: withFreeIds(Object.values(edges)),
    config: settings,
  };
  if (Object.keys(notes).length > 0) definition.notes = Object.values(notes);
  if (Object.keys(groups).length > 0) definition.groups = Object.values(groups);
  return { name, definition };
}

/** Two people who draw a connection each give it the same id; the one that comes later takes another. */
function withFreeIds(edges: readonly WorkflowEdge[]): WorkflowEdge[] {
  const taken = new Set(edges.map((edge) => edge.id));
  const seen = new Set<string>();
  let next = edges.length;
  return edges.map((edge) => {
    if (!seen.has(edge.id)) {
      seen.add(edge.id);
      return edge;
    }
    do next += 1;
    while (taken.has(`e${next}`));
    taken.add(`e${next}`);
    return { ...edge, id: `e${next}` };
  });
}

/** The name of an entry in its record: with a sign before it, because names that look like numbers would lose their place. */
export const entryName = (id: string): string => `#${id}`;

function byKey<T>(list: readonly T[], keyOf: (item: T) => string): Record<string, T> {
  return Object.fromEntries(list.map((item) => [entryName(keyOf(item)), item]));
}
