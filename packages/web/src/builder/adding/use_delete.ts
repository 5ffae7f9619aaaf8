import { useMemo } from 'react';
import { toast } from '../../components/ui/toast.tsx';
import { deleting as words } from '../../strings/adding.ts';
import { useDocumentStore } from '../document/context.tsx';
import { deleteAndJoin, type Joined } from '../document/edits/delete_and_join.ts';
import { deleteSelection, isNothing, type Selection } from '../document/edits/delete_selection.ts';
import type { DocumentStore } from '../document/store.ts';

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

/** A way back that steps back over nothing else: it goes as soon as something else is changed. */
function offerUndo(store: DocumentStore, title: string, description: string): void {
  const after = store.getState().draft.definition;
  const id = toast(title, {
    description,
    action: {
      label: words.undo,
      onClick() {
        stop();
        if (store.getState().draft.definition === after) store.getState().undo();
        else toast(words.changed_since);
      },
    },
    onDismiss: () => stop(),
    onAutoClose: () => stop(),
  });
  const stop = store.subscribe((state) => {
    if (state.draft.definition === after) return;
    stop();
    toast.dismiss(id);
  });
}
