/** Tidying and lining up, as one change of the definition each. Pure. */
import type { Definition } from '@millrace/core';
import { type Alignment, align, type Box } from '../document/edits/align.ts';
import type { Selection } from '../document/edits/delete_selection.ts';
import { moveNodes } from '../document/edits/move.ts';
import { cardHeight, nodeWidth } from '../document/edits/place.ts';
import { type LayoutOptions, tidyLayout, tidySome } from './layout.ts';
import { notesAfter } from './layout_notes.ts';

/** Lays out everything, or what is selected where that is more than one node. */
export function tidied(
  definition: Definition,
  selected: readonly string[],
  options: LayoutOptions = {},
): Definition {
  const some = selected.length > 1 && selected.length < definition.nodes.length;
  const positions = some ? tidySome(definition, new Set(selected), options) : tidyLayout(definition, options);
  const notes = notesAfter(definition, positions, options.heightOf);
  return moveNodes(definition, positions, notes);
}

/** Lines up the selected nodes and notes. */
export function aligned(
  definition: Definition,
  selection: Selection,
  how: Alignment,
  heightOf?: (id: string) => number | undefined,
): Definition {
  const nodes = definition.nodes
    .filter((node) => selection.nodes.includes(node.id))
    .map(
      (node): Box => ({
        id: node.id,
        ...node.position,
        width: nodeWidth,
        height: heightOf?.(node.id) ?? cardHeight(node),
      }),
    );
  const notes = (definition.notes ?? [])
    .filter((note) => selection.notes?.includes(note.id))
    .map(({ id, position, width, height }): Box => ({ id: `note/${id}`, ...position, width, height }));
  const places = align([...nodes, ...notes], how);
  const noted = new Map(notes.map(({ id }) => [id.slice('note/'.length), places.get(id)!]));
  return moveNodes(definition, places, noted);
}
