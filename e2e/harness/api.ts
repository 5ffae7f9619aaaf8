import type { DefinitionInput, Execution, ExecutionSummary, Workflow } from '@millrace/core';
import { type APIRequestContext, expect } from '@playwright/test';

const prefix = '/api/integrations';

/** The API as a program uses it, to prepare what a story begins with and to look behind the pages. */
export function createApi(request: APIRequestContext) {
  const send = async <T>(method: string, path: string, data?: unknown): Promise<T> => {
    const answer = await request.fetch(`${prefix}${path}`, { method, data });
    const text = await answer.text();
    expect(answer.ok(), `${method} ${path} answered ${answer.status()}: ${text}`).toBe(true);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  return {
    send,
    request,
    workflow: (name: string, workflow_definition: DefinitionInput = { nodes: [], edges: [] }) =>
      send<Workflow>('POST', '/workflows', { name, workflow_definition }),
    async deployed(name: string, definition: DefinitionInput): Promise<Workflow> {
      const { id } = await send<Workflow>('POST', '/workflows', { name, workflow_definition: definition });
      return send<Workflow>('POST', `/workflows/${id}/deploy`);
    },
    getWorkflow: (id: string) => send<Workflow>('GET', `/workflows/${id}`),
    /** Runs to the end. */
    run: (id: string, input: unknown = {}) =>
      send<Execution>('POST', `/workflows/${id}/execute?wait=true`, { input }),
    executions: (workflow_id: string) =>
      send<{ data: ExecutionSummary[]; total: number }>('GET', `/workflows/${workflow_id}/logs?limit=50`),
    addMember: (member: { name: string; email: string; password: string; role: string }) =>
      send<{ id: string }>('POST', '/members', member),
  };
}
export type Api = ReturnType<typeof createApi>;
