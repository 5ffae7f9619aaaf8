import {
  checkTimezone,
  type OrganizationSettings,
  type organizationRoutes,
  ScheduleError,
} from '@millrace/core';
import { audit, originOf } from '../../commands/audit.ts';
import type { Tx } from '../../db/client.ts';
import { invalid } from '../../errors.ts';
import type { Handler } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';

type Handlers = { [K in keyof typeof organizationRoutes]: Handler<(typeof organizationRoutes)[K]> };

const defaults: OrganizationSettings = { timezone: 'UTC', retention_days: null, failed_retention_days: null };

/** The settings of the transaction's organization. */
export async function readSettings(tx: Tx): Promise<OrganizationSettings> {
  const { rows } = await tx.query<OrganizationSettings>(
    'select timezone, retention_days, failed_retention_days from organization_settings',
  );
  return rows[0] ?? defaults;
}

export function organizationSettingsHandlers(deps: ServerDeps): Pick<Handlers, 'settings' | 'setSettings'> {
  return {
    settings: ({ actor }) => deps.db.asOrg(actor.org_id, readSettings, { read_only: true }),
    setSettings: async (call) => {
      const { body, actor } = call;
      if (body.timezone !== undefined) refuseUnknownTimezone(body.timezone);
      return deps.db.asOrg(actor.org_id, async (tx) => {
        // Two who save at once would each put back what the other changed.
        await tx.query('insert into organization_settings (org_id) values ($1) on conflict do nothing', [
          actor.org_id,
        ]);
        await tx.query('select from organization_settings for update');
        const before = await readSettings(tx);
        const settings = { ...before, ...given(body) };
        await tx.query(
          'update organization_settings set timezone = $1, retention_days = $2, failed_retention_days = $3',
          [settings.timezone, settings.retention_days, settings.failed_retention_days],
        );
        await audit(tx, originOf(call), {
          action: 'settings.change',
          object_type: 'organization',
          object_id: actor.org_id,
          details: { before, after: settings },
        });
        return settings;
      });
    },
  };
}

function given(body: { [K in keyof OrganizationSettings]?: OrganizationSettings[K] | undefined }) {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== undefined),
  ) as Partial<OrganizationSettings>;
}

function refuseUnknownTimezone(name: string): void {
  try {
    checkTimezone(name);
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw invalid([{ path: 'timezone', message: error.message }]);
  }
}
