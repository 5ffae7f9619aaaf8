/** What is inserted for an execution that begins in the queue: every way to start one there goes through here. */
import type { Failure } from '@millrace/core';
import type { ExecutionStart } from '@millrace/engine';
import { type EndedExecution, endedOf } from '../storage/end_hooks.ts';
import { type NewExecution, newExecution, printFailure } from '../storage/rows.ts';
import { gateOf, ruleOf } from './gate_of.ts';
import type { RuledGate } from './pass_gates.ts';

export interface QueuedStart {
  row: NewExecution;
  priority: number;
  /** It gets its job when its turn comes; null: at once. */
  gate: RuledGate | null;
  /** Its concurrency key says nothing: it is inserted complete, as failed, and this is its end. */
  ended: EndedExecution | null;
}

/** @param priority of its job; that of its definition when absent */
export function queuedStart(
  start: ExecutionStart,
  priority: number = start.definition.config.priority ?? 0,
): QueuedStart {
  const row = newExecution(start, null);
  const verdict = gateOf(start);
  switch (verdict.kind) {
    case 'open':
      return { row, priority, gate: null, ended: null };
    case 'gate': {
      const { workflow_id, definition } = start;
      const gate = { gate: verdict.gate, workflow_id, priority, rule: ruleOf(definition.config) };
      return { row, priority, gate, ended: null };
    }
    case 'refused':
      return { ...failedAtOnce(start, row, verdict.failure), priority, gate: null };
  }
}

function failedAtOnce(
  start: ExecutionStart,
  row: NewExecution,
  error: Failure,
): Pick<QueuedStart, 'row' | 'ended'> {
  const { created_at } = start;
  const finished = {
    start,
    accepted: false,
    status: 'error' as const,
    output: null,
    error,
    steps: [],
    started_at: created_at,
    finished_at: created_at,
    duration_ms: 0,
  };
  return {
    row: {
      ...row,
      status: 'error',
      error: printFailure(error),
      finished_at: created_at,
      duration_ms: 0,
    },
    ended: { ...endedOf(finished, { waited: false, settings_unknown: false }), gated: false },
  };
}
