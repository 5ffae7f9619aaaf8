import { compileConfig, controlSchemas } from '@millrace/core';
import { checkedConfig } from './config.ts';
import type { Control } from './control.ts';
import { textOf } from './text_of.ts';

/** Ends the whole execution, with success or an error. */
export function stopControl(config: Record<string, unknown>): Control {
  const template = compileConfig(config);
  return {
    ends: true,
    run: ({ scope, timezone, now }) => {
      const resolved = template.evaluate(scope, { timezone, now }) as Record<string, unknown>;
      const text = textOf(resolved.message);
      const { status, message } = checkedConfig(controlSchemas.stop, { ...resolved, message: text });
      const error =
        status === 'error' ? { message: message || 'Stopped with an error', code: 'stopped' } : null;
      const output = message === undefined ? { status } : { status, message };
      return { output, handle: null, input: output, end: { status, error } };
    },
  };
}
