import { createContext, useContext } from 'react';
import type { CanvasStore } from './canvas/canvas_store.ts';
import type { DocumentStore } from './document/store.ts';
import type { PanelsStore } from './panels.tsx';
import type { ProblemsStore } from './problems/store.ts';
import type { ResultsStore } from './results/store.ts';
import type { TestsStore } from './tests/store.ts';

/** The stores of one open workflow, one per concern. Each has a `context.tsx` beside it with its hooks. */
export interface Stores {
  document: DocumentStore;
  results: ResultsStore;
  problems: ProblemsStore;
  panels: PanelsStore;
  tests: TestsStore;
  canvas: CanvasStore;
}

const Context = createContext<Stores | null>(null);

export const StoresProvider = Context.Provider;

export function useStores(): Stores {
  const stores = useContext(Context);
  if (!stores) throw new Error('The stores of the builder are used outside of StoresProvider');
  return stores;
}
