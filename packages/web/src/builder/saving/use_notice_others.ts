import { type Workflow, workflowRoutes } from '@millrace/core';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent } from 'react';
import { call } from '../../api/call.ts';
import { membersQuery, sessionQuery } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { words } from '../../strings/saving.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useSaver } from './context.tsx';
import { type Person, personOf } from './person.ts';
import { useTaken } from './taken.ts';

/** While the page is looked at it asks this often whether somebody else saved. */
export const askAgainMs = 20_000;
/** A workflow of this many characters is asked for only when the page is looked at again. */
const mostAskedFor = 500_000;

/**
 * Notices what others save: asks now and then, and hears the other pages of this browser. What is noticed while nothing is
 * unsaved here is shown at once, and said.
 */
export function useNoticeOthers(know: (workflow: Workflow) => void) {
  const saver = useSaver();
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const client = useQueryClient();
  const setTaken = useTaken((state) => state.set);

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
        setTaken({ before, after, person });
        toast.info(words.state.taken_over(person.name), {
          id: 'taken',
          duration: 15_000,
          action: { label: words.state.what_changed, onClick: () => panels.getState().openDialog('taken') },
        });
      });
    },
    [saver, store, panels, client, know, setTaken],
  );

  const ask = useEffectEvent(async (looked: boolean) => {
    const { workflowId, draft } = store.getState();
    if (document.visibilityState === 'hidden') return;
    if (!looked && JSON.stringify(draft).length > mostAskedFor) return;
    try {
      notice(await call(workflowRoutes.get, { params: { id: workflowId } }), 'server');
    } catch {
      // Nobody is told: a save that fails says what is the matter.
    }
  });

  useEffect(() => {
    const abort = new AbortController();
    const look = () => void ask(true);
    document.addEventListener('visibilitychange', look, { signal: abort.signal });
    addEventListener('focus', look, { signal: abort.signal });
    const timer = setInterval(() => void ask(false), askAgainMs);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, []);
  return notice;
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
