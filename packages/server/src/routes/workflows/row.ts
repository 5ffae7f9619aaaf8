import type { Definition, ExecutionStatus, FieldMapping } from '@millrace/core';
import { definitionHash } from '../../commands/definition_hash.ts';
import type { Secrets } from '../../secrets/secrets.ts';

/** A workflow as the database has it, with what other tables know of it. */
export interface WorkflowRow {
  id: string;
  org_id: string;
  name: string;
  description: string | null;
  workflow_definition: Definition;
  field_mappings: FieldMapping[];
  trigger_type: string | null;
  trigger_config: Record<string, unknown> | null;
  status: 'draft' | 'active' | 'paused' | 'error';
  enabled: boolean;
  is_template: boolean;
  version: number;
  deployed_hash: string | null;
  created_at: Date;
  created_by: string | null;
  updated_at: Date;
  updated_by: string | null;
  execution_count: number;
  success_count: number;
  error_count: number;
  last_executed_at: Date | null;
  last_status: ExecutionStatus | null;
  webhook_token: string | null;
}

/** A row of the list: `node_subtypes` and `has_changes` take the place of the definition. */
export interface SummaryRow extends Omit<WorkflowRow, 'workflow_definition' | 'field_mappings'> {
  workflow_definition: Definition;
  sort_value: string;
}

export interface Presenting {
  secrets: Secrets;
  public_url: string;
  org_slug: string;
}

/** What everybody who may read the workflow sees of it. */
export function presentWorkflow(row: WorkflowRow, by: Presenting) {
  return {
    ...presentSummary(row, by),
    workflow_definition: by.secrets.present(row.workflow_definition) as unknown as Record<string, unknown>,
    field_mappings: row.field_mappings,
  };
}

function presentSummary(row: Omit<WorkflowRow, 'field_mappings'>, by: Presenting) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    trigger_type: row.trigger_type,
    trigger_config: by.secrets.present(row.trigger_config),
    status: row.status,
    enabled: row.enabled,
    webhook_url: webhookUrl(row, by),
    is_template: row.is_template,
    execution_count: row.execution_count,
    success_count: row.success_count,
    error_count: row.error_count,
    last_executed_at: row.last_executed_at,
    created_at: row.created_at,
    created_by: row.created_by,
    updated_at: row.updated_at,
    updated_by: row.updated_by,
    version: row.version,
    has_changes: row.version > 0 && row.deployed_hash !== definitionHash(row.workflow_definition),
  };
}

export function presentListed(row: SummaryRow, by: Presenting) {
  const subtypes = new Set(row.workflow_definition.nodes.map((node) => node.subtype));
  return { ...presentSummary(row, by), node_subtypes: [...subtypes], last_status: row.last_status };
}

/** The address others send to: by the path the workflow chose, else by its token. */
function webhookUrl(
  row: Pick<WorkflowRow, 'trigger_type' | 'trigger_config' | 'webhook_token'>,
  by: Presenting,
): string | null {
  if (row.trigger_type !== 'webhook') return null;
  const path = row.trigger_config?.path;
  if (typeof path === 'string' && path.trim() !== '')
    return `${by.public_url}/hooks/${by.org_slug}/${path.trim().replace(/^\/+/, '')}`;
  return row.webhook_token === null ? null : `${by.public_url}/hooks/${row.webhook_token}`;
}

/** The version of a saved draft, for If-Match. */
export function etagOf(row: Pick<WorkflowRow, 'updated_at'>): string {
  return `"${row.updated_at.toISOString()}"`;
}
