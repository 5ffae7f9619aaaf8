import { create } from 'zustand';

/** Whether what is unsaved is kept in the browser: false only where that was tried, and could not be done. */
export const useKeptCopy = create<{ kept: boolean; set: (kept: boolean) => void }>((set) => ({
  kept: true,
  set: (kept) => set({ kept }),
}));
