import { useMemo } from 'react';
import { deleting as words } from '../../strings/adding.ts';
import { useDocumentStore } from '../document/context.tsx';
import { deleteAndJoin, type Joined } from '../document/edits/delete_and_join.ts';
import { deleteSelection, isNothing, type Selection } from '../document/edits/delete_selection.ts';
import type { DocumentStore } from '../document/store.ts';
import { offerUndo } from './offer_undo.ts';

export interface Deleting {
  /** Deletes, and joins what was around; says what was joined, with a way back. */
  remove(selection: Selection): void;
  /** Deletes, and leaves the gap. */
  removeApart(selection: Selection): void;
}

/** Deleting by keys and menus: each is one step to undo. */
export function useDelete(): Deleting {
  const store = useDocumentStore();
  return useMemo(
    () => ({
      remove(selection) {
        const { draft, edit, readOnly } = store.getState();
        if (readOnly || isNothing(selection)) return;
        const before = draft.definition;
        const { definition, joined } = deleteAndJoin(before, selection);
        edit(() => definition);
        const gone = before.nodes.filter(({ id }) => selection.nodes.includes(id));
        if (joined.length > 0 && gone[0])
          offerUndo(store, words.deleted(gone.length, gone[0].label), saidOf(joined, store));
      },
      removeApart(selection) {
        if (!isNothing(selection)) store.getState().edit((current) => deleteSelection(current, selection));
      },
    }),
    [store],
  );
}

function saidOf(joined: readonly Joined[], store: DocumentStore): string {
  const [only, another] = joined;
  if (!only || another) return words.joined_many(joined.length);
  const { nodes } = store.getState().draft.definition;
  const label = (id: string) => nodes.find((node) => node.id === id)?.label ?? '';
  return words.joined(label(only.source), label(only.target));
}
