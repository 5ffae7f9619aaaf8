/**
 * What the configuration of each node may read, seen from its text: too much is harmless, too little would not be.
 *
 * A node sees exactly what is settled for certain when it runs. What else may have ended by then depends on time, and a
 * resumed execution would compute something else.
 */
import type { WorkflowNode } from '@millrace/core';

export interface Mentions {
  /** Keys of nodes that it names and must not see; of a loop, of all that it must not see, because its body sees as much. */
  hidden: readonly string[];
  /** It reads neither time nor chance, nor variables, which somebody may change meanwhile. */
  repeatable: boolean;
}

const unrepeatable = ['now', 'today', 'uuid', 'variables'];

/**
 * @param order topological
 * @param before for each node, which others are settled for certain when it is ready
 */
export function mentionsOf(order: readonly WorkflowNode[], before: readonly Uint8Array[]): Mentions[] {
  return order.map((node, index) => {
    const words = new Set(JSON.stringify(node.config).match(/[A-Za-z_]\w*/g));
    const all = node.subtype === 'loop' || words.has('step');
    const hidden = order
      .filter((other, at) => !before[index]![at] && (all || words.has(other.key)))
      .map((other) => other.key);
    return { hidden, repeatable: !unrepeatable.some((word) => words.has(word)) };
  });
}
