/**
 * Decides what may run. Pure: a graph and what is settled in it, no clock, no I/O, nothing about how a node is performed.
 *
 *  1. A node is ready when every edge into it is settled and at least one was taken; a node that fires on the first
 *     arrival is ready with the first edge taken.
 *  2. A node is skipped when every edge into it was skipped; a node without edges into it is skipped unless it is the start,
 *     or was settled before it.
 *     Edges from a loop into its body count as taken from the beginning.
 *  3. A node is decided once. What arrives at a decided node changes nothing.
 *  4. A settled node takes the edges of one handle and skips the others; with the handle null it skips them all.
 */

/** The part of a definition that the decision needs; nodes are numbers. */
export interface Graph {
  readonly size: number;
  /** The node that is settled first, or -1. */
  readonly start: number;
  /** In a test that begins in the middle: what was settled before it, so that nothing has to lead to it. */
  readonly before?: readonly number[];
  /** Targets of the edges that are taken from the beginning: those from a loop into its body. */
  readonly entries: readonly number[];
  /** How many edges come into each node. */
  readonly incoming: readonly number[];
  readonly outgoing: readonly (readonly { readonly handle: string; readonly target: number }[])[];
  /** Fires on the first arrival instead of waiting for all. */
  readonly first: readonly boolean[];
}

/** How far the decision has come. Changed only by {@link settle}. */
export interface Progress {
  /** Edges into each node that are not settled yet. */
  readonly open: number[];
  readonly taken: boolean[];
  readonly decided: ('ready' | 'skipped' | null)[];
  /** In the order in which they became so; whoever performs them takes them from here. */
  ready: number[];
  skipped: number[];
}

export interface Decision {
  ready: number[];
  skipped: number[];
  /** Neither settled nor decided: something before them is still to come. */
  waiting: number[];
  /** Nothing is left to run or to wait for. */
  finished: boolean;
}

/** The state before anything ran: the start is ready, what nothing leads to is skipped. */
export function beginProgress(graph: Graph): Progress {
  const progress: Progress = {
    open: graph.incoming.slice(),
    taken: new Array<boolean>(graph.size).fill(false),
    decided: new Array<null>(graph.size).fill(null),
    ready: [],
    skipped: [],
  };
  for (const node of graph.before ?? []) mark(progress, node, 'ready');
  if (graph.start >= 0) mark(progress, graph.start, 'ready');
  for (const node of graph.entries) arrive(graph, progress, node, true);
  for (let node = 0; node < graph.size; node++) {
    if (graph.incoming[node] === 0 && progress.decided[node] === null) skip(graph, progress, node);
  }
  return progress;
}

export function copyProgress(from: Progress): Progress {
  return {
    open: from.open.slice(),
    taken: from.taken.slice(),
    decided: from.decided.slice(),
    ready: from.ready.slice(),
    skipped: from.skipped.slice(),
  };
}

/** Tells that a node is over and which handle it took; adds to `ready` and `skipped` what follows from it. */
export function settle(graph: Graph, progress: Progress, node: number, handle: string | null): void {
  for (const edge of graph.outgoing[node]!) arrive(graph, progress, edge.target, edge.handle === handle);
}

/** The whole decision from scratch, for nodes settled with the handle that they took. */
export function decide(graph: Graph, settled: ReadonlyMap<number, string | null>): Decision {
  const progress = beginProgress(graph);
  for (const [node, handle] of settled) settle(graph, progress, node, handle);
  const ready = progress.ready.filter((node) => !settled.has(node));
  const skipped = progress.skipped.filter((node) => !settled.has(node));
  const waiting: number[] = [];
  for (let node = 0; node < graph.size; node++) {
    if (progress.decided[node] === null && !settled.has(node)) waiting.push(node);
  }
  return { ready, skipped, waiting, finished: ready.length === 0 && waiting.length === 0 };
}

function mark(progress: Progress, node: number, as: 'ready' | 'skipped'): void {
  progress.decided[node] = as;
  (as === 'ready' ? progress.ready : progress.skipped).push(node);
}

function arrive(graph: Graph, progress: Progress, node: number, taken: boolean): void {
  const open = --progress.open[node]!;
  if (taken) progress.taken[node] = true;
  if (progress.decided[node] !== null) return;
  if (taken && (open === 0 || graph.first[node])) mark(progress, node, 'ready');
  else if (open === 0 && progress.taken[node]) mark(progress, node, 'ready');
  else if (open === 0) skip(graph, progress, node);
}

/** Skips a node and, without recursion because a chain may be a thousand long, what only it led to. */
function skip(graph: Graph, progress: Progress, node: number): void {
  const toSkip = [node];
  for (let next = toSkip.pop(); next !== undefined; next = toSkip.pop()) {
    mark(progress, next, 'skipped');
    for (const { target } of graph.outgoing[next]!) {
      const open = --progress.open[target]!;
      if (progress.decided[target] !== null || open > 0) continue;
      if (progress.taken[target]) mark(progress, target, 'ready');
      else toSkip.push(target);
    }
  }
}
