/** What the expressions see that are computed before an execution runs: its concurrency key and the id of a delivery. */
import type { TriggerInput } from '@millrace/core';
import type { ExecutionStart } from '@millrace/engine';

type Known = Pick<
  ExecutionStart,
  | 'id'
  | 'workflow_id'
  | 'workflow_name'
  | 'version'
  | 'trigger'
  | 'trigger_type'
  | 'variables'
  | 'created_at'
  | 'retry_of'
>;

/** `trigger`, `workflow`, `execution` and `variables`, as the steps see them too. */
export function startScope(start: Known): Record<string, unknown> {
  return {
    trigger: triggerScope(start.trigger),
    workflow: { id: start.workflow_id, name: start.workflow_name, version: start.version },
    execution: {
      id: start.id,
      trigger_type: start.trigger_type,
      created_at: start.created_at.toISOString(),
      retry_of: start.retry_of,
    },
    variables: start.variables,
  };
}

export function triggerScope(trigger: TriggerInput): Record<string, unknown> {
  const { data, headers = {}, query = {}, method = null } = trigger;
  return { data: data ?? null, payload: data ?? null, headers, query, method };
}
