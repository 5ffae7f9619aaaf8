import { type WorkflowTestDraft, workflowTestRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import type { Actor } from '../../auth/actor.ts';
import { namesOf } from '../../auth/names.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { definitionHash } from '../../commands/definition_hash.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { OrgSlots } from '../../org_slots.ts';
import { type Handler, registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { loadWorkflow } from '../workflows/load.ts';
import { openDraft } from '../workflows/open_draft.ts';
import { findWorkflow } from '../workflows/queries.ts';
import { workflowTestPolicy } from './policy.ts';
import {
  deleteTest,
  insertTests,
  listTests,
  noteResults,
  type TestRow,
  updateTest,
  weighOthers,
} from './queries.ts';
import { runTests } from './run_tests.ts';
import { refuseMany, written } from './stored_tests.ts';

type Handlers = { [K in keyof typeof workflowTestRoutes]: Handler<(typeof workflowTestRoutes)[K]> };

/** Saved tests of a workflow's draft. */
export function registerWorkflowTests(app: FastifyInstance, deps: ServerDeps, slots: OrgSlots): void {
  const handlers = { ...keepHandlers(deps), run: runHandler(deps, slots) };
  registerResource(app, workflowTestRoutes, workflowTestPolicy, handlers, deps);
}

function keepHandlers(deps: ServerDeps): Omit<Handlers, 'run'> {
  return {
    list: async ({ params, actor }) => {
      const workflow = await loadWorkflow(deps, actor, params.id);
      const rows = await deps.db.asOrg(actor.org_id, (tx) => listTests(tx, params.id), { read_only: true });
      return { data: await present(deps, rows, definitionHash(workflow.workflow_definition)) };
    },
    create: async (call) => {
      const { params, body, actor } = call;
      const test = written(body);
      const row = await save(deps, actor, params.id, async (tx) => {
        refuseMany(await weighOthers(tx, params.id, null), [test]);
        await audit(tx, originOf(call), noted('test.create', params.id, body));
        const owner = { org_id: actor.org_id, workflow_id: params.id, by: actor.id };
        return (await insertTests(tx, owner, [test]))[0]!;
      });
      return (await present(deps, [row], null))[0]!;
    },
    update: async (call) => {
      const { params, body, actor } = call;
      const test = written(body);
      const row = await save(deps, actor, params.id, async (tx) => {
        refuseMany(await weighOthers(tx, params.id, params.test_id), [test]);
        await audit(tx, originOf(call), noted('test.update', params.id, body));
        const place = { id: params.test_id, workflow_id: params.id, by: actor.id };
        const updated = await updateTest(tx, place, test);
        if (!updated) throw noTest();
        return updated;
      });
      return (await present(deps, [row], null))[0]!;
    },
    remove: async (call) => {
      const { params, actor } = call;
      await loadWorkflow(deps, actor, params.id);
      await deps.db.asOrg(actor.org_id, async (tx) => {
        const name = await deleteTest(tx, params.id, params.test_id);
        if (name === undefined) throw noTest();
        await audit(tx, originOf(call), noted('test.delete', params.id, { name }));
      });
      return null;
    },
  };
}

function runHandler(deps: ServerDeps, slots: OrgSlots): Handlers['run'] {
  return async ({ params, body, actor }) => {
    const workflow = await loadWorkflow(deps, actor, params.id);
    const { definition, hash } = await openDraft(deps, actor, workflow, body?.workflow_definition);
    const tests = await deps.db.asOrg(actor.org_id, (tx) => listTests(tx, params.id, body?.ids ?? null), {
      read_only: true,
    });
    refuseUnknown(body?.ids, tests);
    const results = await slots.use(actor.org_id, () =>
      runTests(definition, tests, (given) =>
        deps.runtime.test({
          org_id: actor.org_id,
          workflow: { id: workflow.id, name: workflow.name },
          definition,
          ...given,
        }),
      ),
    );
    const ended = tests.map(({ id, updated_at }, index) => ({
      id,
      updated_at,
      passed: results[index]!.passed,
    }));
    await deps.db.asOrg(actor.org_id, (tx) => noteResults(tx, hash, ended));
    const passed = results.filter((result) => result.passed).length;
    return { passed, failed: results.length - passed, results };
  };
}

function refuseUnknown(ids: readonly string[] | undefined, tests: readonly TestRow[]): void {
  const known = new Set(tests.map(({ id }) => id));
  const unknown = ids?.findIndex((id) => !known.has(id.toLowerCase())) ?? -1;
  if (unknown >= 0) throw invalid([{ path: `ids[${unknown}]`, message: 'This workflow has no such test' }]);
}

/** Writes with the workflow locked, so that two who save at once are both counted. @throws ApiError `not_found`, `name_taken` */
async function save(
  deps: ServerDeps,
  actor: Actor,
  workflow_id: string,
  work: (tx: Tx) => Promise<TestRow>,
): Promise<TestRow> {
  try {
    return await deps.db.asOrg(actor.org_id, async (tx) => {
      if (!(await findWorkflow(tx, workflow_id, true)))
        throw new ApiError('not_found', { message: 'There is no such workflow.' });
      return work(tx);
    });
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === '23505' && constraint === 'workflow_tests_name')
      throw new ApiError('name_taken', { message: 'This workflow has a test with this name already.' });
    throw error;
  }
}

function noTest(): ApiError {
  return new ApiError('not_found', { message: 'There is no such test.' });
}

function noted(action: string, object_id: string, { name }: Pick<WorkflowTestDraft, 'name'>) {
  return { action, object_type: 'workflow', object_id, details: { test: name } };
}

/** @param hash of the saved draft; null: none of them has a result */
async function present(deps: ServerDeps, rows: readonly TestRow[], hash: string | null) {
  const name = await namesOf(
    deps.auth,
    rows.map((row) => row.created_by),
  );
  return rows.map(({ test, last_passed, last_run_at, last_hash, ...row }) => ({
    ...row,
    input: test.input,
    request: test.request ?? null,
    mocks: test.mocks,
    expectations: test.expectations,
    at: test.at ?? null,
    created_by: name(row.created_by),
    last_result:
      last_passed === null || last_run_at === null
        ? null
        : { passed: last_passed, at: last_run_at, version_hash: last_hash!, current: last_hash === hash },
  }));
}
