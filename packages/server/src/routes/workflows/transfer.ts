import { fieldMappingSchema, testLimits, workflowBodySchema } from '@millrace/core';
import { z } from 'zod';
import type { WorkflowDraft } from '../../commands/save_workflow.ts';
import { ApiError, invalid } from '../../errors.ts';
import { issuesOf } from '../../plugins/route.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import type { TestRow, WrittenTest } from '../workflow_tests/queries.ts';
import { readExportedTests } from '../workflow_tests/stored_tests.ts';
import type { WorkflowRow } from './row.ts';

const FORMAT_VERSION = 1;

/** An exported workflow: one JSON file, without secrets, ids of this installation, or history. */
const exportedSchema = z.strictObject({
  format: z.literal('millrace.workflow').optional(),
  format_version: z.int().min(1).optional(),
  exported_at: z.iso.datetime().optional(),
  name: workflowBodySchema.shape.name,
  description: workflowBodySchema.shape.description,
  workflow_definition: z.record(z.string(), z.unknown()),
  field_mappings: z.array(fieldMappingSchema).max(1_000).optional(),
  /** Each is checked by itself, so that a finding says in which it is. */
  tests: z.array(z.unknown()).max(testLimits.per_workflow).optional(),
});

export function exportWorkflow(
  row: WorkflowRow,
  secrets: Secrets,
  tests: readonly TestRow[],
): Record<string, unknown> {
  const definition = secrets.present(row.workflow_definition);
  return {
    format: 'millrace.workflow',
    format_version: FORMAT_VERSION,
    exported_at: new Date().toISOString(),
    name: row.name,
    description: row.description,
    workflow_definition: {
      ...definition,
      nodes: definition.nodes.map(({ connection_id: _connection_id, ...node }) => node),
    },
    field_mappings: row.field_mappings,
    ...(tests.length > 0 && { tests: tests.map(({ name, test }) => ({ name, ...test })) }),
  };
}

/** @throws ApiError 422 for what is no such file, or one of a newer version. */
export function readExported(file: Record<string, unknown>): { draft: WorkflowDraft; tests: WrittenTest[] } {
  const parsed = exportedSchema.safeParse(file);
  if (!parsed.success) throw invalid(issuesOf(parsed.error));
  if ((parsed.data.format_version ?? FORMAT_VERSION) > FORMAT_VERSION)
    throw new ApiError('validation_failed', {
      message: 'This file was made by a newer Millrace. Update this one, then import it.',
    });
  const { tests = [], ...draft } = parsed.data;
  return {
    draft: { ...draft, workflow_definition: withoutConnections(draft.workflow_definition) },
    tests: readExportedTests(tests),
  };
}

/** Ids of connections belong to the installation that exported them. */
function withoutConnections(definition: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(definition.nodes)) return definition;
  const nodes = definition.nodes.map((node: unknown) => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
    const { connection_id: _connection_id, ...rest } = node as Record<string, unknown>;
    return rest;
  });
  return { ...definition, nodes };
}

/** A name that a browser can save under, ASCII only. */
export function fileName(name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9 _-]+/g, '')
    .trim()
    .replace(/ +/g, '-')
    .slice(0, 80);
  return `${plain === '' ? 'workflow' : plain}.json`;
}
