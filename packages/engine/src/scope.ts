/** What expressions see. What did not run is null. */
import type { Step } from '@millrace/core';
import { isoText } from './iso_text.ts';
import type { ExecutionStart } from './ports.ts';

/** The start, as far as expressions see it. */
export type ScopeStart = Pick<
  ExecutionStart,
  | 'id'
  | 'workflow_id'
  | 'workflow_name'
  | 'version'
  | 'trigger'
  | 'trigger_type'
  | 'variables'
  | 'created_at'
  | 'retry_of'
>;

export interface MutableScope {
  [name: string]: unknown;
  step: Record<string, { output: unknown; status: Step['status'] } | null>;
}

/** `trigger`, each node by its key, `step.<key>.output`, `workflow`, `execution`, `variables`; nothing has run yet. */
export function makeScope(start: ScopeStart, keys: readonly string[]): MutableScope {
  const scope: MutableScope = { step: {} };
  for (const key of keys) {
    scope[key] = null;
    scope.step[key] = null;
  }
  // After the keys: a node that was named like one of these does not hide it.
  scope.trigger = triggerScope(start);
  scope.workflow = { id: start.workflow_id, name: start.workflow_name, version: start.version };
  scope.execution = {
    id: start.id,
    trigger_type: start.trigger_type,
    created_at: isoText(start.created_at),
    retry_of: start.retry_of,
  };
  scope.variables = start.variables;
  return scope;
}

function triggerScope({ trigger }: ScopeStart): Record<string, unknown> {
  const { data, headers = {}, query = {}, method = null } = trigger;
  return { data: data ?? null, payload: data ?? null, headers, query, method };
}

/** Names that a node's key cannot take over. */
export const scopeNames: ReadonlySet<string> = new Set([
  'step',
  'trigger',
  'workflow',
  'execution',
  'variables',
]);

/** Lets expressions see what a step gave. */
export function addToScope(scope: MutableScope, key: string, status: Step['status'], output: unknown): void {
  if (!scopeNames.has(key)) scope[key] = output;
  scope.step[key] = { output, status };
}

/**
 * The scope without what runs beside a node: which of it was there would depend on time, and a resumed execution would
 * compute something else.
 */
export function scopeWithout(scope: MutableScope, hidden: readonly string[]): MutableScope {
  const own: MutableScope = { ...scope, step: { ...scope.step } };
  for (const key of hidden) {
    if (!scopeNames.has(key)) own[key] = null;
    own.step[key] = null;
  }
  return own;
}
