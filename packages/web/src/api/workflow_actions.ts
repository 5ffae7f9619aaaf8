/** What is done to workflows from lists and menus, with the lists made stale afterwards. */
import type { Workflow } from '@millrace/core';
import { useMutation } from '@tanstack/react-query';
import { strings } from '../strings/en.ts';
import { call } from './call.ts';
import { workflowRoutes } from './contract.ts';
import { ApiError } from './errors.ts';
import { keys } from './queries.ts';
import { queryClient } from './query_client.ts';

/** Makes the lists (and, given its row, the workflow) know of a change. */
export function workflowChanged(workflow?: Workflow): Promise<void> {
  if (workflow) queryClient.setQueryData(keys.workflow(workflow.id), workflow);
  return queryClient.invalidateQueries({ queryKey: keys.workflows });
}

/** "New workflow", or with the first number that nobody took. */
async function createDraft(): Promise<Workflow> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? strings.workflows.new_name : `${strings.workflows.new_name} ${count}`;
    try {
      return await call(workflowRoutes.create, { body: { name } });
    } catch (error) {
      const taken = error instanceof ApiError && error.status === 409;
      if (!taken || count === 50) throw error;
    }
  }
}

export function useCreateWorkflow() {
  return useMutation({ mutationFn: createDraft, onSuccess: workflowChanged });
}

export function useCreateSample() {
  return useMutation({ mutationFn: () => call(workflowRoutes.sample), onSuccess: workflowChanged });
}

export function useImportWorkflow() {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => call(workflowRoutes.importOne, { body }),
    onSuccess: workflowChanged,
  });
}

export function useDuplicateWorkflow() {
  return useMutation({
    mutationFn: (id: string) => call(workflowRoutes.duplicate, { params: { id } }),
    onSuccess: workflowChanged,
  });
}

/** Arms (`true`) or disarms the trigger of a deployed workflow. */
export function useToggleWorkflow() {
  return useMutation({
    mutationFn: ({ id, enabled }: { id: string; enabled: boolean }) =>
      call(enabled ? workflowRoutes.resume : workflowRoutes.pause, { params: { id } }),
    onSuccess: workflowChanged,
  });
}

/** Deletes a workflow; its executions stay. */
export async function deleteWorkflow(id: string): Promise<void> {
  await call(workflowRoutes.remove, { params: { id } });
  queryClient.removeQueries({ queryKey: keys.workflow(id) });
  await workflowChanged();
}

/** Fetches the exported file of a workflow and hands it to the browser's downloads. */
export async function downloadWorkflow(workflow: { id: string; name: string }): Promise<void> {
  const content = await call(workflowRoutes.exportOne, { params: { id: workflow.id } });
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileName(workflow.name)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

/** A workflow's name as a file name: "Order → CRM" becomes `order-crm`. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 80) || 'workflow';
}
