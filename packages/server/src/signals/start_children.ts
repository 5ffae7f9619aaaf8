/**
 * Starts the executions that others call, in the transaction of the registration: the row with its job (or its place in line),
 * or the reason why not as the end of the wait.
 */
import { type Definition, deepestChild, type Failure, type WorkflowSettings } from '@millrace/core';
import { type ExecutionStart, storableText, type WaitResult } from '@millrace/engine';
import type { Tx } from '../db/client.ts';
import { queuedStart } from '../gates/queued_start.ts';
import { type InsertParts, insertQueued } from '../storage/insert_queued.ts';
import { endWaits } from './end_waits.ts';
import type { ExternalWait, WaitEntry } from './wait_entry.ts';

type Call = Omit<WaitEntry, 'wait'> & { wait: Extract<ExternalWait, { kind: 'execution' }> };

interface Target {
  id: string;
  org_id: string;
  name: string;
  version: number;
  enabled: boolean;
  deleted: boolean;
  settings: WorkflowSettings | null;
}

/** Only workflows of the caller's own organization. A row that is being deployed or deleted is the one before or the one after. */
const targets = {
  name: 'child_targets',
  text: `
select w.id, w.org_id, w.name, w.version, w.enabled and w.status = 'active' as enabled, w.deleted_at is not null as deleted,
       v.workflow_definition -> 'config' as settings
  from unnest($1::text[], $2::uuid[]) as x(id, org_id)
  join integration_workflows w on w.id::text = lower(x.id) and w.org_id = x.org_id
  left join workflow_versions v on v.workflow_id = w.id and v.version = w.version`,
};

export async function startChildren(
  tx: Tx,
  parts: InsertParts,
  entries: readonly WaitEntry[],
): Promise<void> {
  const calls = entries.flatMap(({ wait, ...entry }): Call[] =>
    wait.kind === 'execution' ? [{ ...entry, wait }] : [],
  );
  if (calls.length === 0) return;
  const found = await findTargets(tx, calls);
  const stopping = await findStopping(tx, calls);
  const results: { execution_id: string; path: string; result: WaitResult }[] = [];
  const starts: ExecutionStart[] = [];
  for (const call of calls) {
    const target = found.get(keyOf(call.start.org_id, call.wait.workflow_id));
    const failure = stopping.has(call.start.id)
      ? isStopping
      : (refusal(call, target) ?? (await crowded(tx, parts, call)));
    const end = (result: WaitResult): void =>
      void results.push({ execution_id: call.start.id, path: call.path, result });
    if (failure) {
      end({ outcome: 'failed', failure });
      continue;
    }
    starts.push(childStart(call, target!));
    if (!call.wait.attached) end({ outcome: 'done', output: { execution_id: call.wait.execution_id } });
  }
  await readVariables(tx, starts);
  // One whose concurrency key says nothing is over before it began, and ends its wait as every end does.
  if (starts.length > 0)
    await insertQueued(
      tx,
      parts,
      starts.map((start) => queuedStart(start)),
    );
  await endWaits(tx, results);
}

async function findTargets(tx: Tx, calls: readonly Call[]): Promise<Map<string, Target>> {
  const { rows } = await tx.query<Target>({
    ...targets,
    values: [calls.map(({ wait }) => storableText(wait.workflow_id)), calls.map(({ start }) => start.org_id)],
  });
  return new Map(rows.map((row) => [keyOf(row.org_id, row.id), row]));
}

/**
 * Callers that somebody has told to stop, and whose process has not heard it: what they call now would run until they end. The
 * caller of the registration holds their rows, and whoever tells them does too.
 */
async function findStopping(tx: Tx, calls: readonly Call[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'stopping_callers',
    text: 'select id from workflow_executions where id = any($1::uuid[]) and cancel_requested',
    values: [calls.map(({ start }) => start.id)],
  });
  return new Set(rows.map(({ id }) => id));
}

