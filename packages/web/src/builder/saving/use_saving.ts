import type { Workflow } from '@millrace/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent } from 'react';
import { keepLostSession } from '../../api/lost_session.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { words } from '../../strings/saving.ts';
import { useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { isDirty } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useSaver } from './context.tsx';
import { useNoticeOthers } from './use_notice_others.ts';
import { usePage } from './use_page.ts';

export interface SaveOptions {
  overwrite?: boolean;
  /** What follows the save says how it went. */
  quiet?: boolean;
}

/** Saving of the open workflow, by itself and by hand. One place for the page: it also listens to the other pages. */
export function useSaving() {
  const saver = useSaver();
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const client = useQueryClient();

  const know = useCallback(
    (workflow: Workflow) => {
      client.setQueryData(keys.workflow(workflow.id), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows });
    },
    [client],
  );
  const notice = useNoticeOthers(know);
  const tabs = usePage((workflow) => notice(workflow, 'tab'));
  const saved = useEffectEvent((workflow: Workflow) => {
    know(workflow);
    tabs.current?.saved(workflow);
  });

  useEffect(() => {
    saver.onSaved = (workflow) => saved(workflow);
    return saver.start();
  }, [saver]);
  useMoments();
  useEffect(() => keepLostSession((how) => saver.signedOut(how)), [saver]);

  /** Saves at once, as the person asked; opens the question that stands in the way. Resolves to whether it is saved. */
  const save = useCallback(
    async ({ quiet = false, ...options }: SaveOptions = {}): Promise<boolean> => {
      flushFields();
      const clean = !isDirty(store.getState());
      const done = await saver.save({ ...options, by_hand: true });
      const { kind } = saver.state.getState();
      if (!done && kind === 'conflict') panels.getState().openDialog('conflict');
      if (!done && kind === 'signed_out') panels.getState().openDialog('sign_in');
      if (done && clean && !options.overwrite && !quiet)
        toast.success(words.state.saved_now, { id: 'saved', duration: 2_000 });
      return done;
    },
    [saver, store, panels],
  );
  return { save };
}

/** The moments at which it is worth to save, or to try again. */
function useMoments(): void {
  const saver = useSaver();
  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const hide = () => {
      flushFields();
      if (saver.isDue()) void saver.save({ leaving: true });
    };
    const look = () => {
      if (document.visibilityState === 'hidden') hide();
      else saver.wake();
    };
    document.addEventListener('visibilitychange', look, { signal });
    addEventListener('pagehide', hide, { signal });
    addEventListener('online', () => saver.wake(), { signal });
    // Another window or a developer's tools in front: the draft is as good as left.
    addEventListener('blur', hide, { signal });
    document.addEventListener('focusout', () => setTimeout(() => saver.settleSecrets()), { signal });
    return () => {
      abort.abort();
      hide();
    };
  }, [saver]);
}
