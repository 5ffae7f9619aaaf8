/** Saved tests as they are written: measured, and never more than a workflow may have. */
import { testLimits, type WorkflowTestDraft, workflowTestBodySchema } from '@millrace/core';
import { ApiError, invalid } from '../../errors.ts';
import { refuseDeep } from '../../plugins/refuse_deep.ts';
import { issuesOf } from '../../plugins/route.ts';
import type { WrittenTest } from './queries.ts';

const { per_workflow, bytes: mostBytes, workflow_bytes } = testLimits;

/** @throws ApiError 413 for a test that is too large, 422 for one that is nested too deep */
export function written({ name, ...test }: WorkflowTestDraft, place = ''): WrittenTest {
  for (const part of ['input', 'mocks', 'expectations'] as const)
    refuseDeep(test[part], `${place}${part}`, testLimits.depth);
  const text = JSON.stringify(test);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes)
    throw new ApiError('too_large', {
      message: `The test "${name}" has ${megabytes(bytes)} of JSON; at most 1 MB is kept. Leave out of its input and mocks what no step reads.`,
    });
  return { name, text, bytes };
}

/** @throws ApiError 422 when the workflow would have too many of them, or too much */
export function refuseMany(others: { count: number; bytes: number }, added: readonly WrittenTest[]): void {
  const count = others.count + added.length;
  if (count > per_workflow)
    throw invalid([{ path: '', message: `A workflow has at most ${per_workflow} tests. Delete one first.` }]);
  const bytes = added.reduce((sum, test) => sum + test.bytes, others.bytes);
  if (bytes > workflow_bytes)
    throw invalid([
      {
        path: '',
        message: `The tests of a workflow have at most ${megabytes(workflow_bytes)} together; with this they have ${megabytes(bytes)}. Delete one first, or save a smaller one.`,
      },
    ]);
}

/** The tests of an exported file. @throws ApiError 422 with the place of what is wrong in them */
export function readExportedTests(tests: readonly unknown[]): WrittenTest[] {
  const names = new Set<string>();
  const read = tests.map((test, index) => {
    const parsed = workflowTestBodySchema.safeParse(test);
    if (!parsed.success)
      throw invalid(
        issuesOf(parsed.error).map(({ path, message }) => ({
          path: path === '' ? `tests[${index}]` : `tests[${index}].${path}`,
          message,
        })),
      );
    const name = parsed.data.name.toLowerCase();
    if (names.has(name))
      throw invalid([
        { path: `tests[${index}].name`, message: `There are two tests with the name "${parsed.data.name}"` },
      ]);
    names.add(name);
    return written(parsed.data, `tests[${index}].`);
  });
  refuseMany({ count: 0, bytes: 0 }, read);
  return read;
}

/** Never rounded to what is still allowed. */
function megabytes(bytes: number): string {
  return `${Math.ceil((bytes / 1024 / 1024) * 100) / 100} MB`;
}
