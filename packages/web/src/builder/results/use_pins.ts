import { type Definition, sampleRoutes } from '@millrace/core';
import { useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys, samplesQuery } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import type { DocumentStore } from '../document/store.ts';
import { useResultsStore } from './context.tsx';

const pinning = (workflowId: string) => ['pin', workflowId];

/** Keeps the pinned samples as the server has them, those that others pinned too; not while a change of one's own is under way. */
export function usePinnedSamples(): void {
  const workflowId = useDocument((state) => state.workflowId);
  const results = useResultsStore();
  const { data } = useQuery(samplesQuery(workflowId));
  const changing = useIsMutating({ mutationKey: pinning(workflowId) }) > 0;
  useEffect(() => {
    if (!data || changing) return;
    results.getState().setPinned(Object.fromEntries(data.data.map(({ node_id, value }) => [node_id, value])));
  }, [data, changing, results]);
}

/** Pins a sample of a node, or with undefined takes it away: here at once, then on the server. */
export function usePin(): (nodeId: string, value: unknown) => void {
  const store = useDocumentStore();
  const results = useResultsStore();
  const client = useQueryClient();
  const { workflowId } = store.getState();
  const { mutate } = useMutation({
    mutationKey: pinning(workflowId),
    mutationFn: async ({ nodeId, value }: { nodeId: string; value: unknown }) => {
      const params = { id: workflowId, node_id: nodeId };
      if (value === undefined) return void (await call(sampleRoutes.unpin, { params }));
      await savedWith(store, nodeId);
      await call(sampleRoutes.pin, { params, body: { value } });
    },
    onMutate: ({ nodeId, value }) => {
      const { pinned } = results.getState().samples;
      results.getState().setPin(nodeId, value);
      return Object.hasOwn(pinned, nodeId) ? pinned[nodeId] : undefined;
    },
    onError: (error, { nodeId, value }, before) => {
      results.getState().setPin(nodeId, before);
      toast.error(value === undefined ? knowing.pin.unpin_failed : knowing.pin.failed, {
        description: messageOf(error, knowing.pin.failed),
      });
    },
    // What others pinned meanwhile comes along.
    onSettled: () => client.invalidateQueries({ queryKey: keys.samples(workflowId) }),
  });
  return useCallback((nodeId, value) => mutate({ nodeId, value }), [mutate]);
}

/** The server knows the nodes of the saved draft only: a new one is waited for until it is saved. */
function savedWith(store: DocumentStore, nodeId: string): Promise<void> {
  const hasNode = ({ nodes }: Definition) => nodes.some(({ id }) => id === nodeId);
  const isSaved = () => hasNode(store.getState().saved.draft.definition);
  if (isSaved()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      // Deleted before it was ever saved: the server refuses, and the pin goes as well.
      if (!isSaved() && hasNode(state.draft.definition)) return;
      stop();
      resolve();
    });
  });
}
