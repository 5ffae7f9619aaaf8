import { ExecutionHistory } from '../executions/execution_history.tsx';

/** The history of one workflow: the Executions tab of the builder. */
export function WorkflowExecutions({ workflowId }: { workflowId: string }) {
  return <ExecutionHistory workflowId={workflowId} />;
}
