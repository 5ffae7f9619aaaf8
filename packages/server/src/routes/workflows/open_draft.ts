import type { Definition } from '@millrace/core';
import type { Actor } from '../../auth/actor.ts';
import { definitionHash } from '../../commands/definition_hash.ts';
import { prepareDefinition } from '../../commands/prepare_definition.ts';
import type { ServerDeps } from '../../server_deps.ts';
import type { WorkflowRow } from './row.ts';

/** The draft, or the definition sent along, with its secrets open (it goes to the runner and nowhere else), and its hash. */
export async function openDraft(
  deps: ServerDeps,
  actor: Actor,
  row: WorkflowRow,
  sent: Record<string, unknown> | undefined,
): Promise<{ definition: Definition; hash: string }> {
  const { definition } = await prepareDefinition(
    { workflow_definition: sent },
    {
      secrets: deps.secrets,
      manifests: deps.runtime.manifests,
      org_id: actor.org_id,
      workflow_id: row.id,
      stored: row.workflow_definition,
    },
  );
  return {
    definition: await deps.secrets.openDefinition(actor.org_id, definition, row.id),
    hash: definitionHash(definition),
  };
}
