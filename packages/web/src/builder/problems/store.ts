import type { Problem } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { mergeUnconfigured } from './unconfigured.ts';

/** What the checks found in the draft, and what the last refused deploy said. */
export interface ProblemsState {
  /** Findings of the checks on the present draft. */
  list: readonly Problem[];
  /** Both kinds by node. */
  byNode: ReadonlyMap<string, readonly Problem[]>;
  /** Said by the server when it refused a deploy, and not found here; gone with the next change of the draft. */
  refused: readonly Problem[];
  setList(list: readonly Problem[]): void;
  setRefused(refused: readonly Problem[]): void;
}

export type ProblemsStore = StoreApi<ProblemsState>;

export function createProblemsStore(): ProblemsStore {
  return createStore<ProblemsState>()((set, get) => ({
    list: [],
    byNode: new Map(),
    refused: [],
    setList: (list) => set({ list, byNode: grouped(list, get().refused, get().byNode) }),
    setRefused: (refused) => set({ refused, byNode: grouped(get().list, refused, get().byNode) }),
  }));
}

/** All findings, each once: the server runs the same checks as the browser. */
export function allProblems(state: Pick<ProblemsState, 'list' | 'refused'>): Problem[] {
  const seen = new Set<string>();
  const once = [...state.list, ...state.refused].filter((problem) => {
    const mark = `${problem.node_id} ${problem.message}`;
    if (seen.has(mark)) return false;
    seen.add(mark);
    return true;
  });
  return mergeUnconfigured(once);
}

/** By node; a node whose findings are the same keeps its list, so that its card is not drawn again. */
function grouped(
  list: readonly Problem[],
  refused: readonly Problem[],
  previous: ReadonlyMap<string, readonly Problem[]>,
): Map<string, readonly Problem[]> {
  const next = new Map<string, readonly Problem[]>();
  for (const problem of allProblems({ list, refused })) {
    if (problem.node_id === null) continue;
    next.set(problem.node_id, [...(next.get(problem.node_id) ?? []), problem]);
  }
  for (const [nodeId, problems] of next) {
    const before = previous.get(nodeId);
    if (
      before &&
      before.length === problems.length &&
      before.every((item, at) => sameProblem(item, problems[at]!))
    ) {
      next.set(nodeId, before);
    }
  }
  return next;
}

function sameProblem(a: Problem, b: Problem): boolean {
  return a.message === b.message && a.field === b.field && a.severity === b.severity;
}
