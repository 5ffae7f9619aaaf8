/** What is open in the builder: menus, dialogs, the drawer, and the field that shall get the focus. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Point } from './document/edits/make_node.ts';
import { useStores } from './stores.tsx';

/** Where the node that the quick search picks goes. */
export type QuickAddTarget =
  | { kind: 'free'; position: Point }
  | { kind: 'port'; source: string; sourceHandle: string; position?: Point }
  | { kind: 'edge'; edgeId: string };

export interface QuickAdd {
  /** Place on the screen, in its pixels. */
  at: Point;
  target: QuickAddTarget;
}

export type BuilderDialog = 'test' | 'run' | 'shortcuts' | 'deployed' | 'conflict' | 'discard' | null;
export type DrawerTab = 'steps' | 'problems';

export interface PanelsState {
  quickAdd: QuickAdd | null;
  /** The menu of a node, at a place on the screen. */
  nodeMenu: { nodeId: string; at: Point } | null;
  dialog: BuilderDialog;
  drawer: { open: boolean; tab: DrawerTab };
  /** Counts up with each request, so that asking for the same field twice works twice. */
  focusField: { nodeId: string; field: string | null; request: number } | null;
  /** The node after which a test ends; null runs all. */
  testUpTo: string | null;
  openQuickAdd(quickAdd: QuickAdd | null): void;
  openNodeMenu(menu: { nodeId: string; at: Point } | null): void;
  openDialog(dialog: BuilderDialog): void;
  openTest(upTo?: string): void;
  openDrawer(tab: DrawerTab): void;
  closeDrawer(): void;
  /** Opens the properties of a node and focuses a field of it (the first one for null). */
  focus(nodeId: string, field: string | null): void;
}

export type PanelsStore = StoreApi<PanelsState>;

export function createPanelsStore(): PanelsStore {
  return createStore<PanelsState>()((set, get) => ({
    quickAdd: null,
    nodeMenu: null,
    dialog: null,
    drawer: { open: false, tab: 'steps' },
    focusField: null,
    testUpTo: null,
    openQuickAdd: (quickAdd) => set({ quickAdd }),
    openNodeMenu: (nodeMenu) => set({ nodeMenu }),
    openDialog: (dialog) => set({ dialog }),
    openTest: (upTo) => set({ dialog: 'test', testUpTo: upTo ?? null }),
    openDrawer: (tab) => set({ drawer: { open: true, tab } }),
    closeDrawer: () => set({ drawer: { ...get().drawer, open: false } }),
    focus: (nodeId, field) =>
      set({ focusField: { nodeId, field, request: (get().focusField?.request ?? 0) + 1 } }),
  }));
}

export function usePanelsStore(): PanelsStore {
  return useStores().panels;
}

export function usePanels<T>(select: (state: PanelsState) => T): T {
  return useStore(usePanelsStore(), select);
}
