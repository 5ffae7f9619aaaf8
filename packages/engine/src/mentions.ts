/**
 * What the configuration of each node may read, seen from its text: too much is harmless, too little would not be.
 *
 * A node sees exactly what is settled for certain when it runs. What else may have ended by then depends on time, and a
 * resumed execution would compute something else.
 */
import type { WorkflowNode } from '@millrace/core';
import type { Graph } from './ready.ts';

export interface Mentions {
  /** Keys of nodes that it names and must not see. */
  hidden: readonly string[];
  /** It reads neither time nor chance, nor variables, which somebody may change meanwhile. */
  repeatable: boolean;
}

const unrepeatable = ['now', 'today', 'uuid', 'variables'];

/** @param order topological */
export function mentionsOf(order: readonly WorkflowNode[], graph: Graph): Mentions[] {
  const before = settledBefore(graph);
  return order.map((node, index) => {
    const words = new Set(JSON.stringify(node.config).match(/[A-Za-z_]\w*/g));
    const hidden = order
      .filter((other, at) => !before[index]![at] && (words.has(other.key) || words.has('step')))
      .map((other) => other.key);
    return { hidden, repeatable: !unrepeatable.some((word) => words.has(word)) };
  });
}

/** For each node, which others are settled for certain when it is ready. */
function settledBefore(graph: Graph): Uint8Array[] {
  const sources = graph.outgoing.map((): number[] => []);
  for (const [source, edges] of graph.outgoing.entries())
    for (const { target } of edges) sources[target]!.push(source);
  const before: Uint8Array[] = [];
  for (let node = 0; node < graph.size; node++) {
    const sets = sources[node]!.map((source) => {
      const set = before[source]?.slice() ?? new Uint8Array(graph.size);
      set[source] = 1;
      return set;
    });
    before.push(graph.first[node] ? inAll(sets, graph.size) : inAny(sets, graph.size));
  }
  return before;
}

function inAny(sets: readonly Uint8Array[], size: number): Uint8Array {
  return new Uint8Array(size).map((_, at) => (sets.some((set) => set[at]) ? 1 : 0));
}

/** One that fires on the first arrival knows of nothing but what every way to it has passed. */
function inAll(sets: readonly Uint8Array[], size: number): Uint8Array {
  return new Uint8Array(size).map((_, at) => (sets.length > 0 && sets.every((set) => set[at]) ? 1 : 0));
}
