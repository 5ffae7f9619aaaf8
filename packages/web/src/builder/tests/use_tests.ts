import { type WorkflowTest, workflowTestRoutes } from '@millrace/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { testing } from '../../strings/tests.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { flushFields } from '../document/flush.ts';
import { useTestsStore } from './context.tsx';
import { bodyOf, type EditedTest } from './test_draft.ts';

const words = testing.saved;
const keyOf = (id: string) => [...keys.workflow(id), 'tests'] as const;

/** The saved tests. Whether their last results still hold is asked again whenever the draft was saved. */
export function useSavedTests() {
  const id = useDocument((state) => state.workflowId);
  const savedAt = useDocument((state) => state.saved.updated_at);
  return useQuery({
    queryKey: [...keyOf(id), savedAt],
    queryFn: async ({ signal }) => {
      const { data } = await call(workflowTestRoutes.list, { params: { id }, signal });
      return data as WorkflowTest[];
    },
    placeholderData: keepPreviousData,
  });
}

function useRefetch(): () => void {
  const id = useDocument((state) => state.workflowId);
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keyOf(id) });
}

/** Saves the test that is being edited. */
export function useSaveTest() {
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
      toast.success(words.saved(saved.name));
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
