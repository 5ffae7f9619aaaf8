/** Runs an execution again, as a new one: from its start, or from where it failed with what had succeeded. */
import type { Definition, ExecutionStatus, Step } from '@millrace/core';
import type { ExecutionStart, JournalEntry } from '@millrace/engine';
import type { Database } from '../db/client.ts';
import { ApiError } from '../errors.ts';
import { queuedStart } from '../gates/queued_start.ts';
import { newId } from '../new_id.ts';
import type { ExecutionQueue } from '../queue.ts';
import type { Ends } from '../storage/end_hooks.ts';
import { insertJournal } from '../storage/insert_journal.ts';
import { insertQueued } from '../storage/insert_queued.ts';
import { keepsData } from '../storage/kept_data.ts';
import { readWholeExecution, type StoredExecution } from '../storage/read_execution.ts';
import { reusableSteps } from './reusable_steps.ts';
import type { Workflows } from './workflows.ts';

export interface RetryRequest {
  org_id: string;
  execution_id: string;
  from: 'failed' | 'start';
  version: 'original' | 'current';
  triggered_by: string | null;
}

export interface RetryParts {
  db: Database;
  queue: ExecutionQueue;
  ends: Ends;
  workflows: Workflows;
  /** The time of the database. */
  now(): Date;
}

/**
 * Queues the new execution together with the steps that it takes over.
 * @throws ApiError `not_found`, `not_finished`, `nothing_failed`, `not_deployed`, `data_not_kept`
 */
export async function retryExecution(
  { db, queue, ends, workflows, now }: RetryParts,
  request: RetryRequest,
): Promise<{ execution_id: string; status: ExecutionStatus }> {
  const original = await readWholeExecution(db.engine, request.org_id, request.execution_id);
  if (!original) throw new ApiError('not_found');
  if (!original.finished_at) throw new ApiError('not_finished');
  const current = await workflows.deployed(original.workflow_id);
  if (!current) throw new ApiError('not_found', { message: 'The workflow of this execution was deleted.' });
  const version = request.version === 'current' ? current.version : original.version;
  const definition = await workflows.version(original.workflow_id, version);
  const before = await workflows.version(original.workflow_id, original.version);
  if (!definition || !before) throw new ApiError('not_deployed');
  if (!keepsData(original.status, before.config.save_data)) throw new ApiError('data_not_kept');
  const kept = request.from === 'failed' ? keptSteps(original, before, definition) : [];
  const start: ExecutionStart = {
    id: newId(),
    org_id: request.org_id,
    workflow_id: original.workflow_id,
    workflow_name: current.name,
    version,
    definition,
    trigger_type: 'retry',
    trigger: original.trigger,
    triggered_by: request.triggered_by,
    retry_of: original.id,
    // For its concurrency key; it runs with those of its time.
    variables: await workflows.variables(request.org_id),
    created_at: now(),
    fence: 0,
    // Whoever called the first one was told of its end, and waits for nothing any more.
    parent: null,
    depth: 0,
  };
  await db.asEngine(async (tx) => {
    await insertQueued(tx, { queue, ends }, [queuedStart(start)]);
    await insertJournal(tx, { execution_id: start.id, org_id: start.org_id }, kept.map(entryOf));
  });
  return { execution_id: start.id, status: 'queued' };
}

function keptSteps(original: StoredExecution, before: Definition, definition: Definition): Step[] {
  if (original.status === 'success') throw new ApiError('nothing_failed');
  return reusableSteps(original.steps, before, definition);
}

function entryOf(step: Step): JournalEntry {
  return { kind: 'settled', path: step.path, attempt: step.attempts ?? 1, step };
}
