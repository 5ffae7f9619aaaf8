import { useStore } from 'zustand';
import { useStores } from '../stores.tsx';
import type { TestsState, TestsStore } from './store.ts';

export function useTestsStore(): TestsStore {
  return useStores().tests;
}

export function useTests<T>(select: (state: TestsState) => T): T {
  return useStore(useTestsStore(), select);
}