const isStopping: Failure = {
  code: 'cancelled',
  message: 'The execution is being stopped; it calls nothing any more.',
};

function keyOf(org_id: string, workflow_id: string): string {
  return `${org_id} ${workflow_id.toLowerCase()}`;
}

function refusal({ start, wait }: Call, target: Target | undefined): Failure | null {
  const fail = (code: string, message: string, hint: string): Failure => ({
    code,
    message,
    hint,
    details: { workflow_id: wait.workflow_id },
  });
  if (!target || target.deleted)
    return fail(
      'workflow_gone',
      'The workflow to call does not exist any more.',
      'Choose another workflow in this step.',
    );
  if (target.version === 0)
    return fail(
      'not_deployed',
      `The workflow "${target.name}" is not deployed.`,
      'Deploy it, then run this again.',
    );
  if (!target.enabled)
    return fail('not_active', `The workflow "${target.name}" is paused.`, 'Resume it, then run this again.');
  if (start.depth >= deepestChild)
    return fail(
      'too_deep',
      `Workflows may call each other at most ${deepestChild} levels deep.`,
      'Look for a workflow that calls itself, directly or through others.',
    );
  return null;
}

async function crowded(tx: Tx, { children }: InsertParts, { start, wait }: Call): Promise<Failure | null> {
  if (!children || (await children.admits(tx, start.org_id))) return null;
  return {
    code: 'too_many_queued',
    message: `${children.most.toLocaleString('en')} executions of this organization are waiting already, so no workflow can start another`,
    hint: 'Look for a loop that starts workflows that start workflows in a loop, or start fewer at a time.',
    details: { workflow_id: wait.workflow_id },
  };
}

function childStart({ start, path, at, wait }: Call, target: Target): ExecutionStart {
  // Its nodes are read by whoever runs it; here only its settings say where it stands.
  const definition: Definition = { nodes: [], edges: [], config: target.settings ?? {} };
  return {
    id: wait.execution_id,
    org_id: start.org_id,
    workflow_id: target.id,
    workflow_name: target.name,
    version: target.version,
    definition,
    trigger_type: 'sub_workflow',
    trigger: { data: wait.input ?? null },
    triggered_by: null,
    retry_of: null,
    variables: {},
    created_at: new Date(at),
    fence: 0,
    parent: { execution_id: start.id, path },
    depth: start.depth + 1,
  };
}

/** Only a concurrency key may look at them. */
export async function readVariables(tx: Tx, starts: ExecutionStart[]): Promise<void> {
  const keyed = starts.filter(({ definition }) => definition.config.concurrency_key);
  if (keyed.length === 0) return;
  const { rows } = await tx.query<{ org_id: string; name: string; value: unknown }>(
    'select org_id, name, value from variables where org_id = any($1::uuid[])',
    [[...new Set(keyed.map(({ org_id }) => org_id))]],
  );
  const byOrg = Map.groupBy(rows, (row) => row.org_id);
  for (const start of keyed)
    start.variables = Object.fromEntries(
      (byOrg.get(start.org_id) ?? []).map(({ name, value }) => [name, value]),
    );
}

const deeper = /^(The called workflow failed: )+/;

/** How the end of a called execution is told to the step that called it. */
export function childFailure(execution_id: string, status: string, error: Failure | null): Failure {
  const said: Readonly<Record<string, string>> = {
    error: 'The called workflow failed',
    timed_out: 'The called workflow ran out of time',
    cancelled: 'The called workflow was cancelled',
  };
  // Of a failure that comes from deeper down it is told what failed there, not how many calls lie between.
  const reason = error && status === 'error' ? `: ${error.message.replace(deeper, '')}` : '';
  return {
    code: 'sub_workflow_failed',
    message: `${said[status] ?? 'The called workflow did not succeed'}${reason}`,
    details: {
      execution_id,
      status,
      ...(error ? { error: { message: error.message, code: error.code } } : {}),
    },
  };
}
