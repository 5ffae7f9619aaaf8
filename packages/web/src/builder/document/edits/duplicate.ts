import type { Definition } from '@millrace/core';
import { copyNodes, paste } from './clipboard.ts';
import type { Point } from './make_node.ts';

/** Copies nodes and notes beside themselves. Triggers are left out: a workflow has one. */
export function duplicate(
  definition: Definition,
  ids: readonly string[],
  noteIds: readonly string[] = [],
  offset: Point = { x: 40, y: 100 },
): { definition: Definition; ids: string[]; noteIds: string[] } {
  const triggers = new Set(definition.nodes.filter((node) => node.type === 'trigger').map((node) => node.id));
  const clip = copyNodes(
    definition,
    ids.filter((id) => !triggers.has(id)),
    noteIds,
  );
  if (clip.nodes.length === 0 && !clip.notes) return { definition, ids: [], noteIds: [] };
  return paste(definition, clip, { offset });
}
