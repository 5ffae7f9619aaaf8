import { type Problem, workflowRoutes } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '../../api/call.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useProblemsStore } from '../problems/context.tsx';

/** Saves, then deploys. What stands in the way is listed under Problems. */
export function useDeploy(save: () => Promise<boolean>) {
  const store = useDocumentStore();
  const client = useQueryClient();
  const panels = usePanelsStore();
  const problems = useProblemsStore();
  const mutation = useMutation({
    mutationFn: () => call(workflowRoutes.deploy, { params: { id: store.getState().workflowId } }),
    onSuccess: (workflow) => {
      client.setQueryData(keys.workflow(workflow.id), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows });
      void client.invalidateQueries({ queryKey: keys.versions(workflow.id) });
      store.getState().touch(workflow.updated_at);
      toast.success(text.top.deployed);
      panels.getState().openDialog('deployed');
    },
    onError: (error) => {
      if (!(error instanceof ApiError) || error.issues.length === 0)
        return void toast.error(messageOf(error, text.top.deploy));
      problems.getState().setRefused(error.issues.map(problemOf));
      panels.getState().openDrawer('problems');
      toast.error(text.top.deploy_refused(error.issues.length));
    },
  });
  const { mutate } = mutation;
  const deploy = useCallback(async () => {
    if (await save()) mutate();
    else toast.error(text.top.deploy_unsaved);
  }, [save, mutate]);
  return { deploy, deploying: mutation.isPending };
}

/** `nodes[2].config.url` → the field `url` of its node. */
function problemOf(issue: ApiError['issues'][number]): Problem {
  const field = issue.field ?? /^nodes\[\d+\]\.config\.(.+)$/.exec(issue.path)?.[1] ?? null;
  return { node_id: issue.node_id ?? null, field, severity: 'error', message: issue.message };
}
