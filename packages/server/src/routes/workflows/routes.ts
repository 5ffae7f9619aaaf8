import { type WorkflowEvent, workflowRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../auth/actor.ts';
import { namesOf } from '../../auth/names.ts';
import { originOf } from '../../commands/audit.ts';
import { checkDraft } from '../../commands/check_draft.ts';
import { deleteWorkflow } from '../../commands/delete_workflow.ts';
import { deployWorkflow } from '../../commands/deploy_workflow.ts';
import { NotedSaves } from '../../commands/noted_saves.ts';
import { prepareDefinition } from '../../commands/prepare_definition.ts';
import { sampleWorkflow } from '../../commands/sample_workflow.ts';
import { createWorkflow, openForCopy, saveWorkflow } from '../../commands/save_workflow.ts';
import { pauseWorkflow, resumeWorkflow } from '../../commands/toggle_workflow.ts';
import { ApiError } from '../../errors.ts';
import { type Handler, registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { decodeCursor, toPage } from '../page.ts';
import { listTests } from '../workflow_tests/queries.ts';
import { findCallers } from './callers.ts';
import { loadWorkflow } from './load.ts';
import { workflowPolicy } from './policy.ts';
import { findDeployedVersion, listVersions, listWorkflows } from './queries.ts';
import { etagOf, type Presenting, presentListed, presentWorkflow, type WorkflowRow } from './row.ts';
import { type RunSlots, runHandlers } from './run.ts';
import { exportWorkflow, fileName, readExported } from './transfer.ts';

type Handlers = { [K in keyof typeof workflowRoutes]: Handler<(typeof workflowRoutes)[K]> };

/** Workflows: drafts, versions, and what is done with them. */
export function registerWorkflows(app: FastifyInstance, deps: ServerDeps, slots: RunSlots): void {
  registerResource(
    app,
    workflowRoutes,
    workflowPolicy,
    {
      ...listHandlers(deps),
      ...draftHandlers(deps),
      ...lifeHandlers(deps),
      ...transferHandlers(deps),
      ...runHandlers(deps, slots),
    },
    deps,
  );
}

function presenting(deps: ServerDeps, actor: Actor): Presenting {
  return { secrets: deps.secrets, public_url: deps.env.public_url, org_slug: actor.org_slug };
}

/** The answer for one workflow, with the tag that If-Match takes. */
function answer(
  deps: ServerDeps,
  call: { actor: Actor; reply: { header(name: string, value: string): unknown } },
  row: WorkflowRow,
) {
  call.reply.header('etag', etagOf(row));
  return presentWorkflow(row, presenting(deps, call.actor));
}

/** Whoever looks at the workflow hears that it is another now. */
function tell(deps: ServerDeps, change: WorkflowEvent['change'], row: WorkflowRow): WorkflowRow {
  const { org_id, id: workflow_id, updated_at, updated_by } = row;
  deps.runtime.hub.workflowChanged(org_id, {
    workflow_id,
    change,
    updated_at: updated_at.toISOString(),
    updated_by,
  });
  return row;
}

function listHandlers(deps: ServerDeps): Pick<Handlers, 'list' | 'versions' | 'version'> {
  return {
    list: async ({ query, actor }) => {
      const filter = { ...query, after: decodeCursor(query.cursor) };
      const { rows, counted } = await deps.db.asOrg(actor.org_id, (tx) => listWorkflows(tx, filter), {
        read_only: true,
      });
      const by = presenting(deps, actor);
      return toPage(rows, {
        limit: query.limit,
        counted,
        cursorOf: (row) => ({ value: row.sort_value, id: row.id }),
        present: (row) => presentListed(row, by),
      });
    },
    versions: async ({ params, query, actor }) => {
      const workflow = await loadWorkflow(deps, actor, params.id);
      const after = decodeCursor(query.cursor);
      const before = after === null ? null : Number.parseInt(after.value, 10) || 0;
      const found = await deps.db.asOrg(
        actor.org_id,
        (tx) => listVersions(tx, params.id, before, query.limit),
        { read_only: true },
      );
      const name = await namesOf(
        deps.auth,
        found.rows.map((row) => row.created_by),
      );
      return toPage(found.rows, {
        limit: query.limit,
        counted: found.counted,
        cursorOf: (row) => ({ value: String(row.version), id: '' }),
        present: (row) => ({
          ...row,
          created_by: name(row.created_by),
          current: row.version === workflow.version,
        }),
      });
    },
    version: async ({ params, actor }) => {
      const workflow = await loadWorkflow(deps, actor, params.id);
      const row = await deps.db.asOrg(
        actor.org_id,
        (tx) => findDeployedVersion(tx, params.id, Number(params.version)),
        { read_only: true },
      );
      if (!row) throw new ApiError('not_found', { message: 'There is no such version.' });
      const name = await namesOf(deps.auth, [row.created_by]);
      return {
        ...row,
        created_by: name(row.created_by),
        current: row.version === workflow.version,
        workflow_definition: deps.secrets.present(row.workflow_definition) as unknown as Record<
          string,
          unknown
        >,
      };
    },
  };
}

function draftHandlers(
  deps: ServerDeps,
): Pick<Handlers, 'create' | 'get' | 'update' | 'duplicate' | 'sample' | 'validate'> {
  const noted = new NotedSaves();
  return {
    create: async (call) =>
      answer(
        deps,
        call,
        await createWorkflow(deps, originOf(call), call.body, { action: 'workflow.create' }),
      ),
    get: async (call) => {
      const { actor, params, query } = call;
      const workflow = answer(deps, call, await loadWorkflow(deps, actor, params.id));
      if (query.callers !== 'true') return workflow;
      const called_by = await deps.db.asOrg(actor.org_id, (tx) => findCallers(tx, params.id), {
        read_only: true,
      });
      return { ...workflow, called_by };
    },
    update: async (call) => {
      const { updated_at, ...update } = call.body;
      const present = (row: WorkflowRow) => presentWorkflow(row, presenting(deps, call.actor));
      const seen = seenVersion(call.request.headers['if-match'], updated_at);
      return answer(
        deps,
        call,
        tell(
          deps,
          'saved',
          await saveWorkflow(deps, originOf(call), { id: call.params.id, update, seen, present, noted }),
        ),
      );
    },
    duplicate: async (call) => {
      const row = await loadWorkflow(deps, call.actor, call.params.id);
      const copy = { ...row, workflow_definition: { ...(await openForCopy(deps, row)) } };
      const { name, description, workflow_definition, field_mappings, trigger_type, trigger_config } = copy;
      const draft = { name, description, workflow_definition, field_mappings, trigger_type, trigger_config };
      return answer(
        deps,
        call,
        await createWorkflow(deps, originOf(call), draft, {
          action: 'workflow.duplicate',
          free_name: true,
          copy_of: row.id,
        }),
      );
    },
    sample: async (call) => {
      const draft = { ...sampleWorkflow, workflow_definition: { ...sampleWorkflow.workflow_definition } };
      return answer(
        deps,
        call,
        await createWorkflow(deps, originOf(call), draft, { action: 'workflow.sample', free_name: true }),
      );
    },
    validate: async ({ params, body, actor }) => {
      const row = await loadWorkflow(deps, actor, params.id);
      const { definition } = await prepareDefinition(
        { workflow_definition: body?.workflow_definition },
        {
          secrets: deps.secrets,
          manifests: deps.runtime.manifests,
          org_id: actor.org_id,
          workflow_id: row.id,
          stored: row.workflow_definition,
        },
      );
      const problems = await deps.db.asOrg(
        actor.org_id,
        (tx) => checkDraft(deps, tx, { workflow_id: row.id, org_id: actor.org_id }, definition),
        {
          read_only: true,
        },
      );
      return { valid: problems.every((problem) => problem.severity !== 'error'), problems };
    },
  };
}

/** What the client last saw: the header wins over the body, `*` means whatever is there. */
function seenVersion(header: string | undefined, updated_at: string | undefined): string | null {
  if (header !== undefined) return header.trim().replace(/^W\//, '').replaceAll('"', '');
  return updated_at === undefined ? null : new Date(updated_at).toISOString();
}

function lifeHandlers(deps: ServerDeps): Pick<Handlers, 'deploy' | 'pause' | 'resume' | 'remove'> {
  const origin = (call: Parameters<typeof originOf>[0]) => ({
    ...originOf(call),
    org_slug: call.actor.org_slug,
  });
  // Whoever was answered finds it done, without waiting for the notification that the others hear.
  const done = <T>(result: T): T => {
    deps.runtime.changed();
    return result;
  };
  return {
    deploy: async (call) => {
      const { row, warnings } = done(await deployWorkflow(deps, origin(call), call.params.id));
      tell(deps, 'deployed', row);
      return { ...(await answer(deps, call, row)), warnings };
    },
    pause: async (call) =>
      answer(
        deps,
        call,
        tell(deps, 'paused', done(await pauseWorkflow(deps, originOf(call), call.params.id))),
      ),
    resume: async (call) =>
      answer(
        deps,
        call,
        tell(deps, 'resumed', done(await resumeWorkflow(deps, origin(call), call.params.id))),
      ),
    remove: async (call) => {
      tell(deps, 'deleted', await deleteWorkflow(deps, originOf(call), call.params.id));
      return done(null);
    },
  };
}

function transferHandlers(deps: ServerDeps): Pick<Handlers, 'exportOne' | 'importOne'> {
  return {
    exportOne: async ({ params, actor, reply }) => {
      const row = await loadWorkflow(deps, actor, params.id);
      reply.header('content-disposition', `attachment; filename="${fileName(row.name)}"`);
      const tests = await deps.db.asOrg(actor.org_id, (tx) => listTests(tx, params.id), { read_only: true });
      return exportWorkflow(row, deps.secrets, tests);
    },
    importOne: async (call) => {
      const { draft, tests } = readExported(call.body);
      return answer(
        deps,
        call,
        await createWorkflow(deps, originOf(call), draft, {
          action: 'workflow.import',
          free_name: true,
          tests,
        }),
      );
    },
  };
}
