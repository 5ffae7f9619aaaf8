/**
 * Two drafts that began as one become one again, when that can be done without a guess. Pure. Laws:
 *  1. whoever changed nothing gets what the other has, to the letter;
 *  2. every change of either is in the result, or the result names the conflict (where the preferred one is taken);
 *  3. the result is a definition that `parseDefinition` takes and that has no cycle or double key that neither had, or it is
 *     refused.
 */
import { type Definition, DefinitionError, findCycle, parseDefinition } from '@millrace/core';
import { sameJson } from '../same_json.ts';
import { type Draft, sameDraft } from '../store.ts';
import { align } from './align.ts';
import { entryName, type Keyed, keyed, unkeyed } from './keyed.ts';
import { type Conflict, type Preferred, threeWay } from './three_way.ts';

export type Merged =
  | { kind: 'merged'; draft: Draft; conflicts: readonly Conflict[] }
  | { kind: 'refused'; reason: 'invalid' | 'cycle' | 'double_key' };

/** Both changes in one draft; the parts that both changed differently are conflicts, and are as the preferred one has them. */
export function mergeDrafts(base: Draft, mine: Draft, theirs: Draft, prefer: Preferred = 'mine'): Merged {
  if (sameDraft(mine, base) || sameDraft(mine, theirs))
    return { kind: 'merged', draft: theirs, conflicts: [] };
  if (sameDraft(theirs, base)) return { kind: 'merged', draft: mine, conflicts: [] };
  const aligned = align({
    base: base.definition,
    mine: mine.definition,
    theirs: theirs.definition,
  });
  const sides = {
    base: keyed({ name: base.name, definition: aligned.base }),
    mine: keyed({ name: mine.name, definition: aligned.mine }),
    theirs: keyed({ name: theirs.name, definition: aligned.theirs }),
  };
  const conflicts: Conflict[] = [];
  const merged = threeWay(sides.base, sides.mine, sides.theirs, [], { prefer, conflicts }) as Keyed;
  const draft = unkeyed(withoutLooseEnds(merged, sides, conflicts));
  return judged(draft, [aligned.mine, aligned.theirs], conflicts);
}

/** A connection that one drew to a node that the other deleted leads nowhere: it is left out, and said. */
function withoutLooseEnds(
  merged: Keyed,
  sides: { mine: Keyed; theirs: Keyed },
  conflicts: Conflict[],
): Keyed {
  const edges = Object.entries(merged.edges).filter(([name, edge]) => {
    const stands = [edge.source, edge.target].every((id) => Object.hasOwn(merged.nodes, entryName(id)));
    if (!stands) {
      const [mine, theirs] = [sides.mine.edges[name], sides.theirs.edges[name]];
      conflicts.push({ path: ['edges', name], base: undefined, mine, theirs });
    }
    return stands;
  });
  return { ...merged, edges: Object.fromEntries(edges) };
}

function judged(draft: Draft, before: readonly Definition[], conflicts: readonly Conflict[]): Merged {
  const definition = parsed(draft.definition);
  if (!definition) return { kind: 'refused', reason: 'invalid' };
  if (doubleKeys(definition) > Math.max(...before.map(doubleKeys)))
    return { kind: 'refused', reason: 'double_key' };
  if (findCycle(definition) && before.every((each) => !findCycle(each)))
    return { kind: 'refused', reason: 'cycle' };
  return {
    kind: 'merged',
    draft: sameJson(definition, draft.definition) ? draft : { ...draft, definition },
    conflicts,
  };
}

function parsed(definition: Definition): Definition | null {
  try {
    return parseDefinition(definition);
  } catch (error) {
    if (error instanceof DefinitionError) return null;
    throw error;
  }
}

function doubleKeys({ nodes }: Definition): number {
  return nodes.length - new Set(nodes.map((node) => node.key)).size;
}
