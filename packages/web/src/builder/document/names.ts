/** Ids and keys for what the person adds: short, readable, and free in the definition they go into. */
import { type Definition, definitionLimits, type NodeSubtype, nodeKind } from '@millrace/core';

/** The first of `base`, `base_2`, `base_3`, … that is not taken. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  for (let n = 2; ; n++) {
    const candidate = `${base}_${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The first of `n1`, `n2`, … that no node has; `reserve` names ids that are about to be used as well. */
export function freeNodeId(definition: Definition, reserve: Iterable<string> = []): string {
  const taken = new Set(reserve);
  for (const node of definition.nodes) taken.add(node.id);
  for (let n = definition.nodes.length + 1; ; n++) if (!taken.has(`n${n}`)) return `n${n}`;
}

/** The first of `e1`, `e2`, … that no edge has. */
export function freeEdgeId(definition: Definition, reserve: Iterable<string> = []): string {
  const taken = new Set(reserve);
  for (const edge of definition.edges) taken.add(edge.id);
  for (let n = definition.edges.length + 1; ; n++) if (!taken.has(`e${n}`)) return `e${n}`;
}

/** A key for a new node of this kind that no other node has. */
export function freeKey(
  definition: Definition,
  subtype: NodeSubtype,
  reserve: Iterable<string> = [],
): string {
  const taken = new Set(reserve);
  for (const node of definition.nodes) taken.add(node.key);
  return freeName(nodeKind(subtype).key, taken);
}

/**
 * A label for another node that no other one has: `Get`, `Get 2`, `Get 3`, … A copy of `Get 2` counts on from `Get`.
 * @param reserve labels that are about to be used as well
 */
export function freeLabel(definition: Definition, label: string, reserve: Iterable<string> = []): string {
  const taken = new Set(reserve);
  for (const node of definition.nodes) taken.add(node.label);
  if (!taken.has(label)) return label;
  const counted = /^(.+) \d+$/.exec(label)?.[1];
  const base = counted !== undefined && taken.has(counted) ? counted : label;
  for (let n = 2; ; n++) {
    const end = ` ${n}`;
    const candidate = base.slice(0, definitionLimits.label - end.length) + end;
    if (!taken.has(candidate)) return candidate;
  }
}
