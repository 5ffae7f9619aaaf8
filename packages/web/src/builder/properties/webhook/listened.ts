/** For which triggers this page listens: what is caught then is news, whether its form is open or not. */
import type { WorkflowNode } from '@millrace/core';

/** Node ids are unique within a workflow only. */
export const nameOf = (workflowId: string, { id }: Pick<WorkflowNode, 'id'>) => `${workflowId}/${id}`;

const listening = new Set<string>();

/** Takes notice that this page listens. */
export function listens(workflowId: string, node: Pick<WorkflowNode, 'id'>): void {
  listening.add(nameOf(workflowId, node));
}

/** Whether the page listened when a call came; true once. */
export function isNews(workflowId: string, node: Pick<WorkflowNode, 'id'>): boolean {
  return listening.delete(nameOf(workflowId, node));
}
