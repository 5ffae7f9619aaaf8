import type { organizationRoutes } from '@millrace/core';
import { createFirstOwner, isSetupNeeded } from '../../commands/create_organization.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';

type Handlers = { [K in keyof typeof organizationRoutes]: Handler<(typeof organizationRoutes)[K]> };

export function setupHandlers(deps: ServerDeps): Pick<Handlers, 'setupState' | 'setup'> {
  return {
    setupState: async () => ({ needed: await isSetupNeeded(deps.auth) }),
    setup: async ({ body, request, reply }) => {
      await createFirstOwner(deps.auth, body, { request_id: request.id, address: request.ip });
      const headers = new Headers({
        'x-millrace-address': request.ip,
        'user-agent': request.headers['user-agent'] ?? '',
      });
      const signedIn = await deps.auth.library.api.signInEmail({
        body: { email: body.email, password: body.password },
        headers,
        returnHeaders: true,
      });
      for (const cookie of signedIn.headers.getSetCookie()) reply.header('set-cookie', cookie);
      return { ok: true };
    },
  };
}
