/** Pure: what the error workflow is given of the execution that failed. */
import type { TriggerInput, WorkflowSettings } from '@millrace/core';
import type { EndedExecution } from '../storage/end_hooks.ts';
import { keepsData } from '../storage/kept_data.ts';
import type { FailedRow } from './find_handlers.ts';

/** @param settings of the version that failed: what it does not keep is not handed on to be kept elsewhere */
export function failedTrigger(
  ended: EndedExecution,
  row: FailedRow,
  settings: WorkflowSettings,
  public_url: string,
): TriggerInput {
  const { id, workflow_id, version, status, error, finished_at, trigger_type } = ended;
  const started_at = ended.started_at ?? row.started_at;
  return {
    data: {
      execution: {
        id,
        number: Number(row.number),
        workflow_id,
        workflow_name: row.workflow_name ?? '',
        version,
        status,
        error,
        started_at: started_at?.toISOString() ?? null,
        finished_at: finished_at.toISOString(),
        trigger_type,
        url: `${public_url}/executions/${id}`,
      },
      trigger: keepsData(status, settings.save_data) ? (ended.trigger ?? row.trigger) : null,
    },
  };
}
