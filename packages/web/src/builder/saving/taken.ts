import { create } from 'zustand';
import type { Draft } from '../document/store.ts';
import type { Person } from './person.ts';

/** What somebody else saved and this page took over: what it was before, and what it is now. */
export interface Taken {
  before: Draft;
  after: Draft;
  person: Person;
  /** When it was taken over last, in milliseconds. */
  at: number;
}

/** Who types is saved every few seconds: what comes so soon after another is told together with it. */
export const oneVisitMs = 60_000;

/** `next` together with what the same person changed just before, where nothing was changed here in between. */
export function together(last: Taken | null, next: Taken): Taken {
  const goesOn =
    last?.after === next.before &&
    last.person.name === next.person.name &&
    last.person.own === next.person.own &&
    next.at - last.at < oneVisitMs;
  return goesOn ? { ...next, before: last.before } : next;
}

export const useTaken = create<{ taken: Taken | null; set: (taken: Taken | null) => void }>((set) => ({
  taken: null,
  set: (taken) => set({ taken }),
}));
