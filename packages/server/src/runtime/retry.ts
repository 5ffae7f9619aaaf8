/** Runs an execution again, as a new one: from its start, or from where it failed with what had succeeded. */
import {
  type Definition,
  type ExecutionStatus,
  type Step,
  upstream,
  type WorkflowNode,
} from '@millrace/core';
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
import { readExecution, type StoredExecution } from '../storage/read_execution.ts';
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
}

/**
 * Queues the new execution together with the steps that it takes over.
 * @throws ApiError `not_found`, `not_finished`, `nothing_failed`, `not_deployed`, `data_not_kept`
 */
export async function retryExecution(
  { db, queue, ends, workflows }: RetryParts,
  request: RetryRequest,
): Promise<{ execution_id: string; status: ExecutionStatus }> {
  const original = await readExecution(db.engine, request.org_id, request.execution_id);
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
    created_at: new Date(),
    fence: 0,
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

/**
 * Steps that the new execution need not run: they succeeded, their node is the same, and so is everything before it.
 * What came after a failure that was let pass saw that failure, and is run again.
 */
export function reusableSteps(steps: readonly Step[], before: Definition, definition: Definition): Step[] {
  const byNode = new Map(steps.map((step) => [step.node_id, step]));
  const fixed = new Set(definition.nodes.filter((node) => isSame(node, before)).map((node) => node.id));
  const holds = (id: string): boolean => {
    const status = byNode.get(id)?.status;
    return fixed.has(id) && (status === 'success' || status === 'skipped');
  };
  return definition.nodes.flatMap((node) => {
    const step = byNode.get(node.id);
    if (step?.status !== 'success' || node.type === 'trigger' || !('output' in step)) return [];
    return holds(node.id) && [...upstream(definition, node.id)].every(holds) ? [step] : [];
  });
}

/** The same node with the same edges into it. */
function isSame(node: WorkflowNode, before: Definition): boolean {
  const old = before.nodes.find(({ id }) => id === node.id);
  if (!old) return false;
  return meaning(node) === meaning(old);
}

/** Everything of a node that decides what it does; its place and its notes do not. */
function meaning({ position: _position, notes: _notes, label: _label, ...rest }: WorkflowNode): string {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function entryOf(step: Step): JournalEntry {
  return { kind: 'settled', path: step.path, attempt: step.attempts ?? 1, step };
}
