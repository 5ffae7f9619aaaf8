/** Who runs before whom, for every node at once: a row of bits each, so that a thousand nodes cost milliseconds. */
import type { Definition } from '../definition.ts';
import { type Graph, topologicalOrder, upstream } from '../graph.ts';

export interface Ancestors {
  has(id: string): boolean;
  /** All of them, in the order of the definition. */
  ids(): string[];
}

/** Answers for any node; made on the first question, because most workflows ask none. */
export function ancestorsOf(definition: Definition, graph: Graph): (id: string) => Ancestors {
  let answer: ((id: string) => Ancestors) | undefined;
  return (id) => {
    answer ??= byBits(definition, graph) ?? bySearch(definition, graph);
    return answer(id);
  };
}

function byBits(definition: Definition, graph: Graph): ((id: string) => Ancestors) | null {
  const order = topologicalOrder(definition, graph);
  if (!order) return null;
  const position = new Map(definition.nodes.map((node, index) => [node.id, index]));
  const words = Math.ceil(definition.nodes.length / 32);
  const rows = new Map<string, Uint32Array>();
  for (const { id } of order) {
    const row = new Uint32Array(words);
    for (const { source } of graph.incoming(id)) {
      const above = rows.get(source)!;
      for (let word = 0; word < words; word++) row[word]! |= above[word]!;
      const index = position.get(source)!;
      row[index >>> 5]! |= 1 << (index & 31);
    }
    rows.set(id, row);
  }
  return (id) => {
    const row = rows.get(id)!;
    const isSet = (index: number) => ((row[index >>> 5]! >>> (index & 31)) & 1) === 1;
    return {
      has: (other) => position.has(other) && isSet(position.get(other)!),
      ids: () => definition.nodes.filter((_, index) => isSet(index)).map((node) => node.id),
    };
  };
}

/** Where the nodes lead in a circle there is no order to follow. */
function bySearch(definition: Definition, graph: Graph): (id: string) => Ancestors {
  return (id) => {
    const found = upstream(definition, id, graph);
    return { has: (other) => found.has(other), ids: () => [...found] };
  };
}
