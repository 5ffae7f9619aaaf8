/**
 * The open document: what the person edits, what is selected, what can be undone, and how it stands to what is saved.
 * Invariants:
 *  1. the definition is never changed in place; a node that an edit did not touch keeps its identity;
 *  2. the selection names only what exists;
 *  3. it is dirty exactly when the draft says something else than the saved one, so undoing (or typing) back to the saved
 *     draft makes it clean;
 *  4. an edit that changes nothing is none: no undo step, and what was undone can still be redone;
 *  5. what was undone is never lost to a save: a save leaves the history as it is.
 */
import { type Definition, visibleName } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { isNothing, nothingSelected, type Selection } from './edits/delete_selection.ts';
import { type History, record, redo, startHistory, undo } from './history.ts';
import { sameJson } from './same_json.ts';

/** What undo and redo cover. */
export interface Draft {
  name: string;
  definition: Definition;
}

export interface Saved {
  draft: Draft;
  /** The server's `updated_at` of that draft; sent along with the next save. */
  updated_at: string;
  /** When this page saved or loaded it, in milliseconds of the local clock. */
  at: number;
}

export type Edit = (definition: Definition) => Definition;

export interface DocumentState {
  readonly workflowId: string;
  readonly readOnly: boolean;
  draft: Draft;
  history: History<Draft>;
  selection: Selection;
  saved: Saved;
  /** Where Cancel leads: the draft as it was opened, or saved by hand last. */
  checkpoint: Draft;
  /** Changes the definition as one undo step; equal `group`s in quick succession are one step. */
  edit(edit: Edit, options?: { group?: string; select?: Selection }): void;
  setName(name: string): void;
  select(selection: Selection): void;
  undo(): void;
  redo(): void;
  /**
   * The server has taken `draft`; what was typed since then stays unsaved. `stored` is the same as the server shows it
   * (secrets replaced by their marks): it takes the place of the draft, without an undo step.
   */
  markSaved(draft: Draft, updated_at: string, stored?: Draft): void;
  /** The row changed on the server and its draft did not (a deploy, a pause). */
  touch(updated_at: string): void;
  /** The draft as it is saved now is what Cancel leads back to. */
  keepCheckpoint(): void;
  /**
   * Takes another draft (the server's newer one) as the saved one; the own draft can be had back with undo. `draft`, where
   * it is another, is what is shown then (a merge of both), and is still to be saved.
   */
  load(saved: Draft, updated_at: string, draft?: Draft): void;
  /** Makes another draft the present one, as one undo step. */
  replace(draft: Draft): void;
  /** Back to the checkpoint, as one undo step. */
  revert(): void;
}

export type DocumentStore = StoreApi<DocumentState>;

export interface DocumentOptions {
  workflowId: string;
  draft: Draft;
  updated_at: string;
  readOnly?: boolean;
  /** What was left of it on an earlier visit; its history ends at `draft`. */
  left?: { history: History<Draft>; selection: Selection } | null;
  now?: () => number;
}

export function createDocumentStore(options: DocumentOptions): DocumentStore {
  const now = options.now ?? Date.now;
  return createStore<DocumentState>()((set, get) => {
    const move = (history: History<Draft>, select?: Selection) => {
      if (history === get().history) return;
      const draft = history.present;
      set({ history, draft, selection: existing(draft.definition, select ?? get().selection) });
    };
    return {
      workflowId: options.workflowId,
      readOnly: options.readOnly ?? false,
      draft: options.draft,
      history: options.left?.history ?? startHistory(options.draft),
      checkpoint: options.draft,
      selection: options.left ? existing(options.draft.definition, options.left.selection) : nothingSelected,
      saved: {
        draft: options.draft,
        updated_at: options.updated_at,
        at: Date.parse(options.updated_at) || now(),
      },
      edit(edit, { group, select } = {}) {
        const { readOnly, draft, history } = get();
        if (readOnly) return;
        const definition = edit(draft.definition);
        if (definition === draft.definition || sameJson(definition, draft.definition)) {
          if (select) set({ selection: existing(definition, select) });
          return;
        }
        move(record(history, { ...draft, definition }, now(), group ?? null), select);
      },
      setName(given) {
        const { readOnly, draft, history } = get();
        const name = visibleName(given);
        if (readOnly || name === draft.name) return;
        move(record(history, { ...draft, name }, now(), 'name'));
      },
      select(selection) {
        if (sameSelection(selection, get().selection)) return;
        set({ selection: existing(get().draft.definition, selection) });
      },
      undo() {
        if (!get().readOnly) move(undo(get().history));
      },
      redo() {
        if (!get().readOnly) move(redo(get().history));
      },
      markSaved(draft, updated_at, stored = draft) {
        const unchanged = get().draft === draft;
        if (!unchanged) return set({ saved: { draft, updated_at, at: now() } });
        const history = { ...get().history, present: stored, group: null };
        set({ saved: { draft: stored, updated_at, at: now() }, draft: stored, history });
      },
      touch(updated_at) {
        set({ saved: { ...get().saved, updated_at } });
      },
      keepCheckpoint() {
        set({ checkpoint: get().saved.draft });
      },
      load(saved, updated_at, draft = saved) {
        set({ saved: { draft: saved, updated_at, at: now() }, checkpoint: saved });
        move(record(get().history, draft, now()));
      },
      replace(draft) {
        if (!get().readOnly) move(record(get().history, draft, now()));
      },
      revert() {
        move(record(get().history, get().checkpoint, now()));
      },
    };
  });
}

/** Whether two drafts say the same. */
export function sameDraft(a: Draft, b: Draft): boolean {
  return a === b || (a.name === b.name && sameJson(a.definition, b.definition));
}

/** Whether there is something to save. */
export function isDirty(state: Pick<DocumentState, 'draft' | 'saved'>): boolean {
  return !sameDraft(state.draft, state.saved.draft);
}

function existing(definition: Definition, selection: Selection): Selection {
  if (isNothing(selection)) return nothingSelected;
  const kept = {
    nodes: known(selection.nodes, definition.nodes),
    edges: known(selection.edges, definition.edges),
    notes: known(selection.notes, definition.notes),
    groups: known(selection.groups, definition.groups),
  };
  return sameSelection(kept, selection) ? selection : kept;
}

function known(ids: readonly string[] = [], list: readonly { id: string }[] = []): readonly string[] {
  if (ids.length === 0) return ids;
  const existing = new Set(list.map(({ id }) => id));
  return ids.filter((id) => existing.has(id));
}

function sameSelection(a: Selection, b: Selection): boolean {
  return (
    sameList(a.nodes, b.nodes) &&
    sameList(a.edges, b.edges) &&
    sameList(a.notes ?? [], b.notes ?? []) &&
    sameList(a.groups ?? [], b.groups ?? [])
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
