/** Small valid things for tests of what runs executions. */
import type { Definition, Step } from '@millrace/core';
import type { ExecutionStart, FinishedExecution } from '@millrace/engine';
import { v7 as newId } from 'uuid';
import type { Database } from '../../db/client.ts';

export interface TestWorkflow {
  org_id: string;
  workflow_id: string;
}

const empty: Definition = { nodes: [], edges: [], config: {} };

/** A deployed workflow of a new organization. */
export async function insertWorkflow(
  db: Database,
  {
    definition = empty,
    org_id = newId(),
    name = 'Orders',
  }: { definition?: Definition; org_id?: string; name?: string } = {},
): Promise<TestWorkflow> {
  const workflow_id = newId();
  await db.asEngine(async (tx) => {
    await tx.query(
      `insert into integration_workflows (id, org_id, name, workflow_definition, trigger_type, status, enabled, version)
       values ($1, $2, $3, $4, $5, 'active', true, 1)`,
      [
        workflow_id,
        org_id,
        `${name} ${workflow_id}`,
        JSON.stringify(definition),
        definition.nodes[0]?.subtype ?? 'manual',
      ],
    );
    await tx.query(
      'insert into workflow_versions (workflow_id, version, org_id, workflow_definition) values ($1, 1, $2, $3)',
      [workflow_id, org_id, JSON.stringify(definition)],
    );
  });
  return { org_id, workflow_id };
}

export function startOf(workflow: TestWorkflow, over: Partial<ExecutionStart> = {}): ExecutionStart {
  return {
    id: newId(),
    ...workflow,
    workflow_name: 'Orders',
    version: 1,
    definition: empty,
    trigger_type: 'manual',
    trigger: { data: { order: 17 } },
    triggered_by: null,
    retry_of: null,
    variables: {},
    created_at: new Date(),
    fence: 0,
    parent: null,
    depth: 0,
    ...over,
  };
}

export function stepOf(path: string, over: Partial<Step> = {}): Step {
  return {
    node_id: path,
    key: path,
    label: path,
    subtype: 'data_transform',
    path,
    status: 'success',
    output: { ok: true },
    ...over,
  };
}

export function finishedOf(start: ExecutionStart, over: Partial<FinishedExecution> = {}): FinishedExecution {
  return {
    start,
    accepted: false,
    status: 'success',
    output: { name: 'Ada' },
    error: null,
    steps: [stepOf('map')],
    started_at: start.created_at,
    finished_at: new Date(),
    duration_ms: 1.5,
    ...over,
  };
}
