/**
 * Workflows whose page was left and may be come back to, in the memory of the tab: what can be undone there, what was
 * selected, and what of the canvas was in view. Invariants:
 *  1. of at most {@link mostLeft} workflows; the one that was left first is forgotten first;
 *  2. only for the person who left it, who may still change it;
 *  3. only where the server has the draft that the history ends at: otherwise undo would take back what somebody else did.
 */
import type { Viewport } from '@xyflow/react';
import type { Selection } from './edits/delete_selection.ts';
import type { History } from './history.ts';
import { type DocumentState, type Draft, isDirty } from './store.ts';

export const mostLeft = 5;

export interface Left {
  user_id: string;
  saved: Draft;
  history: History<Draft>;
  selection: Selection;
  view: Viewport | null;
}

export class LeftDocuments {
  readonly #left = new Map<string, Left>();

  /** What is unsaved has its own way back: it is offered, not taken for granted. */
  leave(user_id: string, state: DocumentState, view: Viewport | null): void {
    this.#left.delete(state.workflowId);
    if (state.readOnly || isDirty(state)) return;
    const { history, selection, saved } = state;
    this.#left.set(state.workflowId, { user_id, saved: saved.draft, history, selection, view });
    const [first] = this.#left.keys();
    if (this.#left.size > mostLeft && first !== undefined) this.#left.delete(first);
  }

  /** What was left of a workflow, going on from the draft as the server has it; null where it has another. */
  find(
    workflow_id: string,
    now: { user_id: string; draft: Draft; same: (stored: Draft, saved: Draft) => boolean },
  ): Left | null {
    const left = this.#left.get(workflow_id);
    if (left?.user_id !== now.user_id || !now.same(now.draft, left.saved)) return null;
    return { ...left, saved: now.draft, history: { ...left.history, present: now.draft, group: null } };
  }
}
