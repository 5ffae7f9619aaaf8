/**
 * Two people who edit at the same time give the same ids and keys to different nodes, and what one renames the other reads
 * by its old name. Before their drafts are laid over each other, the names are made to agree. Pure.
 */
import type { Definition, WorkflowNode } from '@millrace/core';
import { setKey } from '../edits/set_key.ts';
import { freeName } from '../names.ts';
import { sameJson } from '../same_json.ts';

export interface Versions {
  base: Definition;
  mine: Definition;
  theirs: Definition;
}

/** The same three definitions in which one name means one thing. */
export function align(versions: Versions): Versions {
  const named = followRenames(versions);
  return { ...named, mine: freeKeys(named, freeIds(named)) };
}

/** A key that one of them changed is changed in the other two as well, with every expression that reads it. */
function followRenames({ base, mine, theirs }: Versions): Versions {
  const before = nodesById(base);
  let aligned = { base, mine, theirs };
  for (const [id, node] of before) {
    const m = nodesById(mine).get(id)?.key ?? node.key;
    const t = nodesById(theirs).get(id)?.key ?? node.key;
    // Renamed by both: a conflict, which the person decides.
    if (m === t || (m !== node.key && t !== node.key)) continue;
    const key = m === node.key ? t : m;
    // The other one gave that key to something else: both would be called the same, which is for the merge to refuse.
    const taken = Object.values(aligned).some((definition: Definition) =>
      definition.nodes.some((other) => other.id !== id && other.key === key),
    );
    if (taken) continue;
    aligned = {
      base: setKey(aligned.base, id, key),
      mine: setKey(aligned.mine, id, key),
      theirs: setKey(aligned.theirs, id, key),
    };
  }
  return aligned;
}

/** What I added under an id that they gave to something else gets another id, with my connections and groups. */
function freeIds({ base, mine, theirs }: Versions): Definition {
  const known = nodesById(base);
  const others = nodesById(theirs);
  const taken = new Set([...known.keys(), ...others.keys(), ...nodesById(mine).keys()]);
  const ids = new Map<string, string>();
  for (const node of mine.nodes) {
    const other = others.get(node.id);
    if (known.has(node.id) || !other || sameJson(other, node)) continue;
    ids.set(node.id, freeId(taken));
  }
  const notes = renamedList(mine.notes, theirs.notes, base.notes);
  const groups = renamedList(mine.groups, theirs.groups, base.groups);
  if (ids.size === 0 && notes === mine.notes && groups === mine.groups) return mine;
  const id = (given: string) => ids.get(given) ?? given;
  return {
    ...mine,
    nodes: mine.nodes.map((node) => (ids.has(node.id) ? { ...node, id: id(node.id) } : node)),
    edges: mine.edges.map((edge) =>
      ids.has(edge.source) || ids.has(edge.target)
        ? { ...edge, source: id(edge.source), target: id(edge.target) }
        : edge,
    ),
    ...(notes && { notes }),
    ...(groups && { groups: groups.map((group) => ({ ...group, nodes: group.nodes.map(id) })) }),
  };
}

/** Notes and groups that I added under an id of theirs. */
function renamedList<T extends { id: string }>(
  mine?: T[],
  theirs: T[] = [],
  base: T[] = [],
): T[] | undefined {
  const taken = new Set([...(mine ?? []), ...theirs, ...base].map((entry) => entry.id));
  let changed = false;
  const list = mine?.map((entry) => {
    const other = theirs.find((each) => each.id === entry.id);
    if (!other || sameJson(other, entry) || base.some((each) => each.id === entry.id)) return entry;
    changed = true;
    const id = freeName(entry.id, taken);
    taken.add(id);
    return { ...entry, id };
  });
  return changed ? list : mine;
}

/** A node that I added under a key of theirs is called otherwise from now on, also by my own expressions. */
function freeKeys({ base, theirs }: Versions, mine: Definition): Definition {
  const known = nodesById(base);
  const owners = new Map(theirs.nodes.map((node) => [node.key, node.id]));
  let aligned = mine;
  for (const node of mine.nodes) {
    const owner = owners.get(node.key);
    if (known.has(node.id) || owner === undefined || owner === node.id) continue;
    const taken = new Set([...theirs.nodes, ...aligned.nodes].map((other) => other.key));
    aligned = setKey(aligned, node.id, freeName(node.key, taken));
  }
  return aligned;
}

function freeId(taken: Set<string>): string {
  for (let n = taken.size + 1; ; n++) {
    const id = `n${n}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

function nodesById(definition: Definition): Map<string, WorkflowNode> {
  return new Map(definition.nodes.map((node) => [node.id, node]));
}
