/** What the configuration of each node may read, seen from its text: too much is harmless, too little would not be. */
import type { WorkflowNode } from '@millrace/core';
import type { Graph } from './ready.ts';

export interface Mentions {
  /** Keys of nodes that it may read although they run neither before nor after it. */
  hidden: readonly string[];
  /** It reads neither time nor chance, nor variables, which somebody may change meanwhile. */
  repeatable: boolean;
}

const unrepeatable = ['now', 'today', 'uuid', 'variables'];

export function mentionsOf(order: readonly WorkflowNode[], graph: Graph): Mentions[] {
  const parallel = graph.outgoing.some((edges) => edges.length > 1);
  const after = parallel ? followers(graph) : [];
  return order.map((node, index) => {
    const words = new Set(JSON.stringify(node.config).match(/[A-Za-z_]\w*/g));
    const hidden = parallel ? beside(index, after).map((at) => order[at]!.key) : [];
    const named = hidden.filter((key) => words.has(key) || words.has('step'));
    return { hidden: named, repeatable: !unrepeatable.some((word) => words.has(word)) };
  });
}

/** The nodes that run neither before nor after a node. */
function beside(node: number, after: readonly Uint8Array[]): number[] {
  return after.flatMap((reached, other) =>
    other !== node && !reached[node] && !after[node]![other] ? [other] : [],
  );
}

/** For each node, which nodes can be reached from it. */
function followers(graph: Graph): Uint8Array[] {
  return graph.outgoing.map((_, start) => {
    const reached = new Uint8Array(graph.size);
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const { target } of graph.outgoing[node]!) {
        if (reached[target]) continue;
        reached[target] = 1;
        open.push(target);
      }
    }
    return reached;
  });
}
