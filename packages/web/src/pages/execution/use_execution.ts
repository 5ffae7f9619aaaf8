import type { Execution, Step } from '@millrace/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { executionQuery, keys } from '../../api/queries.ts';
import { useLive } from '../../api/use_live.ts';
import { heard, isFinal, type LiveSteps, mergeSteps, nodesOf } from './live_steps.ts';

const noNodes: ReturnType<typeof nodesOf> = [];
const noSteps: Step[] = [];

/** One execution with its steps, kept up to date while it goes on. */
export function useExecution(id: string) {
  const queryClient = useQueryClient();
  const query = useQuery(executionQuery(id));
  const [live, setLive] = useState<LiveSteps>({});
  const execution: Execution | undefined = query.data;
  const definition = execution?.workflow_definition;
  const nodes = useMemo(() => (definition ? nodesOf(definition) : noNodes), [definition]);
  const going = execution !== undefined && !isFinal(execution.status);

  const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.execution(id) });
  useLive(
    going ? { execution_id: id } : null,
    (event) => {
      setLive((steps) => heard(steps, event, nodes));
      if (event.type === 'workflow:execution:complete') {
        refresh();
        void queryClient.invalidateQueries({ queryKey: keys.executions });
      }
    },
    refresh,
  );

  const steps = useMemo(
    () => (execution ? mergeSteps(execution.steps, live, nodes, execution.status) : noSteps),
    [execution, live, nodes],
  );
  return { query, execution, steps, going };
}
