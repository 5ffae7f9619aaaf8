import { compileCondition, controlSchemas, stepDeadline } from '@millrace/core';
import { checkedConfig } from './config.ts';
import type { Control } from './control.ts';

/** Takes `case_<n>` of the first case that holds, `else` when none does. */
export function switchControl(config: Record<string, unknown>): Control {
  const { cases } = checkedConfig(controlSchemas.switch, config);
  const compiled = cases.map(({ label, ...one }, index) => ({
    label: label ?? `case ${index + 1}`,
    handle: `case_${index}`,
    condition: compileCondition(one, `cases[${index}]`),
  }));
  return {
    run: ({ scope, timezone, now }) => {
      const options = { timezone, now, deadline: stepDeadline() };
      const index = compiled.findIndex(({ condition }) => condition.evaluate(scope, options));
      const taken = compiled[index];
      if (!taken) return { output: { case: 'else', index: -1 }, handle: 'else' };
      return { output: { case: taken.label, index }, handle: taken.handle };
    },
  };
}
