/** Dragging a source field with the pointer: a line follows it, what is under it lights up, edges scroll. */
import { createContext, type PointerEvent as ReactPointerEvent, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { useMapperData } from './mapper_context.tsx';
import type { SourceNode } from './source_tree.ts';

export interface DragState {
  source: SourceNode | null;
  /** Of the pointer, on the screen. */
  at: { x: number; y: number };
  /** The target field under it; '' where a new one would be added. */
  over: string | null;
}

export type DragStore = StoreApi<DragState>;

const idle: DragState = { source: null, at: { x: 0, y: 0 }, over: null };

export const createDragStore = (): DragStore => createStore<DragState>()(() => idle);

const Context = createContext<DragStore | null>(null);
export const DragProvider = Context.Provider;

export function useDragStore(): DragStore {
  const store = useContext(Context);
  if (!store) throw new Error('useDragStore is used outside of a mapper');
  return store;
}

export function useDrag<T>(select: (state: DragState) => T): T {
  return useStore(useDragStore(), select);
}

/** So far the pointer moves before it is a drag and no click. */
const startDistance = 5;
const edge = 40;

/** Begins a drag; the second argument is told when it has become one. */
export function useDragSource(): (event: ReactPointerEvent, source: SourceNode, began: () => void) => void {
  const drag = useDragStore();
  const { connect, view } = useMapperData();

  return (event, source, began) => {
    if (event.button !== 0) return;
    const start = { x: event.clientX, y: event.clientY };
    const finish = new AbortController();
    const { signal } = finish;

    const end = (drop: boolean) => {
      finish.abort();
      const { over, source: dragged } = drag.getState();
      drag.setState(idle);
      document.body.style.removeProperty('cursor');
      if (drop && dragged && over !== null)
        connect(dragged, over === '' ? null : (view.byId.get(over) ?? null));
    };
    const move = (moved: PointerEvent) => {
      const at = { x: moved.clientX, y: moved.clientY };
      const far = Math.hypot(at.x - start.x, at.y - start.y) > startDistance;
      if (!drag.getState().source) {
        if (!far) return;
        began();
        document.body.style.cursor = 'grabbing';
      }
      scrollAtEdges(at);
      drag.setState({ source, at, over: targetUnder(at) });
    };
    window.addEventListener('pointermove', move, { signal });
    window.addEventListener('pointerup', () => end(true), { signal });
    window.addEventListener('pointercancel', () => end(false), { signal });
    window.addEventListener(
      'keydown',
      (pressed) => {
        if (pressed.key !== 'Escape') return;
        pressed.stopPropagation();
        pressed.preventDefault();
        end(false);
      },
      { signal, capture: true },
    );
  };
}

function targetUnder({ x, y }: { x: number; y: number }): string | null {
  const element = document.elementFromPoint(x, y);
  const row = element?.closest<HTMLElement>('[data-target]');
  if (row) return row.dataset.target ?? null;
  return element?.closest('[data-new-target]') ? '' : null;
}

function scrollAtEdges({ x, y }: { x: number; y: number }): void {
  const list = document.elementFromPoint(x, y)?.closest('[role="tree"]');
  if (!list) return;
  const { top, bottom } = list.getBoundingClientRect();
  if (y < top + edge) list.scrollBy(0, -rowStep);
  else if (y > bottom - edge) list.scrollBy(0, rowStep);
}

const rowStep = 16;
