import { connectionField, type Definition, type Problem } from '@millrace/core';
import { ApiError, type Issue } from '../errors.ts';
import { testWarnings } from '../routes/workflow_tests/warnings.ts';
import { findWorkflow, insertVersion, markDeployed } from '../routes/workflows/queries.ts';
import type { WorkflowRow } from '../routes/workflows/row.ts';
import type { ServerDeps } from '../server_deps.ts';
import { armTrigger } from '../triggers/arm.ts';
import { audit, type Origin } from './audit.ts';
import { checkDraft } from './check_draft.ts';
import { definitionHash } from './definition_hash.ts';

/**
 * Freezes the draft as a version, arms its trigger and makes the workflow active; all of it, or nothing.
 * Returns what the checks found and let pass.
 * @throws ApiError `not_found`, or `validation_failed` with the findings of the checks.
 */
export async function deployWorkflow(
  deps: ServerDeps,
  origin: Origin & { org_slug: string },
  id: string,
): Promise<{ row: WorkflowRow; warnings: Problem[] }> {
  const { org_id, id: by } = origin.actor;
  return deps.db.asOrg(org_id, async (tx) => {
    const row = await findWorkflow(tx, id, true);
    if (!row) throw new ApiError('not_found');
    const definition = row.workflow_definition;
    const problems = await checkDraft(deps, tx, { workflow_id: id, org_id }, definition);
    refuseProblems(definition, problems);
    const version = row.version + 1;
    const hash = definitionHash(definition);
    await insertVersion(tx, { workflow_id: id, org_id, version, definition, by });
    await markDeployed(tx, id, version, hash, by);
    await armTrigger(tx, {
      org_id,
      org_slug: origin.org_slug,
      workflow_id: id,
      definition,
      settings: definition.config,
    });
    await audit(tx, origin, {
      action: 'workflow.deploy',
      object_type: 'workflow',
      object_id: id,
      details: { name: row.name, version },
    });
    const warnings = [...problems, ...(await testWarnings(tx, id, hash))];
    return { row: (await findWorkflow(tx, id))!, warnings };
  });
}

function refuseProblems(definition: Definition, problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return;
  const issues = errors.map((problem) => toIssue(definition, problem));
  throw new ApiError('validation_failed', {
    message:
      errors.length === 1
        ? errors[0]!.message
        : `${errors.length} things keep this workflow from being deployed.`,
    issues,
  });
}

/** A finding with the wire path of its place. */
export function toIssue(definition: Definition, problem: Problem): Issue {
  const index = definition.nodes.findIndex((node) => node.id === problem.node_id);
  if (problem.node_id === null || index === -1)
    return { path: problem.field ?? '', message: problem.message };
  const field =
    problem.field === null
      ? ''
      : problem.field === connectionField
        ? `.${problem.field}`
        : `.config.${problem.field}`;
  return {
    path: `nodes[${index}]${field}`,
    message: problem.message,
    node_id: problem.node_id,
    ...(problem.field === null ? {} : { field: problem.field }),
  };
}
