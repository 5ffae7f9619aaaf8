/** What a waiting step waits for. Pure. */
import type { Step } from '@millrace/core';

export type WaitKind =
  | 'time'
  | 'callback'
  | 'event'
  | 'approval'
  | 'child'
  /** Nobody knows whether it happened. */
  | 'question'
  /** An account has to be reconnected. */
  | 'reconnect'
  /** It failed, and is tried again. */
  | 'retry'
  | 'loop'
  | 'other';

/** Told from the step and, where that does not say it, from how its node is set up. */
export function waitKind(step: Step, config: Readonly<Record<string, unknown>> = {}): WaitKind {
  if (step.error?.code === 'unknown_outcome') return 'question';
  if (step.error?.code === 'reconnect') return 'reconnect';
  if (step.approval_id || step.subtype === 'approval') return 'approval';
  if (step.execution_id || step.subtype === 'sub_workflow') return 'child';
  if (step.resume_url) return 'callback';
  if (step.subtype === 'loop') return 'loop';
  if (step.subtype === 'wait')
    return config.mode === 'callback' || config.mode === 'event' ? config.mode : 'time';
  return step.error ? 'retry' : 'other';
}

/** Whether `resume_at` is when the step goes on (its time has come, the next try) and not when it gives up. */
export function goesOnAtResume(kind: WaitKind): boolean {
  return kind === 'time' || kind === 'retry' || kind === 'other';
}

/** The configuration of each node of a stored definition, by node id. */
export function configsOf(
  definition: Readonly<Record<string, unknown>>,
): Map<string, Record<string, unknown>> {
  const nodes: unknown[] = Array.isArray(definition.nodes) ? definition.nodes : [];
  return new Map(
    nodes.flatMap((node): [string, Record<string, unknown>][] => {
      if (typeof node !== 'object' || node === null) return [];
      const { id, config } = node as Record<string, unknown>;
      if (typeof id !== 'string' || typeof config !== 'object' || config === null) return [];
      return [[id, config as Record<string, unknown>]];
    }),
  );
}

export type QueueReason = { kind: 'worker' } | { kind: 'limit' | 'key'; limit: number };

/** Why an execution that has not begun may be queued, as far as its definition tells. */
export function queueReason(definition: Readonly<Record<string, unknown>>): QueueReason {
  const { max_concurrency, concurrency_key } = (definition.config ?? {}) as Record<string, unknown>;
  const keyed = typeof concurrency_key === 'string' && concurrency_key.trim() !== '';
  const limit = typeof max_concurrency === 'number' ? max_concurrency : keyed ? 1 : null;
  if (limit === null) return { kind: 'worker' };
  return { kind: keyed ? 'key' : 'limit', limit };
}
