import { compileConfig, controlSchemas } from '@millrace/core';
import { checkedConfig } from './config.ts';
import type { Control } from './control.ts';

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

/** A message that is one template may have given any value. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
