import { useMemo } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import type { Selection } from '../document/edits/delete_selection.ts';
import { duplicate } from '../document/edits/duplicate.ts';
import { toggleDisabled } from '../document/edits/toggle_disabled.ts';
import { type Clipboard, useClipboard } from './use_clipboard.ts';
import { type Deleting, useDelete } from './use_delete.ts';

export interface EditActions extends Pick<Clipboard, 'copy' | 'paste'>, Deleting {
  duplicate(selection: Selection): void;
  /** Turns nodes off, or on where all of them are off. Triggers stay as they are. */
  toggle(ids: readonly string[]): void;
}

/** What keys, menus and toolbars do to what is selected: the same from each of them, and one step to undo. */
export function useEditActions(): EditActions {
  const store = useDocumentStore();
  const { copy, paste } = useClipboard();
  const deleting = useDelete();
  return useMemo(
    () => ({
      copy,
      paste,
      ...deleting,
      duplicate({ nodes, notes = [] }) {
        const { draft, edit } = store.getState();
        const made = duplicate(draft.definition, nodes, notes);
        if (made.ids.length + made.noteIds.length === 0) return;
        edit(() => made.definition, { select: { nodes: made.ids, edges: [], notes: made.noteIds } });
      },
      toggle(ids) {
        store.getState().edit((definition) => {
          const triggers = definition.nodes.filter((node) => node.type === 'trigger').map(({ id }) => id);
          return toggleDisabled(
            definition,
            ids.filter((id) => !triggers.includes(id)),
          );
        });
      },
    }),
    [store, copy, paste, deleting],
  );
}
