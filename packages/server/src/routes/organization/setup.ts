import type { organizationRoutes } from '@millrace/core';
import { startSession } from '../../auth/start_session.ts';
import { createFirstOwner, isSetupNeeded } from '../../commands/create_organization.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';

type Handlers = { [K in keyof typeof organizationRoutes]: Handler<(typeof organizationRoutes)[K]> };

export function setupHandlers(deps: ServerDeps): Pick<Handlers, 'setupState' | 'setup'> {
  return {
    setupState: async () => ({ needed: await isSetupNeeded(deps.auth) }),
    setup: async ({ body, request, reply }) => {
      await createFirstOwner(deps.auth, body, { request_id: request.id, address: request.ip });
      const session = await startSession(deps.auth, request, body);
      for (const cookie of session?.cookies ?? []) reply.header('set-cookie', cookie);
      return { ok: true };
    },
  };
}
