import { randomBytes } from 'node:crypto';
import type { Definition, FieldMapping } from '@millrace/core';
import { v7 as uuidv7 } from 'uuid';
import type { Tx } from '../db/client.ts';
import { ApiError, invalid } from '../errors.ts';
import { copySamples, followDraft } from '../routes/samples/queries.ts';
import { copyTests, insertTests, type WrittenTest } from '../routes/workflow_tests/queries.ts';
import {
  ensureWebhookToken,
  findWorkflow,
  insertWorkflow,
  takenNames,
  updateWorkflow,
} from '../routes/workflows/queries.ts';
import { etagOf, type WorkflowRow } from '../routes/workflows/row.ts';
import type { ServerDeps } from '../server_deps.ts';
import { audit, type Origin } from './audit.ts';
import { canonical } from './definition_hash.ts';
import type { NotedSaves } from './noted_saves.ts';
import { type Drafted, type Prepared, prepareDefinition } from './prepare_definition.ts';

export interface WorkflowDraft extends Drafted {
  name: string;
  description?: string | null | undefined;
  field_mappings?: FieldMapping[] | undefined;
}

export interface CreateOptions {
  /** For the audit log: how it came to be. */
  action: 'workflow.create' | 'workflow.import' | 'workflow.duplicate' | 'workflow.sample';
  /** Another name is found when this one is taken. */
  free_name?: boolean;
  /** The workflow that it is a copy of: it gets the pinned samples and the tests of that. */
  copy_of?: string;
  /** Tests that it has from the beginning. */
  tests?: readonly WrittenTest[];
}

/** Creates a draft with its audit row. @throws ApiError `name_taken`, DefinitionError */
export async function createWorkflow(
  deps: ServerDeps,
  origin: Origin,
  draft: WorkflowDraft,
  options: CreateOptions,
): Promise<WorkflowRow> {
  const { org_id, id: by } = origin.actor;
  const id = uuidv7();
  const prepared = await prepareDefinition(draft, {
    secrets: deps.secrets,
    manifests: deps.runtime.manifests,
    org_id,
    workflow_id: id,
    stored: null,
  });
  return nameGuarded(() =>
    deps.db.asOrg(org_id, async (tx) => {
      const name = options.free_name ? await freeName(tx, draft.name) : draft.name;
      await insertWorkflow(tx, {
        id,
        org_id,
        name,
        description: draft.description ?? null,
        workflow_definition: prepared.definition,
        field_mappings: draft.field_mappings ?? [],
        trigger_type: prepared.trigger_type,
        trigger_config: prepared.trigger_config,
        by,
      });
      await giveAddress(tx, org_id, id, prepared);
      if (options.copy_of) {
        await copySamples(tx, { from: options.copy_of, to: id, by });
        await copyTests(tx, { from: options.copy_of, to: id, org_id, by });
      }
      await insertTests(tx, { org_id, workflow_id: id, by }, options.tests ?? []);
      await audit(tx, origin, {
        action: options.action,
        object_type: 'workflow',
        object_id: id,
        details: { name },
      });
      return (await findWorkflow(tx, id))!;
    }),
  );
}

export type WorkflowUpdate = Partial<WorkflowDraft>;

/**
 * Saves a draft with its audit row, where `noted` does not know one that tells of it already. `seen` is the `updated_at` that the client last saw, null when it does not care.
 * @throws ApiError `not_found`, `stale` (with the current one, as `present` shows it), `name_taken`; DefinitionError
 */
