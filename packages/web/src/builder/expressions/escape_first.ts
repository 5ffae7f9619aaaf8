/**
 * Escape closes the list of completions, or the help with a call, and nothing else. A dialog or popover hears the key before
 * what has the focus in it, and would close with all that was written.
 */
import { closeCompletion, completionStatus } from '@codemirror/autocomplete';
import { type Command, type EditorView, ViewPlugin } from '@codemirror/view';

/** @param close what else of the editor Escape closes; false where there is nothing. */
export function escapeFirst(close: Command) {
  return ViewPlugin.fromClass(
    class {
      private readonly listen: (event: KeyboardEvent) => void;

      constructor(view: EditorView) {
        this.listen = (event) => {
          if (event.key !== 'Escape' || !view.hasFocus) return;
          if (!closeList(view) && !close(view)) return;
          event.preventDefault();
          event.stopPropagation();
        };
        // Before the document, where dialogs listen.
        window.addEventListener('keydown', this.listen, true);
      }

      destroy(): void {
        window.removeEventListener('keydown', this.listen, true);
      }
    },
  );
}

function closeList(view: EditorView): boolean {
  return completionStatus(view.state) === 'active' && closeCompletion(view);
}
