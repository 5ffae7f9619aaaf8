/**
 * An execution that fails starts the error workflow of its workflow, in the transaction of its end. Invariants:
 *  1. Every failure starts it once: the end, and with it the start, is committed once.
 *  2. What an error workflow runs starts no error workflow, so a handler that fails does not call itself; and no chain of
 *     executions gets longer than calls may.
 *  3. A handler that is paused, deleted, not deployed or of another organization is not started, and keeps nothing from ending.
 */
import { type Definition, deepestChild, type WorkflowSettings } from '@millrace/core';
import type { ExecutionStart } from '@millrace/engine';
import { queuedStart } from '../gates/queued_start.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import { readVariables } from '../signals/start_children.ts';
import type { EndedExecution, EndHook } from '../storage/end_hooks.ts';
import { insertQueued } from '../storage/insert_queued.ts';
import { failedTrigger } from './failed_trigger.ts';
import { type FailedRow, findFailed, findHandlers, type Handler } from './find_handlers.ts';

export interface ErrorHookParts {
  queue: Pick<ExecutionQueue, 'insert'>;
  public_url: string;
}

export function errorHook({ queue, public_url }: ErrorHookParts): EndHook {
  return {
    needed: ({ status, trigger_type, depth, settings }) =>
      (status === 'error' || status === 'timed_out') &&
      trigger_type !== 'error' &&
      depth < deepestChild &&
      (settings === null || Boolean(settings.error_workflow_id)),
    async run(tx, ended, ends) {
      const rows = await findFailed(
        tx,
        ended.map(({ id }) => id),
      );
      const failures = ended.flatMap((one) => failureOf(one, rows.get(one.id)));
      if (failures.length === 0) return;
      const handlers = await findHandlers(tx, [...new Set(failures.map(({ handler_id }) => handler_id))]);
      const starts = failures.flatMap(({ handler_id, ended, row, settings }) => {
        const handler = handlers.get(handler_id);
        if (handler?.org_id !== ended.org_id) return [];
        return [startOf(handler, ended, failedTrigger(ended, row, settings, public_url))];
      });
      if (starts.length === 0) return;
      await readVariables(tx, starts);
      await insertQueued(
        tx,
        { queue, ends },
        starts.map((start) => queuedStart(start)),
      );
    },
  };
}

interface HandledFailure {
  ended: EndedExecution;
  row: FailedRow;
  settings: WorkflowSettings;
  handler_id: string;
}

function failureOf(ended: EndedExecution, row: FailedRow | undefined): HandledFailure[] {
  const settings = ended.settings ?? row?.settings;
  if (!row || !settings?.error_workflow_id) return [];
  return [{ ended, row, settings, handler_id: settings.error_workflow_id }];
}

function startOf(
  handler: Handler,
  ended: EndedExecution,
  trigger: ExecutionStart['trigger'],
): ExecutionStart {
  // Its nodes are read by whoever runs it; here only its settings say where it stands.
  const definition: Definition = { nodes: [], edges: [], config: handler.settings ?? {} };
  return {
    id: newId(),
    org_id: handler.org_id,
    workflow_id: handler.id,
    workflow_name: handler.name,
    version: handler.version,
    definition,
    trigger_type: 'error',
    trigger,
    triggered_by: null,
    retry_of: null,
    variables: {},
    created_at: ended.finished_at,
    fence: 0,
    parent: { execution_id: ended.id, path: '' },
    depth: ended.depth + 1,
  };
}
