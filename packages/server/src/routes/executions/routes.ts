import { executionRoutes, type Failure } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../auth/actor.ts';
import { namesOf } from '../../auth/names.ts';
import { audit, originOf } from '../../commands/audit.ts';
import { ApiError } from '../../errors.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { decodeCursor, toPage } from '../page.ts';
import { loadWorkflow } from '../workflows/load.ts';
import { answerHandler, blobHandler } from './answer.ts';
import { hideAddresses } from './capabilities.ts';
import { executionPolicy } from './policy.ts';
import { presentExecution } from './present.ts';
import { type ExecutionFilter, listExecutions } from './queries.ts';

/** History: what ran, step by step, and running it again. */
export function registerExecutions(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    executionRoutes,
    executionPolicy,
    {
      logs: async ({ params, query, actor }) => {
        await loadWorkflow(deps, actor, params.id);
        return list(deps, actor, { ...query, workflow_id: params.id, after: cursorOf(query.cursor) });
      },
      list: async ({ query, actor }) => list(deps, actor, { ...query, after: cursorOf(query.cursor) }),
      get: async ({ params, actor }) => {
        const execution = await presentExecution(deps, actor, params.id);
        if (!execution) throw new ApiError('not_found', { message: 'There is no such execution.' });
        return execution;
      },
      retry: async (call) => {
        const { params, body, actor } = call;
        const { from, version } = { from: 'start', version: 'original', ...body } as const;
        const answer = await deps.runtime.retry({
          org_id: actor.org_id,
          execution_id: params.id,
          from,
          version,
          triggered_by: actor.id,
        });
        await note(deps, call, 'execution.retry', { from, version, execution_id: answer.execution_id });
        return answer;
      },
      cancel: async (call) => {
        const answer = await deps.runtime.cancel(call.actor.org_id, call.params.id);
        await note(deps, call, 'execution.cancel', {});
        return answer;
      },
      answer: answerHandler(deps),
      blob: blobHandler(deps),
    },
    deps,
  );
}

function cursorOf(text: string | undefined) {
  const cursor = decodeCursor(text);
  if (cursor !== null && !z.uuid().safeParse(cursor.id).success)
    throw new ApiError('validation_failed', {
      issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
    });
  return cursor;
}

async function list(deps: ServerDeps, actor: Actor, filter: ExecutionFilter) {
  const { rows, counted } = await deps.db.asOrg(actor.org_id, (tx) => listExecutions(tx, filter), {
    read_only: true,
  });
  const name = await namesOf(
    deps.auth,
    rows.map((row) => row.triggered_by),
  );
  return toPage(rows, {
    limit: filter.limit,
    counted,
    cursorOf: (row) => ({ value: '', id: row.id }),
    present: (row) => ({
      ...row,
      triggered_by: name(row.triggered_by),
      error: row.error && (JSON.parse(hideAddresses(JSON.stringify(row.error), actor.role)) as Failure),
    }),
  });
}

function note(
  deps: ServerDeps,
  call: { actor: Actor; request: { id: string; ip: string }; params: { id: string } },
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  return deps.db.asOrg(call.actor.org_id, (tx) =>
    audit(tx, originOf(call), { action, object_type: 'execution', object_id: call.params.id, details }),
  );
}
