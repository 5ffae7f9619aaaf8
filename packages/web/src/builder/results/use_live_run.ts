import { executionRoutes } from '@millrace/core';
import { useEffect, useEffectEvent } from 'react';
import { call } from '../../api/call.ts';
import { useLive } from '../../api/use_live.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';
import { useResults, useResultsStore } from './context.tsx';
import { isFinal } from './store.ts';

/** A lost event must not leave a node running for ever: while a run goes on, it is asked for this often. */
const askAgainMs = 5_000;

/** Follows the watched run: live events ring the nodes, and what is stored has the last word. */
export function useLiveRun(): void {
  const id = useResults((state) =>
    state.run?.kind === 'run' && !isFinal(state.run.status) ? state.run.execution_id : null,
  );
  const ended = useResults(
    (state) => state.run?.kind === 'run' && isFinal(state.run.status) && state.run.output === undefined,
  );
  const watched = useResults((state) => state.run?.execution_id ?? null);
  const starting = usePanels((state) => state.dialog === 'run');
  const workflowId = useDocument((state) => state.workflowId);
  const results = useResultsStore();
  const store = useDocumentStore();

  const fetchNow = useEffectEvent(async (executionId: string) => {
    try {
      const execution = await call(executionRoutes.get, { params: { id: executionId } });
      if (results.getState().run?.execution_id !== executionId) return;
      const known = results.getState().run?.steps.length ?? 0;
      // While it runs, live events may be ahead of what is stored.
      if (isFinal(execution.status) || execution.steps.length >= known)
        results.getState().showExecution(execution);
      if (isFinal(execution.status))
        results.getState().addSamples({ trigger: execution.trigger, outputs: {} });
    } catch {
      // Asked again in a moment; the live events go on meanwhile.
    }
  });

  // The whole workflow is watched from the moment the dialog is open: the first events of a run come before its answer.
  useLive(
    id || starting ? { workflow_id: workflowId } : null,
    (event) => results.getState().apply(event, store.getState().draft.definition.nodes),
    () => void (id && fetchNow(id)),
  );

  useEffect(() => {
    if (!id) return;
    const timer = setInterval(() => void fetchNow(id), askAgainMs);
    return () => clearInterval(timer);
  }, [id]);

  useEffect(() => {
    if (ended && watched) void fetchNow(watched);
  }, [ended, watched]);
}
