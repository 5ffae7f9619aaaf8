import { compileConfig, controlSchemas, deepestChild } from '@millrace/core';
import { StepError } from '@millrace/sdk';
import { toStorable } from '../storable.ts';
import { checkedConfig } from './config.ts';
import type { Waiter } from './waiter.ts';

/** Starts another workflow, and waits for its end unless told otherwise. */
export function subWorkflowWaiter(config: Record<string, unknown>): Waiter {
  const template = compileConfig(config);
  return {
    called: null,
    begin: (call) => {
      const resolved = template.evaluate(call.scope, call);
      const { workflow_id, input = null, wait } = checkedConfig(controlSchemas.sub_workflow, resolved);
      if (workflow_id.trim() === '')
        throw new StepError('The workflow to start is missing', { code: 'validation', field: 'workflow_id' });
      if (call.depth >= deepestChild) {
        throw new StepError(`Workflows call each other at most ${deepestChild} levels deep`, {
          code: 'too_deep',
          hint: 'Look for workflows that call each other in a circle.',
        });
      }
      const stored = toStorable(input);
      if (!stored.ok) {
        const message = stored.message.replace('The output', 'The input');
        throw new StepError(message, { code: stored.code.replace('output', 'input'), field: 'input' });
      }
      return {
        wait: {
          kind: 'execution',
          execution_id: call.newId(),
          workflow_id: workflow_id.trim(),
          input: stored.value,
          attached: wait,
        },
      };
    },
  };
}
