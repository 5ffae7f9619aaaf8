import { DefinitionError, type Execution, executionRoutes, parseDefinition } from '@millrace/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { toast } from '../../components/ui/toast.tsx';
import { knowing } from '../../strings/knowing.ts';
import { type Change, changesBetween } from '../document/diff/changes.ts';
import type { Draft } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from './context.tsx';
import { wholeTrigger } from './whole_trigger.ts';

/** Shows a past execution of the workflow: its data is on the nodes, and what tests and expressions take. */
export function usePastExecution() {
  const results = useResultsStore();
  const panels = usePanelsStore();
  return useMutation({
    mutationFn: async (id: string) => {
      const execution = await call(executionRoutes.get, { params: { id } });
      return { execution, trigger: await wholeTrigger(execution) };
    },
    onSuccess: ({ execution, trigger }) => {
      results.getState().loadExecution(execution);
      results.getState().addSamples({ trigger, outputs: {} });
      panels.getState().openDrawer('steps');
    },
    onError: (error) =>
      toast.error(knowing.past.failed, { description: messageOf(error, knowing.past.failed) }),
  });
}

/** Shows the execution that the address names. */
export function useExecutionOfAddress(id: string | undefined): void {
  const { mutate } = usePastExecution();
  useEffect(() => {
    if (id) mutate(id);
  }, [id, mutate]);
}

/** What is different in the draft from what an execution ran on; null when that cannot be read any more. */
export function changesSince(
  execution: Pick<Execution, 'workflow_definition'>,
  draft: Draft,
): Change[] | null {
  try {
    const ran = { ...draft, definition: parseDefinition(execution.workflow_definition) };
    return changesBetween(ran, draft).filter(matters);
  } catch (error) {
    if (error instanceof DefinitionError) return null;
    throw error;
  }
}

/** What stands elsewhere on the canvas, or is only written on it, does the same. */
function matters({ kind, verb }: Change): boolean {
  return verb !== 'moved' && kind !== 'note' && kind !== 'group';
}
