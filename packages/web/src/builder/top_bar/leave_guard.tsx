import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { text } from '../../strings/builder.ts';
import { useDocumentStore } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';

/** Asks before unsaved changes are left behind, by a link, the back button, or closing the page. */
export function LeaveGuard() {
  const store = useDocumentStore();
  const dirty = () => !store.getState().readOnly && isDirty(store.getState());
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty() && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      onOpenChange={(open) => !open && blocker.status === 'blocked' && blocker.reset()}
      title={text.top.leave_title}
      description={text.top.leave_body}
      action={text.top.leave}
      onConfirm={() => blocker.status === 'blocked' && blocker.proceed()}
    />
  );
}
