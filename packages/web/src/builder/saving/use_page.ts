import type { Workflow } from '@millrace/core';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { sessionQuery } from '../../api/queries.ts';
import { useManifests } from '../catalog.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useKeptCopy } from './kept_copy.ts';
import { browserShelf } from './large_shelf.ts';
import { browserStorage, type LocalCopies, localCopies } from './local_copy.ts';
import { useOffers } from './offers.ts';
import { worthOffering } from './recovery.ts';
import { withoutSecrets } from './secrets.ts';
import { openTabs, type Tabs } from './tabs.ts';

/** What is not saved is kept in the browser this soon after a change, */
const keepAfterMs = 300;
/** or, where that takes long, after so many times as long as it took: typing comes first. */
const restShare = 20;

/**
 * This page among the other pages of the browser: hears what they save, keeps what is unsaved here in case it dies, and
 * offers what dead ones left behind.
 */
export function usePage(onSaved: (workflow: Workflow) => void): RefObject<Tabs | null> {
  const store = useDocumentStore();
  const client = useQueryClient();
  const panels = usePanelsStore();
  const tabs = useRef<Tabs>(null);
  const heard = useEffectEvent(onSaved);
  const keep = useKeep();

  useEffect(() => {
    const { workflowId, readOnly } = store.getState();
    const user_id = client.getQueryData(sessionQuery().queryKey)?.user.id ?? '';
    const page_id = crypto.getRandomValues(new Uint32Array(2)).join('');
    const channel = openTabs({ workflow_id: workflowId, page_id }, (workflow) => heard(workflow));
    tabs.current = channel;
    const storage = { small: browserStorage(), large: browserShelf() };
    const copies = localCopies(storage, { user_id, workflow_id: workflowId, page_id });
    let open = true;
    const offer = async () => {
      const left = await copies.others();
      if (!open || readOnly || left.length === 0) return;
      const alive = await channel.alive();
      if (!open) return;
      const dead = left.filter((copy) => !alive.has(copies.pageOf(copy.key)));
      const offers = worthOffering(dead, store.getState().draft);
      for (const copy of dead) if (!offers.includes(copy)) copies.remove(copy.key);
      useOffers.getState().set(copies, offers);
      if (offers.length > 0) panels.getState().openDialog('recovery');
    };
    void offer();
    const stop = readOnly ? () => {} : keepUnsaved(store, () => keep(copies), copies);
    return () => {
      open = false;
      stop();
      channel.close();
      tabs.current = null;
      useOffers.getState().set(copies, []);
    };
  }, [store, client, panels, keep]);
  return tabs;
}

/** Keeps the unsaved draft of this page. */
function useKeep() {
  const store = useDocumentStore();
  const manifests = useManifests();
  return useCallback(
    async (copies: LocalCopies) => {
      const { draft, saved } = store.getState();
      const { definition, replaced } = withoutSecrets(draft.definition, saved.draft.definition, manifests);
      const base = withoutSecrets(saved.draft.definition, saved.draft.definition, manifests).definition;
      const kept = await copies.keep({
        draft: { ...draft, definition },
        base: { ...saved.draft, definition: base },
        updated_at: saved.updated_at,
        secrets: replaced,
      });
      useKeptCopy.getState().set(kept);
    },
    [store, manifests],
  );
}

function keepUnsaved(
  store: ReturnType<typeof useDocumentStore>,
  keep: () => Promise<void>,
  copies: LocalCopies,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = keepAfterMs;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isDirty(store.getState())) return copies.drop();
    const began = performance.now();
    // What takes the page's time is done when this returns; the database of the browser has its own.
    void keep();
    wait = Math.max(keepAfterMs, (performance.now() - began) * restShare);
  };
  const stop = store.subscribe((state, before) => {
    if (state.draft === before.draft && state.saved === before.saved) return;
    if (!isDirty(state)) now();
    else timer ??= setTimeout(now, wait);
  });
  // The last moment in which a page that is going away does anything.
  addEventListener('pagehide', now);
  return () => {
    stop();
    removeEventListener('pagehide', now);
    if (timer) now();
  };
}
