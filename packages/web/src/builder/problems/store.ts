import type { Definition, Problem, WorkflowNode } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Counts, countsOf, noCounts, sameCounts } from './counts.ts';
import { aboutNothing, begun, fieldLeft, isUnfinished, nodesLeft, type Unfinished } from './unfinished.ts';

type ByNode = ReadonlyMap<string, readonly Problem[]>;

/** What is wrong with the draft is listed; what else went wrong is said in a sentence. */
export type Refusal = { why: 'problems' } | { why: 'failed'; message: string };

/** What the checks found in the draft, and what the server says besides. */
export interface ProblemsState {
  /** Findings of the checks on the present draft. */
  list: readonly Problem[];
  /** What only the server can find in the saved draft: it knows what other workflows call. */
  fromServer: readonly Problem[];
  /** Said by the server when it refused a deploy, and not found here; gone with the next change of the draft. */
  refused: readonly Problem[];
  /** All errors and warnings, each once, errors first. */
  all: readonly Problem[];
  byNode: ByNode;
  /** What is not filled in yet in nodes that nobody has finished: no errors yet, and in none of the above. */
  open: readonly Problem[];
  openByNode: ByNode;
  /** How many of each: the one number that is told everywhere. */
  counts: Counts;
  /** By the edge that brings what does not fit. */
  byEdge: ByNode;
  unfinished: Unfinished;
  /** Why the last deploy did not come about. */
  refusal: Refusal | null;
  /** The one that somebody was taken to: who comes back to it is left where they are. */
  shownRefusal: Refusal | null;
  /** @param checked the definition that these are the findings on; without it nothing is let off as not filled in yet */
  setList(list: readonly Problem[], byEdge?: ByNode, checked?: Definition): void;
  setFromServer(list: readonly Problem[]): void;
  setRefused(refused: readonly Problem[]): void;
  refuse(refusal: Refusal | null): void;
  /** Somebody was taken to why the deploy did not come about. */
  refusalShown(): void;
  /** Nodes were added, and are still to be filled in. */
  begin(nodes: readonly WorkflowNode[]): void;
  /** Somebody was in a field of a node, and left it. */
  leaveField(nodeId: string, field: string): void;
  /** Somebody was at these nodes, and left them as they are now. */
  leaveNodes(nodes: readonly WorkflowNode[]): void;
  /** Whoever tests or deploys says that it is finished. */
  finish(): void;
}

export type ProblemsStore = StoreApi<ProblemsState>;

const nothing: ByNode = new Map();
const noNodes: Unfinished = new Map();

/** What is derived from the rest, and is the same object as long as it says the same. */
type Derived = Pick<ProblemsState, 'all' | 'byNode' | 'open' | 'openByNode' | 'counts'>;

export function createProblemsStore(): ProblemsStore {
  return createStore<ProblemsState>()((set, get) => {
    /** Of the findings those that something is empty, and the nodes they were found in. */
    let empty: ReadonlySet<Problem> = new Set();
    let nodes: readonly { id: string }[] = [];
    /** Once somebody has tested or deployed, the workflow itself is more than begun. */
    let tried = false;

    const isOpen = (problem: Problem, unfinished: Unfinished) =>
      empty.has(problem) && !(problem.node_id === null && tried) && isUnfinished(problem, unfinished, nodes);

    const take = (
      change: Partial<Pick<ProblemsState, 'list' | 'fromServer' | 'refused' | 'unfinished' | 'byEdge'>>,
    ) => {
      const before = get();
      const next = { ...before, ...change };
      const [open, all] = parted(allProblems(next), (problem) => isOpen(problem, next.unfinished));
      set({ ...change, ...steady({ open, all }, before) });
    };
    const move = (unfinished: Unfinished) => {
      if (unfinished !== get().unfinished) take({ unfinished });
    };
    return {
      list: [],
      fromServer: [],
      refused: [],
      all: [],
      byNode: nothing,
      open: [],
      openByNode: nothing,
      counts: noCounts,
      byEdge: nothing,
      unfinished: noNodes,
      refusal: null,
      shownRefusal: null,
      setList(list, byEdge = nothing, checked) {
        empty = checked ? aboutNothing(list, checked) : new Set();
        nodes = checked?.nodes ?? [];
        take({ list, byEdge: kept(byEdge, get().byEdge) });
      },
      setFromServer(list) {
        if (list.length + get().fromServer.length > 0) take({ fromServer: list });
      },
      setRefused: (refused) => take({ refused }),
      refuse: (refusal) => set({ refusal }),
      refusalShown: () => set({ shownRefusal: get().refusal }),
      begin: (added) => move(begun(get().unfinished, added)),
      leaveField: (nodeId, field) => move(fieldLeft(get().unfinished, nodeId, field)),
      leaveNodes: (left) => move(nodesLeft(get().unfinished, left)),
      finish() {
        tried = true;
        take({ unfinished: noNodes });
      },
    };
  });
}

/** All findings, each once, errors first: the server runs the same checks as the browser. */
export function allProblems(
  state: Pick<ProblemsState, 'list' | 'refused'> & Partial<Pick<ProblemsState, 'fromServer'>>,
): Problem[] {
  const seen = new Set<string>();
  const once = [...state.list, ...(state.fromServer ?? []), ...state.refused].filter((problem) => {
    const mark = `${problem.node_id} ${problem.message}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
  return once.sort((a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'));
}

function parted<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  const first = items.filter(isFirst);
  const those = new Set(first);
  return [first, items.filter((item) => !those.has(item))];
}

function steady({ open, all }: { open: Problem[]; all: Problem[] }, before: Derived): Derived {
  const counts = countsOf(all, open);
  return {
    open,
    all,
    byNode: kept(grouped(all), before.byNode),
    openByNode: kept(grouped(open), before.openByNode),
    counts: sameCounts(counts, before.counts) ? before.counts : counts,
  };
}

function grouped(problems: readonly Problem[]): Map<string, readonly Problem[]> {
  const byNode = Map.groupBy(problems, ({ node_id }) => node_id);
  return new Map([...byNode].filter((entry): entry is [string, Problem[]] => entry[0] !== null));
}

/** Whose findings are the same keeps its list, so that its card or edge is not drawn again. */
function kept(next: ByNode, previous: ByNode): ByNode {
  const entries = [...next].map(([id, problems]): [string, readonly Problem[]] => {
    const before = previous.get(id);
    const isSame =
      before?.length === problems.length && before.every((item, at) => sameProblem(item, problems[at]!));
    return [id, isSame ? before : problems];
  });
  const isAll = next.size === previous.size && entries.every(([id, list]) => previous.get(id) === list);
  return isAll ? previous : new Map(entries);
}

function sameProblem(a: Problem, b: Problem): boolean {
  return a.message === b.message && a.field === b.field && a.severity === b.severity;
}
