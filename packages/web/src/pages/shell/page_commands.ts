/**
 * What the open page offers to the command palette. The palette belongs to the shell and does not know the pages: one that
 * has commands gives them here while it is open, and they are asked for when the palette opens.
 */
import type { ReactNode } from 'react';

export interface PageCommand {
  /** Stays the same from visit to visit: what was used last is remembered by it. Null is not remembered. */
  id: string | null;
  label: string;
  icon: ReactNode;
  /** The keys that do the same. */
  hint?: string;
  /** Other words by which it is found, in lower case. */
  also?: string;
  run(): unknown;
}

export interface PageCommandGroup {
  title: string;
  commands: PageCommand[];
  /** So many are shown before something is searched for; all where nothing is said. */
  shown?: number;
}

type Source = () => PageCommandGroup[];
let sources: readonly Source[] = [];

/** Offers commands as long as the page is open. Returns the way out. */
export function offerCommands(source: Source): () => void {
  sources = [...sources, source];
  return () => {
    sources = sources.filter((other) => other !== source);
  };
}

/** What the open page offers now. */
export function pageCommands(): PageCommandGroup[] {
  return sources.flatMap((source) => source());
}
