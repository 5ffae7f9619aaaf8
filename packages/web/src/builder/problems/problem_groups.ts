/** The findings as they are listed: what stops a deploy before what does not, and together what is about one node. Pure. */
import type { Problem } from '@millrace/core';

export interface ProblemGroup {
  /** Null: about the workflow as a whole. */
  nodeId: string | null;
  problems: Problem[];
}

export interface GroupedProblems {
  errors: ProblemGroup[];
  warnings: ProblemGroup[];
  /** What is not filled in yet. */
  open: ProblemGroup[];
}

/** @param order ids of the nodes in the order of the flow */
export function groupProblems(
  { problems, open = [] }: { problems: readonly Problem[]; open?: readonly Problem[] },
  order: readonly string[],
): GroupedProblems {
  const place = new Map(order.map((id, index) => [id, index]));
  const placeOf = ({ nodeId }: ProblemGroup) => (nodeId === null ? -1 : (place.get(nodeId) ?? order.length));
  const groups = (some: readonly Problem[]) =>
    [...Map.groupBy(some, ({ node_id }) => node_id)]
      .map(([nodeId, own]): ProblemGroup => ({ nodeId, problems: own }))
      .sort((a, b) => placeOf(a) - placeOf(b));
  return {
    errors: groups(problems.filter(({ severity }) => severity === 'error')),
    warnings: groups(problems.filter(({ severity }) => severity === 'warning')),
    open: groups(open),
  };
}
