import { executionRoutes, type LiveEvent } from '@millrace/core';
import { useEffect, useEffectEvent, useRef } from 'react';
import { call } from '../../api/call.ts';
import { useLive } from '../../api/use_live.ts';
import { useThrottled } from '../../components/use_throttled.ts';
import { isFinal } from '../../steps/live_steps.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';
import { useResults, useResultsStore } from './context.tsx';
import { ranOn } from './store.ts';
import { wholeTrigger } from './whole_trigger.ts';

/** A lost event must not leave a node running for ever: while a run goes on, it is asked for this often. */
const askAgainMs = 5_000;
/** A loop sends thousands of events a second; they are drawn together. */
const drawAgainMs = 100;

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
        results.getState().showExecution({ ...execution, ran: ranOn(execution) });
      if (isFinal(execution.status))
        results.getState().addSamples({ trigger: await wholeTrigger(execution), outputs: {} });
    } catch {
      // Asked again in a moment; the live events go on meanwhile.
    }
  });

  const waiting = useRef<LiveEvent[]>([]);
  const draw = useThrottled(() => {
    const events = waiting.current;
    waiting.current = [];
    results.getState().apply(events, store.getState().draft.definition.nodes);
  }, drawAgainMs);

  // The whole workflow is watched from the moment the dialog is open: the first events of a run come before its answer.
  useLive(
    id || starting ? { workflow_id: workflowId } : null,
    (event) => {
      waiting.current.push(event);
      draw();
    },
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
