/** What a wait of a random workflow may give: what the script says, or, where that races with its time limit, either. */
import { isDeepStrictEqual } from 'node:util';
import type { Step, WorkflowNode } from '@millrace/core';
import { limit, resultOf, scriptOf } from './random_parts.ts';

export type WaitOutcome =
  | { output: unknown; handle: string }
  | { error: { code: string; message: string; details?: unknown } }
  | { error: { code: string; message: string }; problem: string };

/** What an approval gives that nobody decided. */
export const noDecision = { decision: 'timeout', comment: null, decided_by: null, decided_at: null };

/** @param handled an edge leaves the handle `timeout` */
export function waitOutcome(
  node: WorkflowNode,
  path: string,
  recorded: Step | undefined,
  handled: boolean,
): WaitOutcome {
  const script = scriptOf(node);
  switch (script.kind) {
    case 'delay':
    case 'until': {
      const waited = (recorded?.output as { waited_until?: unknown } | undefined)?.waited_until;
      return { output: { waited_until: waited }, handle: 'out' };
    }
    case 'sub_workflow':
      return childOutcome(node, path, recorded);
    default: {
      const signalled = signalOutcome(node, path);
      const late = lateOutcome(node, handled, recorded);
      const { after_ms, early } = script;
      const certain = after_ms !== null && after_ms < limit - 1_000;
      const mayBeLate = !certain;
      const mayCome =
        certain || after_ms === limit - 20 || (script.kind === 'callback' && early && after_ms !== null);
      if (mayBeLate && (!mayCome || isLate(recorded))) return late;
      return signalled;
    }
  }
}

function isLate(recorded: Step | undefined): boolean {
  if (!recorded) return true;
  return recorded.handle === 'timeout' || /timed_out$/.test(recorded.error?.code ?? '');
}

function signalOutcome(node: WorkflowNode, path: string): WaitOutcome {
  const script = scriptOf(node);
  const result = resultOf(script, path);
  const output = result.outcome === 'done' ? result.output : null;
  if (script.kind !== 'approval') return { output, handle: 'out' };
  return { output, handle: script.approved ? 'approved' : 'rejected' };
}

function lateOutcome(node: WorkflowNode, handled: boolean, recorded: Step | undefined): WaitOutcome {
  const isApproval = node.subtype === 'approval';
  if (handled) return { output: isApproval ? noDecision : { timed_out: true }, handle: 'timeout' };
  const code = isApproval ? 'approval_timed_out' : 'wait_timed_out';
  // The sentence says until when, which only the clock knows.
  return { error: { code, message: recorded?.error?.message ?? '' } };
}

function childOutcome(node: WorkflowNode, path: string, recorded: Step | undefined): WaitOutcome {
  const script = scriptOf(node);
  const result = resultOf(script, path);
  const isAttached = node.config.wait === true;
  if (result.outcome === 'failed' && (isAttached || script.child === 'not_started')) {
    const { code, message, details } = result.failure;
    return { error: { code, message, ...(details !== undefined && { details }) } };
  }
  if (result.outcome === 'done' && isAttached) return { output: result.output, handle: 'out' };
  const { output } = recorded ?? {};
  const id = (output as { execution_id?: unknown } | undefined)?.execution_id;
  const error = { code: 'no child', message: '' };
  if (
    recorded?.status === 'success' &&
    !(typeof id === 'string' && isDeepStrictEqual(output, { execution_id: id }))
  )
    return { error, problem: 'a child that was started has to be named' };
  return { output, handle: 'out' };
}
