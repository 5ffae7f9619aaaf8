import { type TestAddress, testAddressRoutes, type WorkflowNode } from '@millrace/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../../api/call.ts';
import { useDocument, useReadOnly } from '../../document/context.tsx';

/** How often it is asked for while somebody listens, in milliseconds: what came is seen within a second. */
const ask_ms = 800;

const addressQuery = (id: string) =>
  queryOptions({
    queryKey: ['workflow', id, 'test_address'],
    queryFn: ({ signal }) => call(testAddressRoutes.get, { params: { id }, signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'listening' ? ask_ms : false),
  });

/** The test address of this person for the open workflow, and what it caught. */
export function useTestAddress(node: WorkflowNode) {
  const id = useDocument((state) => state.workflowId);
  const readOnly = useReadOnly();
  const client = useQueryClient();
  const address = useQuery({ ...addressQuery(id), enabled: !readOnly });
  const key = addressQuery(id).queryKey;
  const show = (next: TestAddress) => client.setQueryData(key, next);
  const listen = useMutation({
    mutationFn: () =>
      // As it is in the form: what was typed a moment ago counts, saved or not.
      call(testAddressRoutes.listen, {
        params: { id },
        body: { node: node as unknown as Record<string, unknown> },
      }),
    onSuccess: show,
  });
  const stop = useMutation({
    mutationFn: () => call(testAddressRoutes.stop, { params: { id } }),
    onSuccess: () =>
      show({ url: address.data?.url ?? null, state: 'idle', expires_at: null, call: null, refused: null }),
  });
  return { address: address.data, error: address.error ?? listen.error ?? stop.error, listen, stop };
}
