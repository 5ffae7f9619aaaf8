import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { laterFocus } from '../../components/focus_later.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { usePanels } from '../panels.tsx';
import { type OutlineRow, rowsAround } from './rows.ts';

/**
 * The one row that Tab leads to. Invariants:
 *  1. there is one as long as there are rows: when it goes, the row that takes its place is the active one;
 *  2. the selected node's row is active, unfolded where it was not;
 *  3. the focus moves only when somebody asked for it, or when the row that had it is gone.
 */
export function useActiveRow(
  rows: readonly OutlineRow[],
  unfold: (ids: readonly string[]) => void,
  reveal: (index: number) => void,
) {
  const store = useDocumentStore();
  const tree = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const last = useRef({ index: 0, focused: false });
  const found = rows.findIndex(({ id }) => id === active);
  const at = found >= 0 ? found : Math.min(last.current.index, rows.length - 1);
  const id = rows[at]?.id ?? null;

  const go = useCallback((to: string) => {
    wantsFocus.current = true;
    setActive(to);
  }, []);
  const focus = useCallback(() => {
    wantsFocus.current = true;
    // Drawn again even where the row stays the same.
    setActive((current) => current);
    const row = tree.current?.querySelector<HTMLElement>('[data-row][tabindex="0"], [data-row="first"]');
    if (!row) return;
    take(row);
    wantsFocus.current = false;
  }, []);

  const selected = useDocument(({ selection }) =>
    selection.nodes.length === 1 ? selection.nodes[0] : undefined,
  );
  useEffect(() => {
    if (selected === undefined) return;
    unfold(rowsAround(store.getState().draft.definition, selected));
    setActive(selected);
  }, [selected, store, unfold]);

  useLayoutEffect(() => {
    const isGone = last.current.focused && document.activeElement === document.body;
    last.current.index = at;
    if (at >= 0) reveal(at);
    if (id === null || !(wantsFocus.current || isGone)) return;
    const row = rowElement(tree.current, id);
    if (!row) return;
    wantsFocus.current = false;
    take(row);
  }, [at, id, reveal]);

  useAskedFocus(focus);
  return {
    tree,
    at,
    id,
    go,
    focus,
    setActive,
    onFocus: () => {
      last.current.focused = true;
    },
    onBlur: (event: { relatedTarget: EventTarget | null }) => {
      // The browser gives no next element for what was taken away: it is then still ours.
      if (event.relatedTarget) last.current.focused = false;
    },
  };
}

/** In a small window (or a large zoom) the outline may be beside of what is seen. */
function take(row: HTMLElement): void {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

export function rowElement(tree: HTMLElement | null, id: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null;
}

/** Somebody pressed the key of the outline, or its button. */
function useAskedFocus(focus: () => void): void {
  const asked = usePanels((state) => state.outline.asked);
  useEffect(() => {
    if (asked === 0) return;
    // A menu that asked gives its focus back first.
    const later = laterFocus();
    later.after(30, focus);
    return () => later.cancel();
  }, [asked, focus]);
}
