import type { WorkflowNode } from '../definition.ts';
import { type Check, problem } from './subject.ts';

/** What somebody set must work, or they must be told that it does not. */
export const noEffectCheck: Check = ({ nodes }) =>
  nodes.flatMap((node) =>
    idleSettings(node).map(([field, why]) =>
      problem('no_effect', node, `${node.label}: ${field} has no effect${why}`, {
        field,
        severity: 'warning',
      }),
    ),
  );

function idleSettings(node: WorkflowNode): [field: string, why: string][] {
  const found: [string, string][] = [];
  if (node.connection_id !== undefined && node.connection_id !== null)
    found.push(['connection_id', ' yet: the node uses its own fields only']);
  // Triggers and what steers the flow call nothing.
  if (node.type === 'action' || node.type === 'connector') return found;
  if ((node.retry?.max_attempts ?? 1) > 1)
    found.push(['retry', ': it calls nothing that could be tried again']);
  if (node.timeout_seconds !== undefined) found.push(['timeout_seconds', limits(node)]);
  return found;
}

function limits({ subtype }: WorkflowNode): string {
  if (subtype === 'wait') return ': what a wait waits at most is set in its own fields';
  if (subtype === 'approval') return ': how long an approval waits is its deadline';
  if (subtype === 'loop') return ': what runs in the loop has time limits of its own';
  if (subtype === 'sub_workflow') return ': the other workflow has a time limit of its own';
  return ': it takes no time of its own';
}
