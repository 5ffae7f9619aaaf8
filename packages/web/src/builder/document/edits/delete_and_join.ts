/**
 * Deletes and closes the gap: where exactly one way led into what is deleted and one led on from it, the two are joined.
 * Nodes that hang together are one gap. Never joined: the body of a loop (it would run once), ways of failure, and what the
 * graph does not allow.
 */
import { canConnect, type Definition, type WorkflowEdge } from '@millrace/core';
import { connect } from './connect.ts';
import { deleteSelection, type Selection } from './delete_selection.ts';

export interface Joined {
  source: string;
  target: string;
}

/** The ways that are not how the flow goes on. */
const aside: ReadonlySet<string> = new Set(['body', 'error', 'timeout']);

/** The definition without the selection, and what was joined for it. */
export function deleteAndJoin(
  definition: Definition,
  selection: Selection,
): { definition: Definition; joined: Joined[] } {
  let left = deleteSelection(definition, selection);
  const cut = new Set(selection.edges);
  const joined: Joined[] = [];
  for (const gap of gapsOf(definition, selection.nodes)) {
    const inside = (id: string) => gap.has(id);
    const entries = definition.edges.filter((edge) => inside(edge.target) && !inside(edge.source));
    const exits = definition.edges.filter((edge) => inside(edge.source) && !inside(edge.target));
    const bridge = bridgeOf(entries, exits, cut);
    if (!bridge || !canConnect(left, bridge.source, bridge.sourceHandle, bridge.target).ok) continue;
    left = connect(left, bridge);
    joined.push({ source: bridge.source, target: bridge.target });
  }
  return { definition: left, joined };
}

function bridgeOf(
  entries: readonly WorkflowEdge[],
  exits: readonly WorkflowEdge[],
  cut: ReadonlySet<string>,
) {
  const [entry, another] = entries;
  const [exit, other] = exits;
  if (!entry || !exit || another || other || cut.has(entry.id) || cut.has(exit.id)) return null;
  if (aside.has(exit.sourceHandle)) return null;
  return { source: entry.source, sourceHandle: entry.sourceHandle, target: exit.target };
}

/** The nodes in sets of those that edges join. */
function gapsOf({ edges }: Definition, ids: readonly string[]): Set<string>[] {
  const chosen = new Set(ids);
  const near = new Map<string, string[]>([...chosen].map((id) => [id, []]));
  for (const { source, target } of edges) {
    if (!chosen.has(source) || !chosen.has(target)) continue;
    near.get(source)?.push(target);
    near.get(target)?.push(source);
  }
  const gaps: Set<string>[] = [];
  const seen = new Set<string>();
  for (const id of chosen) {
    if (seen.has(id)) continue;
    const gap = new Set([id]);
    for (const at of gap) for (const next of near.get(at) ?? []) gap.add(next);
    for (const each of gap) seen.add(each);
    gaps.push(gap);
  }
  return gaps;
}
