/** What is open in the builder: menus, dialogs, the drawer, and the field that shall get the focus. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Point } from './document/edits/make_node.ts';
import { keepOutline, wasOutlineOpen } from './outline/remembered.ts';
import { useStores } from './stores.tsx';

/** Where the node that the quick search picks goes. */
export type QuickAddTarget =
  | { kind: 'free'; position: Point }
  | { kind: 'port'; source: string; sourceHandle: string; position?: Point }
  | { kind: 'edge'; edgeId: string }
  /** Before a node that several ways lead to, or none. */
  | { kind: 'before'; nodeId: string };

export interface QuickAdd {
  /** Place on the screen, in its pixels. */
  at: Point;
  target: QuickAddTarget;
}

export type BuilderDialog =
  | 'test'
  | 'run'
  | 'shortcuts'
  | 'deployed'
  | 'failing_tests'
  | 'conflict'
  | 'discard'
  | 'recovery'
  | 'sign_in'
  | 'taken'
  | null;
/** Ids of what is lit on the canvas. */
export interface Highlight {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export type DrawerTab = 'steps' | 'tests' | 'problems';

export interface PanelsState {
  quickAdd: QuickAdd | null;
  /** The menu of a node, at a place on the screen. */
  nodeMenu: { nodeId: string; at: Point } | null;
  dialog: BuilderDialog;
  drawer: { open: boolean; tab: DrawerTab };
  /** The field that shall get the focus, until it has it. */
  focusField: { nodeId: string; field: string | null } | null;
  /** Where the focus was in the properties when they went to another place, until it is there again. */
  heldFocus: { nodeId: string; field: string | null } | null;
  /** The node whose sample shall be edited, until its editor is open. */
  editSample: string | null;
  /** What a value came through, while somebody looks at its way. */
  highlighted: Highlight | null;
  /** Something is being dragged on the canvas. */
  moving: boolean;
  /** The properties take the whole page, with input and output beside the form. */
  wide: boolean;
  /** In a small window: the properties of what is selected are put away, so that what they lie over can be seen. */
  aside: boolean;
  /** The node after which a test ends; null runs all. */
  testUpTo: string | null;
  /** Whether the outline is shown, and how often somebody asked for the focus in it. */
  outline: { open: boolean; asked: number };
  setMoving(moving: boolean): void;
  /** Shows the outline and puts the focus into it. */
  openOutline(): void;
  closeOutline(): void;
  setWide(wide: boolean): void;
  setAside(aside: boolean): void;
  openQuickAdd(quickAdd: QuickAdd | null): void;
  openNodeMenu(menu: { nodeId: string; at: Point } | null): void;
  openDialog(dialog: BuilderDialog): void;
  openTest(upTo?: string): void;
  openDrawer(tab: DrawerTab): void;
  closeDrawer(): void;
  /** Opens the properties of a node and focuses a field of it (the first one for null). */
  focus(nodeId: string, field: string | null): void;
  /** The properties go to another place, and the focus in them. */
  holdFocus(nodeId: string, field: string | null): void;
  /** Gives back what was held; false where nothing was. */
  returnFocus(): boolean;
  /** Opens the properties of a node with its sample in an editor; null when it is open. */
  openSample(nodeId: string | null): void;
  highlight(way: Highlight | null): void;
  /** The field has the focus: a panel that opens later does not take it again. */
  focusDone(): void;
}

export type PanelsStore = StoreApi<PanelsState>;

export function createPanelsStore(): PanelsStore {
  return createStore<PanelsState>()((set, get) => ({
    quickAdd: null,
    nodeMenu: null,
    dialog: null,
    drawer: { open: false, tab: 'steps' },
    focusField: null,
    heldFocus: null,
    editSample: null,
    highlighted: null,
    moving: false,
    wide: false,
    aside: false,
    testUpTo: null,
    outline: { open: wasOutlineOpen(), asked: 0 },
    setMoving: (moving) => set({ moving }),
    openOutline() {
      keepOutline(true);
      set({ outline: { open: true, asked: get().outline.asked + 1 } });
    },
    closeOutline() {
      keepOutline(false);
      set({ outline: { open: false, asked: 0 } });
    },
    setWide: (wide) => set({ wide }),
    setAside: (aside) => aside !== get().aside && set({ aside }),
    openQuickAdd: (quickAdd) => set({ quickAdd }),
    openNodeMenu: (nodeMenu) => set({ nodeMenu }),
    openDialog: (dialog) => set({ dialog }),
    openTest: (upTo) => set({ dialog: 'test', testUpTo: upTo ?? null }),
    openDrawer: (tab) => set({ drawer: { open: true, tab }, aside: true }),
    closeDrawer: () => set({ drawer: { ...get().drawer, open: false } }),
    focus: (nodeId, field) => set({ focusField: { nodeId, field }, aside: false }),
    holdFocus: (nodeId, field) => set({ heldFocus: { nodeId, field } }),
    returnFocus() {
      const { heldFocus } = get();
      if (heldFocus) set({ heldFocus: null, focusField: heldFocus, aside: false });
      return heldFocus !== null;
    },
    highlight: (highlighted) => set({ highlighted }),
    openSample: (editSample) => set(editSample === null ? { editSample } : { editSample, aside: false }),
    focusDone: () => set({ focusField: null }),
  }));
}

export function usePanelsStore(): PanelsStore {
  return useStores().panels;
}

export function usePanels<T>(select: (state: PanelsState) => T): T {
  return useStore(usePanelsStore(), select);
}
