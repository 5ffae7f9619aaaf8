import { compileConfig, controlSchemas } from '@millrace/core';
import { checkedConfig } from './config.ts';
import { durationOf, longestWait } from './duration.ts';
import { textOf } from './text_of.ts';
import type { Waiter } from './waiter.ts';

/** Asks people, and takes the path of what they decide. */
export function approvalWaiter(config: Record<string, unknown>): Waiter {
  const template = compileConfig(config);
  return {
    called: 'approval',
    begin: (call) => {
      const resolved = template.evaluate(call.scope, call) as Record<string, unknown>;
      const { title, message, approvers, required, deadline } = checkedConfig(controlSchemas.approval, {
        ...resolved,
        title: textOf(resolved.title),
        message: textOf(resolved.message),
      });
      const left = deadline ? durationOf(deadline, 'deadline') : longestWait;
      const expires_at = new Date(call.now().getTime() + left).toISOString();
      const approval_id = call.newId();
      return { wait: { kind: 'approval', approval_id, title, message, approvers, required, expires_at } };
    },
  };
}
