import { appRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../errors.ts';
import type { OrgSlots } from '../../org_slots.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { loadOptions } from './load_options.ts';
import { appPolicy } from './policy.ts';

/** What can be built with: every app with its operations and their fields. */
export function registerApps(app: FastifyInstance, deps: ServerDeps, slots: OrgSlots): void {
  registerResource(
    app,
    appRoutes,
    appPolicy,
    {
      list: async () => ({ data: deps.runtime.manifests }),
      get: async ({ params }) => {
        const manifest = deps.runtime.manifests.find((candidate) => candidate.id === params.name);
        if (!manifest) throw new ApiError('not_found', { message: 'There is no such app here.' });
        return manifest;
      },
      options: ({ params, body, actor }) =>
        slots.use(actor.org_id, () => loadOptions(deps, { org_id: actor.org_id, app: params.name, ...body })),
    },
    deps,
  );
}
