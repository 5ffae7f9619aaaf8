import type { DocumentStore } from '../document/store.ts';

/** Selects all nodes and notes. */
export function selectEverything(store: DocumentStore): void {
  const { draft, select } = store.getState();
  const { nodes, notes = [] } = draft.definition;
  select({ nodes: nodes.map(({ id }) => id), edges: [], notes: notes.map(({ id }) => id), groups: [] });
}
