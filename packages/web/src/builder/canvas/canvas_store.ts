/** What goes on on the canvas beside the document: what is hovered, renamed, edited in place, and which menu is open. */
import type { Viewport } from '@xyflow/react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Point } from '../document/edits/make_node.ts';
import { useStores } from '../stores.tsx';

/** The menu of the empty canvas, of all that is selected, of a note, of a group, or of a connection, at a place on the screen. */
export type CanvasMenu =
  | { of: 'pane'; at: Point }
  | { of: 'selection'; at: Point }
  | { of: 'note'; id: string; at: Point }
  | { of: 'group'; id: string; at: Point }
  | { of: 'edge'; id: string; at: Point };

/** The end of a wire at a node; `port` is null at its input. */
export interface WireEnd {
  nodeId: string;
  port: string | null;
}

/** The view that was made to fit a canvas of this size: everything (`all`), or the beginning of it (`first`). */
export interface Fitted {
  what: 'all' | 'first';
  view: Viewport;
  size: { width: number; height: number };
}

export interface CanvasState {
  menu: CanvasMenu | null;
  /** The note whose text is being edited. */
  editingNote: string | null;
  /** The group whose label is being edited. */
  renamingGroup: string | null;
  hoveredEdge: string | null;
  /** The edge that what is dragged would be inserted into. */
  dropEdge: string | null;
  /** The edge whose end is in the hand. */
  movedEdge: string | null;
  /** Where a wire in the hand would land if it were let go: a node, and its output where that is looked for. */
  landing: WireEnd | null;
  /** Escape was pressed while a connection was drawn: letting go of it does nothing. */
  wireDropped: boolean;
  /** The next change of the document moves nodes that shall be seen to move. */
  glides: boolean;
  /** What was in view when the canvas was left for another page. */
  view: Viewport | null;
  /** How the view was fitted last; it still is while the view is this one. */
  fitted: Fitted | null;
  openMenu(menu: CanvasMenu | null): void;
  editNote(id: string | null): void;
  renameGroup(id: string | null): void;
  hoverEdge(id: string | null): void;
  aimAtEdge(id: string | null): void;
  takeEnd(edgeId: string | null): void;
  dropWire(dropped: boolean): void;
  land(landing: WireEnd | null): void;
  /** Asks for motion before an edit. */
  glide(): void;
  /** Whether motion was asked for; asking takes it. */
  takeGlide(): boolean;
  keepView(view: Viewport): void;
  keepFitted(fitted: Fitted): void;
}

export type CanvasStore = StoreApi<CanvasState>;

export function createCanvasStore(view: Viewport | null = null): CanvasStore {
  return createStore<CanvasState>()((set, get) => ({
    menu: null,
    editingNote: null,
    renamingGroup: null,
    hoveredEdge: null,
    dropEdge: null,
    movedEdge: null,
    landing: null,
    wireDropped: false,
    glides: false,
    view,
    fitted: null,
    openMenu: (menu) => set({ menu }),
    editNote: (editingNote) => set({ editingNote }),
    renameGroup: (renamingGroup) => set({ renamingGroup }),
    hoverEdge: (hoveredEdge) => set({ hoveredEdge }),
    aimAtEdge: (dropEdge) => dropEdge !== get().dropEdge && set({ dropEdge }),
    takeEnd: (movedEdge) => set({ movedEdge, hoveredEdge: null }),
    dropWire: (wireDropped) => set({ wireDropped }),
    land: (landing) => landing !== get().landing && set({ landing }),
    glide: () => set({ glides: true }),
    takeGlide() {
      const { glides } = get();
      if (glides) set({ glides: false });
      return glides;
    },
    keepView: (view) => set({ view }),
    keepFitted: (fitted) => set({ fitted }),
  }));
}

export function useCanvasStore(): CanvasStore {
  return useStores().canvas;
}

export function useCanvas<T>(select: (state: CanvasState) => T): T {
  return useStore(useCanvasStore(), select);
}
