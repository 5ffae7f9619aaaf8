import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { words } from '../../strings/saving.ts';
import { useDocumentStore } from '../document/context.tsx';
import { changesBetween } from '../document/diff/changes.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';

/** Asks before everything since the last save by hand is taken back. */
export function CancelDialog() {
  const open = usePanels((state) => state.dialog === 'discard');
  const panels = usePanelsStore();
  const store = useDocumentStore();
  const { draft, checkpoint } = store.getState();
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && panels.getState().openDialog(null)}
      title={words.cancel.title}
      description={open ? words.cancel.body(changesBetween(checkpoint, draft).length) : ''}
      action={words.cancel.action}
      onConfirm={() => store.getState().revert()}
    />
  );
}
