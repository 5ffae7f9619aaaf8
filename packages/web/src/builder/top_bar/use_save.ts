import { type Problem, parseDefinition, type Workflow, workflowRoutes } from '@millrace/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { call } from '../../api/call.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { keys } from '../../api/queries.ts';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { adoptSecrets } from '../document/adopt_secrets.ts';
import { useDocumentStore } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useProblemsStore } from '../problems/context.tsx';
import { useConflict } from './conflict.ts';

/** Saves the draft. `overwrite` saves over what somebody else saved meanwhile. Resolves to whether it is saved. */
export function useSave() {
  const store = useDocumentStore();
  const client = useQueryClient();
  const panels = usePanelsStore();
  const setConflict = useConflict((state) => state.setCurrent);

  const mutation = useMutation({
    mutationFn: async (options: { overwrite?: boolean }) => {
      const { workflowId, draft, saved } = store.getState();
      const { updated_at } = saved;
      const body = {
        name: draft.name.trim(),
        workflow_definition: draft.definition as unknown as Record<string, unknown>,
        ...(!options.overwrite && { updated_at }),
      };
      const workflow = await call(workflowRoutes.update, { params: { id: workflowId }, body });
      return { workflow, draft };
    },
    onSuccess: ({ workflow, draft }) => {
      client.setQueryData(keys.workflow(workflow.id), workflow);
      void client.invalidateQueries({ queryKey: keys.workflows });
      const definition = adoptSecrets(draft.definition, parseDefinition(workflow.workflow_definition));
      const stored =
        definition === draft.definition && workflow.name === draft.name
          ? draft
          : { name: workflow.name, definition };
      store.getState().markSaved(draft, workflow.updated_at, stored);
    },
  });

  const { mutateAsync } = mutation;
  const saveNow = useCallback(
    async (options: { overwrite?: boolean }): Promise<boolean> => {
      const state = store.getState();
      if (state.readOnly) return false;
      if (!isDirty(state) && !options.overwrite) return true;
      if (state.draft.name.trim() === '') {
        toast.error(text.top.name_needed);
        return false;
      }
      try {
        await mutateAsync(options);
        return true;
      } catch (error) {
        const current = error instanceof ApiError && error.code === 'stale' ? currentOf(error) : null;
        if (current) {
          setConflict(current);
          panels.getState().openDialog('conflict');
        } else {
          toast.error(text.top.save_failed, { description: detailOf(error) });
        }
        return false;
      }
    },
    [store, mutateAsync, panels, setConflict],
  );
  // One after the other: a second save beside the first would find its own first as somebody else's.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const save = useCallback(
    (options: { overwrite?: boolean } = {}): Promise<boolean> => {
      const turn = last.current.then(() => saveNow(options));
      last.current = turn;
      return turn;
    },
    [saveNow],
  );
  return { save, saving: mutation.isPending, failed: mutation.isError };
}

function currentOf(error: ApiError): Workflow | null {
  const { current } = error.body as { current?: Workflow };
  return current ?? null;
}

/** The sentence of an error, with its first findings. */
function detailOf(error: unknown): string {
  const issues = error instanceof ApiError ? error.issues.slice(0, 3).map((issue) => issue.message) : [];
  return issues.length > 0 ? issues.join('\n') : messageOf(error, text.top.save_failed);
}

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
      store
        .getState()
        .markSaved(store.getState().saved.draft, workflow.updated_at, store.getState().saved.draft);
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
  }, [save, mutate]);
  return { deploy, deploying: mutation.isPending };
}

/** `nodes[2].config.url` → the field `url` of its node. */
function problemOf(issue: ApiError['issues'][number]): Problem {
  const field = issue.field ?? /^nodes\[\d+\]\.config\.(.+)$/.exec(issue.path)?.[1] ?? null;
  return { node_id: issue.node_id ?? null, field, severity: 'error', message: issue.message };
}
