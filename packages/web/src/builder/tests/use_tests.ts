import { type WorkflowTest, workflowTestRoutes } from '@millrace/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { testing } from '../../strings/tests.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import type { DocumentStore } from '../document/store.ts';
import { useTestsStore } from './context.tsx';
import { bodyOf, type EditedTest } from './test_draft.ts';

const words = testing.saved;
const keyOf = (id: string) => [...keys.workflow(id), 'tests'] as const;

/**
 * The saved tests. Whether their last results still hold is a matter of the saved draft: who follows asks again after each
 * save, which may be much to load; others see what was loaded last.
 */
export function useSavedTests({ follow }: { follow: boolean }) {
  const store = useDocumentStore();
  const id = useDocument((state) => state.workflowId);
  const savedAt = useDocument((state) => state.saved.updated_at);
  const query = useQuery({ ...testsQuery(store, id), staleTime: Number.POSITIVE_INFINITY });
  const loadedOf = query.data?.of;
  const { refetch } = query;
  useEffect(() => {
    // By its dependencies it asks once for each save, also where the answer is an error.
    if (follow && loadedOf !== undefined && loadedOf !== savedAt) void refetch({ cancelRefetch: false });
  }, [follow, loadedOf, savedAt, refetch]);
  return query;
}

function testsQuery(store: DocumentStore, id: string) {
  return {
    queryKey: keyOf(id),
    queryFn: async ({ signal }: { signal: AbortSignal }) => {
      const { updated_at } = store.getState().saved;
      const { data } = await call(workflowTestRoutes.list, { params: { id }, signal });
      return { of: updated_at, tests: data as WorkflowTest[] };
    },
  };
}

/** The saved tests as they stand to the draft that is saved now; none where they cannot be had. */
export function useFetchTests(): () => Promise<readonly WorkflowTest[]> {
  const store = useDocumentStore();
  const id = useDocument((state) => state.workflowId);
  const client = useQueryClient();
  return useCallback(async () => {
    const known = client.getQueryData<{ of: string; tests: WorkflowTest[] }>(keyOf(id));
    if (known && known.of === store.getState().saved.updated_at) return known.tests;
    return client.fetchQuery({ ...testsQuery(store, id), staleTime: 0 }).then(
      ({ tests }) => tests,
      () => [],
    );
  }, [store, id, client]);
}

function useRefetch(): () => void {
  const id = useDocument((state) => state.workflowId);
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keyOf(id) });
}

/** Saves the test that is being edited. Whoever is told of it in another way is not told twice. */
export function useSaveTest({ quiet = false }: { quiet?: boolean } = {}) {
  const id = useDocument((state) => state.workflowId);
  const tests = useTestsStore();
  const refetch = useRefetch();
  return useMutation({
    mutationFn: async (test: EditedTest) => {
      const read = bodyOf(test);
      if ('problem' in read) throw new Error(words[read.problem]);
      const { body } = read;
      return test.id === null
        ? call(workflowTestRoutes.create, { params: { id }, body })
        : call(workflowTestRoutes.update, { params: { id, test_id: test.id }, body });
    },
    onSuccess: (saved) => {
      tests.getState().saved(saved.id);
      if (!quiet) toast.success(words.saved(saved.name));
      refetch();
    },
    onError: (error) =>
      void toast.error(words.save_failed, { description: messageOf(error, words.save_failed) }),
  });
}

export function useDeleteTest() {
  const id = useDocument((state) => state.workflowId);
  const tests = useTestsStore();
  const refetch = useRefetch();
  return useMutation({
    mutationFn: (test_id: string) => call(workflowTestRoutes.remove, { params: { id, test_id } }),
    onSuccess: (_, test_id) => {
      tests.getState().forget(test_id);
      refetch();
    },
    onError: (error) => void toast.error(messageOf(error, words.delete_failed)),
  });
}

/** Runs some of them, or all, on the draft as it is on the canvas. */
export function useRunTests() {
  const store = useDocumentStore();
  const tests = useTestsStore();
  const refetch = useRefetch();
  return useMutation({
    mutationFn: async (ids: string[] | null) => {
      flushFields();
      const { workflowId, draft } = store.getState();
      const report = await call(workflowTestRoutes.run, {
        params: { id: workflowId },
        body: {
          ...(ids && { ids }),
          workflow_definition: draft.definition as unknown as Record<string, unknown>,
        },
      });
      return { report, ranOn: draft.definition };
    },
    onSuccess: ({ report, ranOn }) => {
      tests.getState().setOutcomes(report.results, ranOn);
      refetch();
    },
    onError: (error) => void toast.error(messageOf(error, words.run_failed)),
  });
}
