/**
 * Pure: before which gate an execution stands. A gate lets in at most so many executions at a time: those of a workflow
 * (`max_concurrency`), or of one value of its `concurrency_key`.
 */
import { createHash } from 'node:crypto';
import {
  compileSource,
  type Definition,
  describeValue,
  type Evaluable,
  type Failure,
  type WorkflowSettings,
} from '@millrace/core';
import type { ExecutionStart } from '@millrace/engine';
import { startScope } from '../triggers/start_scope.ts';

export type GateVerdict =
  /** As many as there is room for. */
  | { kind: 'open' }
  | { kind: 'gate'; gate: string }
  /** Its key says nothing; it is recorded as failed and never runs. */
  | { kind: 'refused'; failure: Failure };

/** What a gate does; `limit` Infinity where the setting is gone since. */
export interface GateRule {
  limit: number;
  on_overlap: NonNullable<WorkflowSettings['on_overlap']>;
}

const open: GateVerdict = { kind: 'open' };
const shownCharacters = 200;
/** Compiled once for each version; a text that cannot be read is kept as its error. */
const compiled = new WeakMap<Definition, Evaluable | Error>();

/** Whether executions of this definition stand before a gate. */
export function isGated({ config }: Pick<Definition, 'config'>): boolean {
  return config.max_concurrency !== undefined || hasKey(config);
}

/** The rule of a workflow as it is deployed now. */
export function ruleOf(config: WorkflowSettings): GateRule {
  const { max_concurrency, on_overlap = 'queue' } = config;
  return { limit: max_concurrency ?? (hasKey(config) ? 1 : Number.POSITIVE_INFINITY), on_overlap };
}

export function gateOf(start: ExecutionStart): GateVerdict {
  const { definition, workflow_id } = start;
  if (!isGated(definition)) return open;
  if (!hasKey(definition.config)) return { kind: 'gate', gate: workflow_id };
  try {
    return verdictOf(workflow_id, keyOf(start));
  } catch (error) {
    return refused(`The concurrency key cannot be computed: ${(error as Error).message}`);
  }
}

function hasKey({ concurrency_key }: WorkflowSettings): boolean {
  return concurrency_key !== undefined && concurrency_key.trim() !== '';
}

/** @throws what is wrong with the expression, or what it throws */
function keyOf(start: ExecutionStart): unknown {
  const { definition } = start;
  let key = compiled.get(definition);
  if (!key) {
    key = compile(definition.config.concurrency_key!);
    compiled.set(definition, key);
  }
  if (key instanceof Error) throw key;
  const { timezone } = definition.config;
  return key.evaluate(startScope(start), {
    now: () => start.created_at,
    ...(timezone ? { timezone } : {}),
  });
}

function compile(source: string): Evaluable | Error {
  try {
    return compileSource(source);
  } catch (error) {
    return error as Error;
  }
}

function verdictOf(workflow_id: string, key: unknown): GateVerdict {
  // What has no key has one together.
  if (key === null || key === undefined) return { kind: 'gate', gate: workflow_id };
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean')
    return { kind: 'gate', gate: `${workflow_id}:${hashOf(key)}` };
  return refused(
    `The concurrency key must be a text, a number or true/false; it is ${describeValue(key).slice(0, shownCharacters)}`,
  );
}

/** 17 and "17" are one customer to whoever writes the key. */
function hashOf(key: string | number | boolean): string {
  return createHash('sha256').update(String(key)).digest('base64url').slice(0, 32);
}

function refused(message: string): GateVerdict {
  return {
    kind: 'refused',
    failure: {
      code: 'concurrency_key',
      message,
      field: 'concurrency_key',
      hint: 'Correct the concurrency key in the settings of the workflow, deploy, and run this execution again.',
    },
  };
}
