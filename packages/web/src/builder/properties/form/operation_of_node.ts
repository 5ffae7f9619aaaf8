import type { AppManifest, OperationManifest, WorkflowNode } from '@millrace/core';

/** Apps whose operations are the subtypes of nodes. */
const ownApps: ReadonlySet<string> = new Set(['core', 'builtin']);

/** Which operation of which app a node is. */
export function operationOfNode(
  manifests: readonly AppManifest[],
  { subtype }: Pick<WorkflowNode, 'subtype'>,
): { app: string; operation: OperationManifest } | undefined {
  for (const { id, operations } of manifests) {
    if (!ownApps.has(id)) continue;
    const operation = operations.find((candidate) => candidate.id === subtype);
    if (operation) return { app: id, operation };
  }
  return undefined;
}
