import { useEffect } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import type { DocumentState } from '../document/store.ts';
import { useResultsStore } from '../results/context.tsx';
import { useTestsStore } from '../tests/context.tsx';
import { useProblemsStore } from './context.tsx';

/** Follows what is added, worked on, left and tested: what is still empty in a node that nobody has finished is no mistake. */
export function useUnfinished(): void {
  const store = useDocumentStore();
  const results = useResultsStore();
  const tests = useTestsStore();
  const problems = useProblemsStore();
  useEffect(() => {
    // What was ever there does not begin anew: undo brings it back as it was left.
    const seen = new Set(store.getState().draft.definition.nodes.map(({ id }) => id));
    const stops = [
      store.subscribe((now, before) => {
        const { begin, leaveNodes } = problems.getState();
        if (now.draft.definition.nodes !== before.draft.definition.nodes) begin(addedTo(now, seen));
        if (now.selection.nodes !== before.selection.nodes) leaveNodes(deselected(now, before));
      }),
      results.subscribe(({ run, testing }, before) => {
        const isTest = testing || run?.kind === 'test';
        if (isTest && (testing !== before.testing || run !== before.run)) problems.getState().finish();
      }),
      tests.subscribe(({ ranOn }, before) => {
        if (ranOn !== before.ranOn) problems.getState().finish();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [store, results, tests, problems]);
}

/** Who adds nodes, pastes them or copies them has them selected; those that come with another draft are not. */
function addedTo({ draft, selection }: DocumentState, seen: Set<string>) {
  const added = draft.definition.nodes.filter(({ id }) => !seen.has(id));
  for (const { id } of added) seen.add(id);
  return added.filter(({ id }) => selection.nodes.includes(id));
}

function deselected({ draft, selection }: DocumentState, before: DocumentState) {
  const left = new Set(before.selection.nodes.filter((id) => !selection.nodes.includes(id)));
  return left.size === 0 ? [] : draft.definition.nodes.filter(({ id }) => left.has(id));
}
