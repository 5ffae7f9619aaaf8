import { executionRoutes } from '@millrace/core';
import { useEffect } from 'react';
import { call } from '../../api/call.ts';
import { useDocument } from '../document/context.tsx';
import { useResultsStore } from './context.tsx';
import { keepSamples, samplesOfSteps } from './samples.ts';
import { wholeTrigger } from './whole_trigger.ts';

/**
 * Where no test was made yet, the last execution gives the sample data. Samples are kept for this browser tab, so that
 * a reload does not lose them.
 */
export function useSampleMemory(hasExecutions: boolean): void {
  const workflowId = useDocument((state) => state.workflowId);
  const results = useResultsStore();

  useEffect(
    () =>
      results.subscribe((state, before) => {
        if (state.samples !== before.samples) keepSamples(workflowId, state.samples);
      }),
    [results, workflowId],
  );

  useEffect(() => {
    if (!hasExecutions || results.getState().samples.trigger !== undefined) return;
    const abort = new AbortController();
    void lastExecution(workflowId, abort.signal).then((execution) => {
      if (!execution || results.getState().samples.trigger !== undefined) return;
      const { outputs } = samplesOfSteps(execution.steps);
      results.getState().addSamples({
        trigger: execution.whole,
        outputs: { ...outputs, ...results.getState().samples.outputs },
      });
    });
    return () => abort.abort();
  }, [hasExecutions, results, workflowId]);
}

/** Null where there is none or it cannot be read: samples are a comfort, their absence is no error. */
async function lastExecution(workflowId: string, signal: AbortSignal) {
  try {
    const { data } = await call(executionRoutes.logs, {
      params: { id: workflowId },
      query: { limit: 1 },
      signal,
    });
    if (!data[0]) return null;
    const execution = await call(executionRoutes.get, { params: { id: data[0].id }, signal });
    return { steps: execution.steps, whole: await wholeTrigger(execution, signal) };
  } catch {
    return null;
  }
}
