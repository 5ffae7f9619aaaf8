import { executionRoutes, type WorkflowNode } from '@millrace/core';
import { call } from '../../api/call.ts';
import type { ShownRun } from './store.ts';

/** More bytes than these are not sent along with a test. */
const mostBytes = 5_000_000;

/** The outputs of nodes that the shown execution keeps apart because they are large, by node id. Throws as `call` does. */
export async function largeOutputs(
  run: ShownRun | null,
  nodes: readonly WorkflowNode[],
): Promise<Record<string, unknown>> {
  const id = run?.execution_id;
  if (!id) return {};
  const wanted = new Set(nodes.map((node) => node.id));
  const stored = run.steps.filter(
    ({ node_id, status, output_blob }) =>
      wanted.has(node_id) && status === 'success' && output_blob && output_blob.bytes <= mostBytes,
  );
  const fetched = stored.map(
    async ({ node_id, output_blob }): Promise<[string, unknown]> => [
      node_id,
      await call(executionRoutes.blob, { params: { id, hash: output_blob!.hash } }),
    ],
  );
  return Object.fromEntries(await Promise.all(fetched));
}
