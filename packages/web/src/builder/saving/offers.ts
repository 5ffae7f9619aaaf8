import { create } from 'zustand';
import type { LocalCopies, LocalCopy } from './local_copy.ts';

/** Copies that earlier pages left behind, one question after the other. */
export const useOffers = create<{
  offers: readonly LocalCopy[];
  copies: LocalCopies | null;
  set: (copies: LocalCopies, offers: readonly LocalCopy[]) => void;
  /** The first one is answered for. */
  answered: () => void;
}>((set, get) => ({
  offers: [],
  copies: null,
  set: (copies, offers) => set({ copies, offers }),
  answered: () => {
    const [first, ...rest] = get().offers;
    if (first) get().copies?.remove(first.key);
    set({ offers: rest });
  },
}));
