import { useStore } from 'zustand';
import { useStores } from '../stores.tsx';
import type { ProblemsState, ProblemsStore } from './store.ts';

export function useProblemsStore(): ProblemsStore {
  return useStores().problems;
}

export function useProblems<T>(select: (state: ProblemsState) => T): T {
  return useStore(useProblemsStore(), select);
}
