import { type Workflow, workflowRoutes } from '@millrace/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { call } from '../../api/call.ts';
import { ApiError } from '../../api/errors.ts';
import { live } from '../../api/live.ts';
import { membersQuery, sessionQuery } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { words } from '../../strings/saving.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { takenWords } from './conflict_words.ts';
import { useSaver } from './context.tsx';
import { oneAtATime } from './one_at_a_time.ts';
import { type Person, personOf } from './person.ts';
import { outcomeOf } from './save_outcome.ts';
import { together, useTaken } from './taken.ts';
import { useVisible } from './use_visible.ts';

/** While the page is looked at and nothing can tell it, it asks this often whether somebody else saved; */
export const askAgainMs = 20_000;
/** while it is told, only so many times less, should that have been lost. */
const trustsFor = 6;
/** A workflow of this many characters is asked for only when the page is looked at again. */
const mostAskedFor = 500_000;

/**
 * Notices what others save: is told by the server (or asks now and then where it is not), and hears the other pages of this
 * browser. What is noticed while nothing is unsaved here is shown at once, and said.
 */
export function useNoticeOthers(know: (workflow: Workflow) => void) {
  const saver = useSaver();
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const client = useQueryClient();

  const notice = useCallback(
    (current: Workflow, from: 'tab' | 'server') => {
      const before = store.getState().draft;
      const what = saver.notice(current);
      if (what === 'old') return;
      know(current);
      if (what !== 'taken') return;
      const after = store.getState().draft;
      if (from === 'tab') return void toast.info(words.state.changed_elsewhere, { id: 'tab' });
      void whoIs(client, current.updated_by).then((person) => {
        const { taken, set } = useTaken.getState();
        set(together(taken, { before, after, person, at: Date.now() }));
        toast.info(takenWords(person).taken_over, {
          id: 'taken',
          duration: 15_000,
          action: { label: words.state.what_changed, onClick: () => panels.getState().openDialog('taken') },
        });
      });
    },
    [saver, store, panels, client, know],
  );

  const ask = useCallback(async () => {
    try {
      notice(await call(workflowRoutes.get, { params: { id: store.getState().workflowId } }), 'server');
    } catch (error) {
      // Of all else nobody is told: a save that fails says what is the matter.
      const outcome = error instanceof ApiError ? outcomeOf(error) : null;
      if (outcome?.kind === 'signed_out') saver.signedOut(outcome.how);
      if (outcome?.kind === 'refused' && outcome.why === 'gone') saver.deleted();
    }
  }, [notice, saver, store]);
  const askOnce = useMemo(() => oneAtATime(ask), [ask]);
  useTold(askOnce);
  useAskingNowAndThen(askOnce);
  return notice;
}

/** Asks when the server says that somebody changed the workflow. A page that nobody looks at asks when it is looked at again. */
function useTold(ask: () => void): void {
  const saver = useSaver();
  const store = useDocumentStore();
  const visible = useVisible();
  const workflow_id = store.getState().workflowId;
  useEffect(() => {
    if (!visible) return;
    let heard = 0;
    const look = () => {
      const { saved } = store.getState();
      // The own save is told too, perhaps before its answer; whether it was the own one, that answer says.
      if (heard <= Date.parse(saved.updated_at) || saver.state.getState().kind === 'saving') return;
      heard = 0;
      ask();
    };
    const stopHearing = live.watch(
      { workflow_id },
      {
        onChange: ({ updated_at, change }) => {
          if (change === 'deleted') return saver.deleted();
          heard = Math.max(heard, Date.parse(updated_at));
          look();
        },
        // What happened before it was told.
        onReady: ask,
      },
    );
    const stopLooking = saver.state.subscribe(look);
    return () => {
      stopHearing();
      stopLooking();
    };
  }, [visible, workflow_id, saver, store, ask]);
}

function useAskingNowAndThen(ask: () => void): void {
  const store = useDocumentStore();
  useEffect(() => {
    const abort = new AbortController();
    const look = () => document.visibilityState !== 'hidden' && ask();
    document.addEventListener('visibilitychange', look, { signal: abort.signal });
    addEventListener('focus', look, { signal: abort.signal });
    let trusted = 0;
    const timer = setInterval(() => {
      trusted = live.isOpen ? trusted + 1 : trustsFor;
      if (trusted < trustsFor || JSON.stringify(store.getState().draft).length > mostAskedFor) return;
      trusted = 0;
      look();
    }, askAgainMs);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [ask, store]);
}

type Client = ReturnType<typeof useQueryClient>;

/** Who it was, as far as this person may know. */
async function whoIs(client: Client, updated_by: string | null): Promise<Person> {
  const [members, session] = await Promise.all([
    // Whoever joined since the list was asked for may be the one.
    client.fetchQuery({ ...membersQuery({ limit: 100 }), staleTime: 0 }).catch(() => null),
    client.ensureQueryData(sessionQuery()).catch(() => null),
  ]);
  return personOf(updated_by, members?.data ?? [], session?.user.id ?? null);
}
