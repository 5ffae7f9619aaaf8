/** Choices that Millrace itself knows: what the organization has made. */
import type { FieldOption } from '@millrace/core';
import type { Tx } from '../../db/client.ts';
import type { ServerDeps } from '../../server_deps.ts';
import type { OptionsRequest } from './load_options.ts';

// One more than is shown, so that it can be said that there are more.
const most = 1_001;

const lists: Readonly<Record<string, string>> = {
  'sub_workflow.workflow_id': `select id::text as value, name as label from integration_workflows
     where deleted_at is null order by lower(name) limit ${most}`,
  'event.event_type': `select name as value, name as label from event_types order by name limit ${most}`,
  'wait.event_type': `select name as value, name as label from event_types order by name limit ${most}`,
};

export function ownLoader(
  deps: ServerDeps,
  { org_id, app, operation, field }: OptionsRequest,
): (() => Promise<FieldOption[]>) | undefined {
  const name = `${operation}.${field}`;
  if (app !== 'core' || !Object.hasOwn(lists, name)) return undefined;
  return () => deps.db.asOrg(org_id, (tx) => read(tx, lists[name]!), { read_only: true });
}

async function read(tx: Tx, query: string): Promise<FieldOption[]> {
  return (await tx.query<FieldOption>(query)).rows;
}
