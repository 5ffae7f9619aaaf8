import { useStore } from 'zustand';
import { useStores } from '../stores.tsx';
import type { ResultsState, ResultsStore } from './store.ts';

export function useResultsStore(): ResultsStore {
  return useStores().results;
}

export function useResults<T>(select: (state: ResultsState) => T): T {
  return useStore(useResultsStore(), select);
}
