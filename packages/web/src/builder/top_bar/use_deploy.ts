import { type Problem, type Workflow, workflowRoutes } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '../../api/call.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { problemWords } from '../../strings/problems.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useProblemsStore } from '../problems/context.tsx';
import type { SaveOptions } from '../saving/use_saving.ts';
import { isFailing } from '../tests/failing.ts';
import { useFetchTests } from '../tests/use_tests.ts';

interface DeployOptions {
  /** Somebody was told of the tests that fail, and wants it all the same. */
  anyway?: boolean;
}

/**
 * Saves, then deploys. What is wrong with the draft is listed under Problems, what else went wrong is said below the top bar;
 * where saved tests fail on this very draft, it is asked about first.
 */
export function useDeploy(save: (options: SaveOptions) => Promise<boolean>) {
  const store = useDocumentStore();
  const client = useQueryClient();
  const panels = usePanelsStore();
  const problems = useProblemsStore();
  const fetchTests = useFetchTests();
  const mutation = useMutation({
    mutationFn: async ({ anyway = false }: DeployOptions): Promise<Workflow | null> => {
      const refuses = problems.getState().counts.errors > 0;
      // Who is refused anyway is not asked.
      if (!anyway && !refuses && (await fetchTests()).some(isFailing)) return null;
      return call(workflowRoutes.deploy, { params: { id: store.getState().workflowId } });
    },
    onSuccess: (workflow) => {
      if (!workflow) return panels.getState().openDialog('failing_tests');
      client.setQueryData(keys.workflow(workflow.id), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows });
      void client.invalidateQueries({ queryKey: keys.versions(workflow.id) });
      store.getState().touch(workflow.updated_at);
      toast.success(text.top.deployed);
      panels.getState().openDialog('deployed');
    },
    onError: (error) => {
      const { setRefused, refuse } = problems.getState();
      if (!(error instanceof ApiError) || error.issues.length === 0)
        return refuse({ why: 'failed', message: messageOf(error, text.top.deploy) });
      setRefused(error.issues.map(problemOf));
      refuse({ why: 'problems' });
      panels.getState().openDrawer('problems');
    },
  });
  const { mutate } = mutation;
  const deploy = useCallback(
    async (options: DeployOptions = {}) => {
      problems.getState().finish();
      problems.getState().refuse(null);
      if (await save({ quiet: true })) mutate(options);
      else problems.getState().refuse({ why: 'failed', message: problemWords.unsaved });
    },
    [save, mutate, problems],
  );
  return { deploy, deploying: mutation.isPending };
}

/** `nodes[2].config.url` → the field `url` of its node. */
function problemOf(issue: ApiError['issues'][number]): Problem {
  const field = issue.field ?? /^nodes\[\d+\]\.config\.(.+)$/.exec(issue.path)?.[1] ?? null;
  return { node_id: issue.node_id ?? null, field, severity: 'error', message: issue.message };
}
