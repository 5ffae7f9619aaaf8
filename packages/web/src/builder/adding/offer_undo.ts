import { toast } from '../../components/ui/toast.tsx';
import { deleting as words } from '../../strings/adding.ts';
import type { DocumentStore } from '../document/store.ts';

/** A toast with a way back that steps back over nothing else: it goes as soon as something else is changed. */
export function offerUndo(store: DocumentStore, title: string, description?: string): void {
  const after = store.getState().draft.definition;
  const id = toast(title, {
    ...(description !== undefined && { description }),
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
