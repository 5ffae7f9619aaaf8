import type { Problem } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What the checks found in the draft, and what the server says besides. */
export interface ProblemsState {
  /** Findings of the checks on the present draft. */
  list: readonly Problem[];
  /** What only the server can find in the saved draft: it knows what other workflows call. */
  fromServer: readonly Problem[];
  /** Said by the server when it refused a deploy, and not found here; gone with the next change of the draft. */
  refused: readonly Problem[];
  /** All of them, each once, errors first. */
  all: readonly Problem[];
  byNode: ReadonlyMap<string, readonly Problem[]>;
  /** By the edge that brings what does not fit. */
  byEdge: ReadonlyMap<string, readonly Problem[]>;
  setList(list: readonly Problem[], byEdge?: ReadonlyMap<string, readonly Problem[]>): void;
  setFromServer(list: readonly Problem[]): void;
  setRefused(refused: readonly Problem[]): void;
}

export type ProblemsStore = StoreApi<ProblemsState>;

const nothing: ReadonlyMap<string, readonly Problem[]> = new Map();

export function createProblemsStore(): ProblemsStore {
  return createStore<ProblemsState>()((set, get) => {
    const take = (change: Partial<Pick<ProblemsState, 'list' | 'fromServer' | 'refused'>>) => {
      const all = allProblems({ ...get(), ...change });
      set({ ...change, all, byNode: kept(grouped(all), get().byNode) });
    };
    return {
      list: [],
      fromServer: [],
      refused: [],
      all: [],
      byNode: nothing,
      byEdge: nothing,
      setList(list, byEdge = nothing) {
        take({ list });
        set({ byEdge: kept(byEdge, get().byEdge) });
      },
      setFromServer(list) {
        if (list.length + get().fromServer.length > 0) take({ fromServer: list });
      },
      setRefused: (refused) => take({ refused }),
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

function grouped(problems: readonly Problem[]): Map<string, readonly Problem[]> {
  const byNode = Map.groupBy(problems, ({ node_id }) => node_id);
  return new Map([...byNode].filter((entry): entry is [string, Problem[]] => entry[0] !== null));
}

/** Whose findings are the same keeps its list, so that its card or edge is not drawn again. */
function kept(
  next: ReadonlyMap<string, readonly Problem[]>,
  previous: ReadonlyMap<string, readonly Problem[]>,
): ReadonlyMap<string, readonly Problem[]> {
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
