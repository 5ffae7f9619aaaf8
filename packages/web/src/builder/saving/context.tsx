import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Saver, SaveState } from './saver.ts';

const Context = createContext<Saver | null>(null);

/** Around an open workflow that can be saved. */
export const SaverProvider = Context.Provider;

/** What saves the open document. */
export function useSaver(): Saver {
  const saver = useContext(Context);
  if (!saver) throw new Error('The saver is used outside of SaverProvider');
  return saver;
}

/** A slice of how saving stands. */
export function useSaveState<T>(select: (state: SaveState) => T): T {
  return useStore(useSaver().state, select);
}
