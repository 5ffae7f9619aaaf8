/** What makes an editor one for JSON: mistakes underlined in their place, F8 goes to them, one key lays the text out. */
import { linter, nextDiagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { diagnostic } from '../diagnostic.ts';
import { formatEdits } from './format_json.ts';
import { jsonProblem } from './json_problem.ts';

export interface JsonEditing {
  /** `{{ … }}` may stand in it; a mistake is then a warning only, for what comes of it is not known yet. */
  expressions: boolean;
}

/** Milliseconds of rest in typing before a mistake is told: what is half written is none. */
export const restBeforeTelling = 500;

/** The key that lays the text out, as editors of code have it. */
export const formatKey = 'Shift-Alt-f';

/** Marks, and the keys for them. */
export function jsonEditing({ expressions }: JsonEditing): Extension {
  return [
    linter(
      ({ state }) => {
        const problem = jsonProblem(state.doc.toString(), { expressions });
        if (!problem) return [];
        const { from, to, message } = problem;
        const severity = expressions ? 'warning' : 'error';
        return [diagnostic({ from, to, severity, message })];
      },
      { delay: restBeforeTelling },
    ),
    keymap.of([
      { key: 'F8', run: nextDiagnostic },
      { key: formatKey, run: formatJson({ expressions }), preventDefault: true },
    ]),
  ];
}

/** Lays the text out; where it is no JSON goes to what is wrong. */
export function formatJson({ expressions }: JsonEditing): (view: EditorView) => boolean {
  return (view) => {
    if (view.state.readOnly) return false;
    const text = view.state.doc.toString();
    const edits = formatEdits(text, { expressions });
    if (edits) view.dispatch({ changes: edits, userEvent: 'format', scrollIntoView: true });
    else goToProblem(view, expressions);
    view.focus();
    return true;
  };
}

function goToProblem(view: EditorView, expressions: boolean): void {
  const problem = jsonProblem(view.state.doc.toString(), { expressions });
  if (!problem) return;
  view.dispatch({ selection: { anchor: problem.from, head: problem.to }, scrollIntoView: true });
}
