import { expect, test } from 'vitest';
import { readWorkflowFile } from './read_workflow_file.ts';

const file = (content: string) => new File([content], 'workflow.json');

test('a workflow file is read', async () => {
  expect(await readWorkflowFile(file('{"name":"Orders"}'))).toEqual({ workflow: { name: 'Orders' } });
});

test.each(['', 'not json', '[]', '"text"', 'null'])('%j is refused in words', async (content) => {
  expect(await readWorkflowFile(file(content))).toEqual({ problem: expect.stringContaining('not JSON') });
});

test('a file larger than any workflow is not even read', async () => {
  expect(await readWorkflowFile(file('x'.repeat(5 * 1024 * 1024 + 1)))).toEqual({
    problem: expect.stringContaining('larger than 5.2 MB'),
  });
});
