import {
  compileCondition,
  compileConfig,
  controlSchemas,
  type EvaluateOptions,
  type Scope,
  stepDeadline,
} from '@millrace/core';
import { StepError } from '@millrace/sdk';
import { checkedConfig } from './config.ts';

/** What a loop repeats, and when it is over; how its rounds are run is the matter of `loop.ts` in the folder above. */
export type LoopRule = {
  concurrency: number;
  on_item_error: 'stop' | 'collect';
} & (
  | { mode: 'items'; items(scope: Scope, options: EvaluateOptions): Items }
  | { mode: 'while'; goesOn(scope: Scope, options: EvaluateOptions): boolean; most: number }
);

export interface Items {
  list: readonly unknown[];
  warning: string | null;
}

export function loopRule(config: Record<string, unknown>): LoopRule {
  const { items, ...rest } = config;
  const settings = checkedConfig(controlSchemas.loop, rest);
  const { mode, condition, concurrency, on_item_error, max_iterations: most } = settings;
  if (mode === 'while') {
    const compiled = compileCondition({ ...(condition !== undefined && { condition }) });
    return {
      mode,
      concurrency: 1,
      on_item_error,
      most,
      goesOn: (scope, options) => compiled.evaluate(scope, { ...options, deadline: stepDeadline() }),
    };
  }
  const template = compileConfig({ items });
  return {
    mode,
    concurrency,
    on_item_error,
    items: (scope, options) => {
      const resolved = template.evaluate(scope, options) as { items?: unknown };
      return checkedItems(resolved.items, most);
    },
  };
}

function checkedItems(items: unknown, most: number): Items {
  if (items === null || items === undefined)
    return { list: [], warning: 'There was nothing to repeat: items is empty' };
  if (!Array.isArray(items)) {
    throw new StepError(`items must be a list; it is ${kindOf(items)}`, {
      code: 'validation',
      field: 'items',
      ...hintFor(items),
    });
  }
  if (items.length > most) {
    throw new StepError(`items has ${count(items.length)} entries; this loop takes at most ${count(most)}`, {
      code: 'too_many_items',
      field: 'items',
      hint: 'Take a part of the list, or work in portions.',
    });
  }
  return { list: items, warning: null };
}

/** A condition that does not come to an end. */
export function tooManyRounds(most: number): StepError {
  return new StepError(`The condition still holds after ${count(most)} rounds`, {
    code: 'too_many_iterations',
    field: 'condition',
    hint: 'Let the body change what the condition looks at, or raise the number of rounds.',
  });
}

function count(n: number): string {
  return n.toLocaleString('en');
}

function kindOf(value: unknown): string {
  if (value instanceof Date) return 'a date';
  switch (typeof value) {
    case 'number':
      return 'a number';
    case 'string':
      return 'text';
    case 'boolean':
      return String(value);
    default:
      return 'an object';
  }
}

function hintFor(value: unknown): { hint?: string } {
  if (typeof value === 'object' && !(value instanceof Date))
    return { hint: 'values(…) makes a list of the values of an object, and [ … ] a list with one entry.' };
  if (typeof value === 'string' && !value.includes('{{'))
    return { hint: 'An expression stands in braces: {{ order.lines }}.' };
  return {};
}
