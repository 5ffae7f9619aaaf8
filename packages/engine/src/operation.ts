/** Finds what a node does: a trigger, control flow, a loop, a wait, or an operation of an app with its compiled configuration. */
import {
  type ConfigTemplate,
  compileConfig,
  type Effect,
  inputJsonSchema,
  type JsonSchema,
  type WorkflowNode,
} from '@millrace/core';
import { type Action, StepError } from '@millrace/sdk';
import { type FieldPattern, fieldsWhere, isWithin } from './field_schema.ts';
import type { Control } from './nodes/control.ts';
import { controlOf, waiterOf } from './nodes/control_of.ts';
import { type LoopRule, loopRule } from './nodes/loop.ts';
import type { Waiter } from './nodes/waiter.ts';
import type { Registry } from './ports.ts';

export type Operation =
  | { kind: 'trigger' }
  | { kind: 'control'; control: Control }
  | { kind: 'loop'; rule: LoopRule }
  | { kind: 'wait'; waiter: Waiter }
  | { kind: 'action'; action: Action; config: ConfigTemplate; secret_fields: readonly FieldPattern[] }
  /** It cannot be prepared; the node fails with this when it is reached. */
  | { kind: 'broken'; error: unknown };

export function operationOf(node: WorkflowNode, registry: Registry): Operation {
  try {
    if (node.type === 'trigger') return { kind: 'trigger' };
    const control = controlOf(node);
    if (control) return { kind: 'control', control };
    if (node.subtype === 'loop') return { kind: 'loop', rule: loopRule(node.config) };
    const waiter = waiterOf(node);
    if (waiter) return { kind: 'wait', waiter };
    const action = registry.action(node);
    if (!action) {
      throw new StepError(`There is no operation "${node.subtype}" here`, {
        code: 'unknown_operation',
        hint: 'The app or tool of this node is not installed on this server.',
      });
    }
    const { raw_fields, secret_fields } = marksOf(action);
    const config = compileConfig(node.config, { raw: (path) => isWithin(raw_fields, path) });
    return { kind: 'action', action, config, secret_fields };
  } catch (error) {
    return { kind: 'broken', error };
  }
}

/** Whether it has to do with anything but its own input. */
export function isOutside(operation: Operation): boolean {
  return operation.kind === 'wait' || (operation.kind === 'action' && operation.action.local !== true);
}

/** What an action does outside with this input. One that only computes does nothing there. */
export function effectOf(action: Action, input: unknown): Effect {
  return typeof action.effect === 'function' ? action.effect(input) : action.effect;
}

interface Marks {
  raw_fields: readonly FieldPattern[];
  secret_fields: readonly FieldPattern[];
}

const known = new WeakMap<Action, Marks>();

function marksOf(action: Action): Marks {
  let marks = known.get(action);
  if (!marks) {
    const schema = inputJsonSchema(action.input);
    marks = {
      raw_fields: fieldsWhere(schema, (field: JsonSchema) => field.raw === true),
      secret_fields: fieldsWhere(schema, (field: JsonSchema) => field.field === 'secret'),
    };
    known.set(action, marks);
  }
  return marks;
}
