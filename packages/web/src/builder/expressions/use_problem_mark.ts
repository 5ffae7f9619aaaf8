import { setDiagnostics } from '@codemirror/lint';
import { type RefObject, useEffect, useRef } from 'react';
import type { EditorHandle } from './code_editor.tsx';
import { diagnostic } from './diagnostic.ts';
import type { Outcome } from './evaluate.ts';

/** Underlines the part of an expression that its first fix would replace: what is wrong is seen where it is. */
export function useProblemMark(editor: RefObject<EditorHandle | null>, outcome: Outcome, text: string): void {
  const isMarked = useRef(false);
  useEffect(() => {
    const mark = markOf(outcome, text);
    if (!mark && !isMarked.current) return;
    isMarked.current = mark !== null;
    editor.current?.run((view) => {
      // What was typed meanwhile has an outcome of its own, which comes in a moment.
      const isCurrent = view.state.doc.toString() === text;
      view.dispatch(setDiagnostics(view.state, mark && isCurrent ? [diagnostic(mark)] : []));
      return true;
    });
  }, [editor, outcome, text]);
}

/** Null where nothing is wrong, or all of the text is. */
function markOf(outcome: Outcome, text: string) {
  if (outcome.kind !== 'problem' && outcome.kind !== 'warning') return null;
  const fix = outcome.fixes?.[0];
  if (!fix || fix.from >= fix.to || (fix.from === 0 && fix.to >= text.length)) return null;
  const severity = outcome.kind === 'problem' ? ('error' as const) : ('warning' as const);
  return { from: fix.from, to: Math.min(fix.to, text.length), severity, message: outcome.message };
}
