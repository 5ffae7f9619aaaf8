/** The name of the workflow that a card calls, as far as it is known already: a card asks the server for nothing. */
import type { WorkflowNode } from '@millrace/core';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../api/errors.ts';
import { keys, type WorkflowList, workflowQuery } from '../../api/queries.ts';
import { text } from '../../strings/builder.ts';

/** The workflow that a Sub-workflow node calls; null where none is chosen, or where it is computed when it runs. */
export function calledId({ subtype, config }: Pick<WorkflowNode, 'subtype' | 'config'>): string | null {
  const id = config.workflow_id;
  return subtype === 'sub_workflow' && typeof id === 'string' && id !== '' && !id.includes('{{') ? id : null;
}

/** Its name once the picker, a list or its page has loaded it; its shortened id until then. */
export function useCalledName(id: string): string {
  const client = useQueryClient();
  const { data, error } = useQuery({ ...workflowQuery(id), enabled: false });
  if (error instanceof ApiError && error.status === 404) return text.fields.workflow.deleted;
  return data?.name ?? listedName(client, id) ?? shortId(id);
}

function listedName(client: QueryClient, id: string): string | undefined {
  for (const [, list] of client.getQueriesData<WorkflowList>({ queryKey: keys.workflows })) {
    const found = list?.data.find((workflow) => workflow.id === id);
    if (found) return found.name;
  }
  return undefined;
}

/** Ids of one hour begin alike: `01a1f895…09f9a3f9`. */
export function shortId(id: string): string {
  return id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-8)}` : id;
}
