import type { Execution, Step } from '@millrace/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { executionQuery, keys } from '../../api/queries.ts';
import { useLive } from '../../api/use_live.ts';
import { useThrottled } from '../../components/use_throttled.ts';
import { HeardSteps, isFinal, mergeSteps, nodesOf } from '../../steps/live_steps.ts';

const noNodes: ReturnType<typeof nodesOf> = [];
const noSteps: Step[] = [];
/** A loop sends thousands of events a second; nobody reads faster than this. */
const drawAgainMs = 250;
/** What ends a wait sends no event of its own before somebody goes on with it. */
const askAgainMs = 4_000;

/** One execution with its steps, kept up to date while it goes on. */
export function useExecution(id: string) {
  const queryClient = useQueryClient();
  const query = useQuery({
    ...executionQuery(id),
    refetchInterval: ({ state }) => (state.data && !isFinal(state.data.status) ? askAgainMs : false),
  });
  const [heard] = useState(() => new HeardSteps());
  const [version, setVersion] = useState(0);
  const draw = useThrottled(() => setVersion((drawn) => drawn + 1), drawAgainMs);
  const execution: Execution | undefined = query.data;
  const definition = execution?.workflow_definition;
  const nodes = useMemo(() => (definition ? nodesOf(definition) : noNodes), [definition]);
  const going = execution !== undefined && !isFinal(execution.status);

  const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.execution(id), exact: true });
  const refreshSoon = useThrottled(refresh, drawAgainMs);
  useLive(
    going ? { execution_id: id } : null,
    (event) => {
      heard.hear(event, nodes);
      draw();
      // What it waits for, and who can end that, is in the record.
      if (event.type === 'workflow:node:waiting') refreshSoon();
      if (event.type === 'workflow:execution:complete') {
        refresh();
        void queryClient.invalidateQueries({ queryKey: keys.executions });
      }
    },
    refresh,
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` says that more was heard
  const steps = useMemo(
    () => (execution ? mergeSteps(execution.steps, heard.steps(), nodes, execution.status) : noSteps),
    [execution, heard, nodes, version],
  );
  return { query, execution, steps, going };
}
