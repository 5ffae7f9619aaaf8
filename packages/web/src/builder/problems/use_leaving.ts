import { useEffect, useMemo, useRef } from 'react';
import { useDocumentStore } from '../document/context.tsx';
import { useProblemsStore } from './context.tsx';

/** Who chooses in a list or a dialog that a field opened comes back to it a moment later. */
const backMs = 150;

/**
 * Notices that somebody was in a field and left it: the focus is neither in it nor in what it opened. Who looks something up
 * in another window has not left it.
 */
export function useLeaving(nodeId: string, path: readonly (string | number)[]) {
  const problems = useProblemsStore();
  const store = useDocumentStore();
  const field = path.join('.');
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const handlers = useMemo(() => {
    const leave = () => {
      leaving.current = undefined;
      problems.getState().leaveField(nodeId, field);
      // Who went on to another node left this one a moment before.
      const { draft, selection } = store.getState();
      if (selection.nodes.includes(nodeId)) return;
      problems.getState().leaveNodes(draft.definition.nodes.filter(({ id }) => id === nodeId));
    };
    return {
      // Bubbling in React, they come from popups of the field too, which are elsewhere on the page.
      onFocus() {
        clearTimeout(leaving.current);
        leaving.current = undefined;
      },
      onBlur() {
        if (!document.hasFocus()) return;
        clearTimeout(leaving.current);
        leaving.current = setTimeout(leave, backMs);
      },
      leave,
    };
  }, [problems, store, nodeId, field]);
  useEffect(
    () => () => {
      if (leaving.current === undefined) return;
      clearTimeout(leaving.current);
      handlers.leave();
    },
    [handlers],
  );
  return { onFocus: handlers.onFocus, onBlur: handlers.onBlur };
}
