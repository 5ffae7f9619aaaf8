import type { executionRoutes } from '@millrace/core';
import { audit, originOf } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { readBlob } from '../../storage/blobs.ts';
import { hideAddresses } from './capabilities.ts';

type Handlers = { [K in keyof typeof executionRoutes]: Handler<(typeof executionRoutes)[K]> };

/** What a person says of a step that nobody can know about. */
export function answerHandler(deps: ServerDeps): Handlers['answer'] {
  return async (call) => {
    const { params, body, actor } = call;
    const { path, answer } = body;
    if (answer !== 'done' && body.output !== undefined)
      throw invalid([{ path: 'output', message: 'goes with the answer "done" only' }]);
    return deps.runtime.signals.answer({
      org_id: actor.org_id,
      execution_id: params.id,
      path,
      answer,
      output: body.output ?? null,
      within: (tx) =>
        audit(tx, originOf(call), {
          action: 'execution.answer',
          object_type: 'execution',
          object_id: params.id,
          details: { path, answer },
        }),
    });
  };
}

/** A large value as it is stored: JSON that a browser keeps as a file and never shows as a page of ours. */
export function blobHandler(deps: ServerDeps): Handlers['blob'] {
  return async ({ params, actor, reply }) => {
    const { org_id } = actor;
    const read = (tx: Tx) => readBlob(tx, org_id, params.id, params.hash);
    const json = await deps.db.asOrg(org_id, read, { read_only: true });
    if (json === null) throw new ApiError('not_found', { message: 'This execution has no such value.' });
    reply.headers({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${params.id}-${params.hash.slice(0, 8)}.json"`,
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    return hideAddresses(json, actor.role);
  };
}
