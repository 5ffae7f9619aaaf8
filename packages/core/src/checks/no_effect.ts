import type { WorkflowNode } from '../definition.ts';
import { type Check, problem, type Subject } from './subject.ts';

/** What somebody set must work, or they must be told that it does not. */
export const noEffectCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    idleSettings(subject, node).map(([field, why]) =>
      problem('no_effect', node, `${node.label}: ${field} has no effect${why}`, {
        field,
        severity: 'warning',
      }),
    ),
  );

function idleSettings(subject: Subject, node: WorkflowNode): [field: string, why: string][] {
  const found: [string, string][] = [];
  const takesConnection = Object.values(subject.fields(node)).some(({ field }) => field === 'connection');
  if (node.connection_id !== undefined && node.connection_id !== null && !takesConnection)
    found.push(['connection_id', ': the node uses no connection']);
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
