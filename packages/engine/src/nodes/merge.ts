import { controlSchemas } from '@millrace/core';
import { checkedConfig } from './config.ts';
import type { Control } from './control.ts';

/** Joins branches: all outputs by key, one list of them, or the output that came first. */
export function mergeControl(config: Record<string, unknown>): Control {
  const { mode } = checkedConfig(controlSchemas.merge, config);
  return {
    timed: mode === 'first',
    run: ({ arrivals }) => {
      const arrived = arrivals();
      switch (mode) {
        case 'first':
          return { output: arrived[0]?.output ?? null, handle: 'out' };
        case 'append':
          return { output: arrived.flatMap(({ output }) => output), handle: 'out' };
        case 'all':
          return {
            output: Object.fromEntries(arrived.map(({ key, output }) => [key, output])),
            handle: 'out',
          };
      }
    },
  };
}
