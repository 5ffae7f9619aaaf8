import { compileCondition, controlSchemas, stepDeadline } from '@millrace/core';
import { checkedConfig } from './config.ts';
import type { Control } from './control.ts';

/** Takes `true` or `false`. */
export function ifControl(config: Record<string, unknown>): Control {
  const condition = compileCondition(checkedConfig(controlSchemas.if, config));
  return {
    run: ({ scope, timezone, now }) => {
      const result = condition.evaluate(scope, { timezone, now, deadline: stepDeadline() });
      return { output: { result }, handle: result ? 'true' : 'false' };
    },
  };
}
