import { create } from 'zustand';
import type { Draft } from '../document/store.ts';
import type { Person } from './person.ts';

/** What somebody else saved and this page took over: what it was before, and what it is now. */
export interface Taken {
  before: Draft;
  after: Draft;
  person: Person;
}

export const useTaken = create<{ taken: Taken | null; set: (taken: Taken | null) => void }>((set) => ({
  taken: null,
  set: (taken) => set({ taken }),
}));
