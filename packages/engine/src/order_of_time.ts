/** What is certain about the order in which the nodes of a graph run, whatever the time. Nodes are in topological order. */
import type { Graph } from './ready.ts';

/** For each node, which others are settled for certain when it is ready. */
export function settledBefore(graph: Graph): Uint8Array[] {
  const sources = sourcesOf(graph);
  const entered = new Set(graph.entries);
  const before: Uint8Array[] = [];
  for (let node = 0; node < graph.size; node++) {
    const sets = sources[node]!.map(({ source }) => {
      const set = before[source]?.slice() ?? new Uint8Array(graph.size);
      set[source] = 1;
      return set;
    });
    // By the way from the loop around it nothing has run.
    if (entered.has(node)) sets.push(new Uint8Array(graph.size));
    before.push(graph.first[node] ? inAll(sets, graph.size) : inAny(sets, graph.size));
  }
  return before;
}

/** Whether two of its nodes may run at the same time. Those on different ways out of one node never both run. */
export function hasParallel(graph: Graph, before: readonly Uint8Array[]): boolean {
  const ways = waysTo(graph);
  for (let a = 0; a < graph.size; a++) {
    for (let b = a + 1; b < graph.size; b++) {
      if (before[b]![a] || before[a]![b] || exclude(ways[a]!, ways[b]!)) continue;
      return true;
    }
  }
  return false;
}

/** For each node, the handles that were taken for certain on the way to it. */
function waysTo(graph: Graph): ReadonlyMap<number, string>[] {
  const sources = sourcesOf(graph);
  const entered = new Set(graph.entries);
  const ways: Map<number, string>[] = [];
  for (let node = 0; node < graph.size; node++) {
    const arriving = sources[node]!.map(({ source, handle }) => new Map(ways[source]).set(source, handle));
    const [first = new Map<number, string>(), ...others] = entered.has(node) ? [] : arriving;
    for (const [source, handle] of first) {
      if (others.some((other) => other.get(source) !== handle)) first.delete(source);
    }
    ways.push(first);
  }
  return ways;
}

function exclude(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
  for (const [source, handle] of a) {
    const other = b.get(source);
    if (other !== undefined && other !== handle) return true;
  }
  return false;
}

function sourcesOf(graph: Graph): { source: number; handle: string }[][] {
  const sources = graph.outgoing.map((): { source: number; handle: string }[] => []);
  for (const [source, edges] of graph.outgoing.entries())
    for (const { handle, target } of edges) sources[target]!.push({ source, handle });
  return sources;
}

function inAny(sets: readonly Uint8Array[], size: number): Uint8Array {
  return new Uint8Array(size).map((_, at) => (sets.some((set) => set[at]) ? 1 : 0));
}

/** One that fires on the first arrival knows of nothing but what every way to it has passed. */
function inAll(sets: readonly Uint8Array[], size: number): Uint8Array {
  return new Uint8Array(size).map((_, at) => (sets.length > 0 && sets.every((set) => set[at]) ? 1 : 0));
}
