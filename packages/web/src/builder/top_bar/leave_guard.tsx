import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../../components/ui/confirm_dialog.tsx';
import { words } from '../../strings/saving.ts';
import { useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { isDirty } from '../document/store.ts';
import { useSaver } from '../saving/context.tsx';
import { useKeptCopy } from '../saving/kept_copy.ts';

/** Nobody waits longer for a server that does not answer. */
const longestWaitMs = 3_000;

/**
 * Saves what is unsaved when the page is left, by a link, the back button, or closing it; asks only where that cannot be
 * done.
 */
export function LeaveGuard() {
  const store = useDocumentStore();
  const saver = useSaver();
  const kept = useKeptCopy((state) => state.kept);
  const dirty = () => !store.getState().readOnly && isDirty(store.getState());
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false;
      flushFields();
      if (!dirty()) return false;
      const waited = new Promise((resolve) => setTimeout(resolve, longestWaitMs));
      await Promise.race([saver.save(), waited]);
      return dirty();
    },
    enableBeforeUnload: () => {
      flushFields();
      if (saver.isDue()) void saver.save({ leaving: true });
      return dirty();
    },
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      onOpenChange={(open) => !open && blocker.status === 'blocked' && blocker.reset()}
      title={words.leave.title}
      description={kept ? words.leave.body : words.leave.body_lost}
      action={words.leave.action}
      onConfirm={() => blocker.status === 'blocked' && blocker.proceed()}
    />
  );
}
