import { organizationRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { apiKeyHandlers } from './api_keys.ts';
import { memberHandlers } from './members.ts';
import { organizationSettingsHandlers } from './organization_settings.ts';
import { organizationPolicy } from './policy.ts';
import { settingsHandlers } from './settings.ts';
import { setupHandlers } from './setup.ts';

/** The organization: set-up, people, keys, settings, variables, audit log, dashboard. */
export function registerOrganization(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    organizationRoutes,
    organizationPolicy,
    {
      ...setupHandlers(deps),
      ...settingsHandlers(deps),
      ...organizationSettingsHandlers(deps),
      ...memberHandlers(deps),
      ...apiKeyHandlers(deps),
    },
    deps,
  );
}
