/**
 * Two people who edit at the same time give the same ids and keys to different nodes, and what one renames the other reads
 * by its old name. Before their drafts are laid over each other, the names are made to agree. Pure.
 */
import type { Definition, WorkflowNode } from '@millrace/core';
import { setKeys } from '../edits/set_key.ts';
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
function followRenames(versions: Versions): Versions {
  const keys = agreedKeys(versions);
  if (keys.size === 0) return versions;
  const { base, mine, theirs } = versions;
  return { base: setKeys(base, keys), mine: setKeys(mine, keys), theirs: setKeys(theirs, keys) };
}

/**
 * The keys that hold for all three, by node id. Left out is what both renamed (a conflict, which the person decides), and
 * what would give two nodes one key, which is for the merge to refuse.
 */
function agreedKeys({ base, mine, theirs }: Versions): Map<string, string> {
  const [m, t] = [nodesById(mine), nodesById(theirs)];
  const keys = new Map<string, string>();
  for (const { id, key } of base.nodes) {
    const [my, their] = [m.get(id)?.key ?? key, t.get(id)?.key ?? key];
    if (my !== their && (my === key || their === key)) keys.set(id, my === key ? their : my);
  }
  if (keys.size > 0) dropTaken(keys, [base, mine, theirs]);
  return keys;
}

/** Takes out the keys that another node has too; whoever keeps its own key thereby may take that from another again. */
function dropTaken(keys: Map<string, string>, definitions: readonly Definition[]): void {
  const own = new Map<string, Set<string>>();
  for (const { nodes } of definitions) for (const { id, key } of nodes) setOf(own, id).add(key);
  const owners = new Map<string, Set<string>>();
  const wanted = new Map<string, Set<string>>();
  for (const [id, kept] of own) {
    const key = keys.get(id);
    for (const each of key === undefined ? kept : [key]) setOf(owners, each).add(id);
    if (key !== undefined) setOf(wanted, key).add(id);
  }
  const open = [...keys.keys()];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const key = keys.get(id);
    if (key === undefined || setOf(owners, key).size === 1) continue;
    keys.delete(id);
    for (const each of own.get(id) ?? []) {
      setOf(owners, each).add(id);
      open.push(...setOf(wanted, each));
    }
  }
}

function setOf(sets: Map<string, Set<string>>, name: string): Set<string> {
  const found = sets.get(name) ?? new Set();
  sets.set(name, found);
  return found;
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
  const others = new Map(theirs.map((entry) => [entry.id, entry]));
  const known = new Set(base.map((entry) => entry.id));
  let changed = false;
  const list = mine?.map((entry) => {
    const other = others.get(entry.id);
    if (!other || known.has(entry.id) || sameJson(other, entry)) return entry;
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
  const taken = new Set([...theirs.nodes, ...mine.nodes].map((node) => node.key));
  const keys = new Map<string, string>();
  for (const node of mine.nodes) {
    const owner = owners.get(node.key);
    if (known.has(node.id) || owner === undefined || owner === node.id) continue;
    const key = freeName(node.key, taken);
    taken.add(key);
    keys.set(node.id, key);
  }
  return setKeys(mine, keys);
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
