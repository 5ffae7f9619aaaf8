import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react';

/** Inserts a path where the cursor of an expression field is. */
export type InsertPath = (path: string) => void;

interface ActiveEditor {
  current(): InsertPath | null;
  set(insert: InsertPath): void;
  clear(insert: InsertPath): void;
}

const Context = createContext<ActiveEditor | null>(null);

/** Remembers the expression field that was used last, for a variable picker that stands beside the form. */
export function ActiveEditorProvider({ children }: { children: ReactNode }) {
  const insert = useRef<InsertPath | null>(null);
  const value = useMemo<ActiveEditor>(
    () => ({
      current: () => insert.current,
      set: (next) => {
        insert.current = next;
      },
      clear: (old) => {
        if (insert.current === old) insert.current = null;
      },
    }),
    [],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The field that was used last; null outside of a provider. */
export function useActiveEditor(): ActiveEditor | null {
  return useContext(Context);
}