export async function saveWorkflow(
  deps: ServerDeps,
  origin: Origin,
  request: {
    id: string;
    update: WorkflowUpdate;
    seen: string | null;
    present: (row: WorkflowRow) => unknown;
    noted: NotedSaves;
  },
): Promise<WorkflowRow> {
  const { org_id, id: by } = origin.actor;
  // Read first without a lock: sealing may need another connection, and a lock held meanwhile could starve the pool.
  const before = await deps.db.asOrg(org_id, (tx) => findWorkflow(tx, request.id), { read_only: true });
  if (!before) throw new ApiError('not_found');
  refuseStale(before, request);
  const prepared = await prepareDefinition(request.update, {
    secrets: deps.secrets,
    manifests: deps.runtime.manifests,
    org_id,
    workflow_id: request.id,
    stored: before.workflow_definition,
  });
  const { row, save, told } = await nameGuarded(() =>
    deps.db.asOrg(org_id, async (tx) => {
      const current = await findWorkflow(tx, request.id, true);
      if (!current) throw new ApiError('not_found');
      // Saved by somebody else since the read above: their secrets may be others, so this save is stale too.
      refuseStale(current, { ...request, seen: request.seen ?? before.updated_at.toISOString() });
      const next = merge(current, request.update, prepared);
      await updateWorkflow(tx, { ...next, by });
      await followDraft(
        tx,
        request.id,
        next.workflow_definition.nodes.map((node) => node.id),
      );
      await giveAddress(tx, org_id, request.id, prepared);
      const changed = changedFields(current, next);
      const save = { workflow_id: request.id, origin, changed, over: current.updated_at };
      const told = request.noted.tells(save);
      if (!told)
        await audit(tx, origin, {
          action: 'workflow.update',
          object_type: 'workflow',
          object_id: request.id,
          details: { name: next.name, changed },
        });
      return { row: (await findWorkflow(tx, request.id))!, save, told };
    }),
  );
  request.noted.note(save, row.updated_at, told);
  return row;
}

function refuseStale(
  row: WorkflowRow,
  request: { seen: string | null; present: (row: WorkflowRow) => unknown },
): void {
  if (request.seen === null || request.seen === '*') return;
  if (etagOf(row) !== `"${request.seen}"`)
    throw new ApiError('stale', { extra: { current: request.present(row) } });
}

function merge(current: WorkflowRow, update: WorkflowUpdate, prepared: Prepared) {
  const named = prepared.trigger_type === null && update.trigger_type === undefined;
  return {
    id: current.id,
    name: update.name ?? current.name,
    description: update.description === undefined ? current.description : update.description,
    workflow_definition: prepared.definition,
    field_mappings: update.field_mappings ?? current.field_mappings,
    trigger_type: named ? current.trigger_type : prepared.trigger_type,
    trigger_config:
      named && update.trigger_config === undefined ? current.trigger_config : prepared.trigger_config,
  };
}

function changedFields(current: WorkflowRow, next: ReturnType<typeof merge>): string[] {
  return (Object.keys(next) as (keyof typeof next)[]).filter(
    (field) => canonical(current[field]) !== canonical(next[field]),
  );
}

/** Random and never reused: 128 bits, so that an address cannot be guessed. */
async function giveAddress(
  tx: Tx,
  org_id: string,
  workflow_id: string,
  prepared: { trigger_type: string | null },
): Promise<void> {
  if (prepared.trigger_type !== 'webhook') return;
  await ensureWebhookToken(tx, { token: randomBytes(16).toString('base64url'), org_id, workflow_id });
}

const mostCopies = 200;

/** `name`, else `name (copy)`, `name (copy 2)`, … */
async function freeName(tx: Tx, name: string): Promise<string> {
  const base = name.slice(0, 180);
  const candidates = Array.from({ length: mostCopies }, (_, index) =>
    index === 0 ? name : `${base} (copy${index === 1 ? '' : ` ${index}`})`,
  );
  const taken = await takenNames(tx, candidates);
  const free = candidates.find((candidate) => !taken.has(candidate.toLowerCase()));
  if (free === undefined) throw new ApiError('name_taken');
  return free;
}

async function nameGuarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === '23505' && constraint === 'integration_workflows_name') throw new ApiError('name_taken');
    // Of an import, whose names were compared here; the database knows more letters that differ in case alone.
    if (code === '23505' && constraint === 'workflow_tests_name')
      throw invalid([{ path: 'tests', message: 'There are two tests with the same name' }]);
    throw error;
  }
}

/** A copy of a definition whose secrets may be sealed for the new workflow: opened here, sealed again by the save. */
export async function openForCopy(deps: ServerDeps, row: WorkflowRow): Promise<Definition> {
  return deps.secrets.openDefinition(row.org_id, row.workflow_definition, row.id);
}
