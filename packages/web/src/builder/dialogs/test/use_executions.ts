import { executionRoutes } from '@millrace/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../../api/call.ts';
import { useDocument } from '../../document/context.tsx';
import { wholeTrigger } from '../../results/whole_trigger.ts';

const mostExecutions = 10;

/** The last executions of the workflow, whose data a test can take. */
export function useLastExecutions() {
  const id = useDocument((state) => state.workflowId);
  return useQuery({
    queryKey: ['executions', 'of', id, mostExecutions],
    queryFn: ({ signal }) =>
      call(executionRoutes.logs, { params: { id }, query: { limit: mostExecutions }, signal }),
    staleTime: 0,
  });
}

/** An execution with what started it, whole. It is over, or its steps so far are what a test can take. */
export const recordedQuery = (id: string) =>
  queryOptions({
    queryKey: ['execution', id, 'recorded'],
    queryFn: async ({ signal }) => {
      const execution = await call(executionRoutes.get, { params: { id }, signal });
      return { steps: execution.steps, trigger: await wholeTrigger(execution, signal) };
    },
    staleTime: 30_000,
  });
