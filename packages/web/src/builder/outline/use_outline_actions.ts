import type { WorkflowNode } from '@millrace/core';
import { useMemo } from 'react';
import { toast } from '../../components/ui/toast.tsx';
import { said } from '../../strings/outline.ts';
import { useClipboard } from '../adding/use_clipboard.ts';
import { useDelete } from '../adding/use_delete.ts';
import { useCanvasStore } from '../canvas/canvas_store.ts';
import { useDocumentStore } from '../document/context.tsx';
import { isNothing, type Selection } from '../document/edits/delete_selection.ts';
import { duplicate } from '../document/edits/duplicate.ts';
import { type MoveDirection, moveStep } from '../document/edits/move_step.ts';
import { toggleDisabled } from '../document/edits/toggle_disabled.ts';
import { type QuickAddTarget, usePanelsStore } from '../panels.tsx';
import { useTestPart } from '../results/use_test_part.ts';
import { targetAfter, targetBefore, targetIn } from './add_targets.ts';
import type { OutlineRow } from './rows.ts';
import { useShowCard } from './use_show_card.ts';

type Point = { x: number; y: number };

/** Everything that the outline does with a row: keys and menu call the same. */
export function useOutlineActions() {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const canvas = useCanvasStore();
  const deleting = useDelete();
  const clipboard = useClipboard();
  const test = useTestPart();
  const showCard = useShowCard();
  return useMemo(() => {
    const definition = () => store.getState().draft.definition;
    const nodeOf = ({ content }: OutlineRow): WorkflowNode | null =>
      content.kind === 'node' ? content.node : null;
    const add = (target: QuickAddTarget | null, at: Point): boolean => {
      if (!target || store.getState().readOnly) return false;
      panels.getState().openQuickAdd({ at, target });
      return true;
    };
    return {
      /** What the row is, is selected on the canvas too; false for a row that is nothing of the document. */
      select(row: OutlineRow): boolean {
        const selection = selectionOf(row);
        if (isNothing(selection)) return false;
        store.getState().select(selection);
        if (row.content.kind === 'node') showCard(row.content.node.id);
        return true;
      },
      /** Enter: the properties of a step, the text of a note, the name of a group. */
      open({ content }: OutlineRow) {
        const { readOnly } = store.getState();
        if (content.kind === 'node') panels.getState().focus(content.node.id, null);
        if (content.kind === 'note' && !readOnly) canvas.getState().editNote(content.note.id);
        if (content.kind === 'group' && !readOnly) canvas.getState().renameGroup(content.group.id);
      },
      addAfter({ content }: OutlineRow, at: Point): boolean {
        if (content.kind === 'branch') return add(targetIn(definition(), content.branch), at);
        return content.kind === 'node' && add(targetAfter(definition(), content.node.id), at);
      },
      addBefore(row: OutlineRow, at: Point): boolean {
        const node = nodeOf(row);
        return node !== null && add(targetBefore(definition(), node.id), at);
      },
      move(row: OutlineRow, direction: MoveDirection) {
        const node = nodeOf(row);
        if (!node || store.getState().readOnly) return;
        const moved = moveStep(definition(), node.id, direction);
        if (!moved.ok) toast(said.cannot(moved.reason));
        else store.getState().edit(() => moved.definition, { select: { nodes: [node.id], edges: [] } });
      },
      duplicate(row: OutlineRow) {
        const { content } = row;
        const ids = content.kind === 'node' ? [content.node.id] : [];
        const notes = content.kind === 'note' ? [content.note.id] : [];
        const copy = duplicate(definition(), ids, notes);
        const select = { nodes: copy.ids, edges: [], notes: copy.noteIds };
        store.getState().edit(() => copy.definition, { select });
      },
      toggle(row: OutlineRow) {
        const node = nodeOf(row);
        if (node && node.type !== 'trigger')
          store.getState().edit((before) => toggleDisabled(before, [node.id]));
      },
      /** Deletes a step and joins what was around it, or leaves the gap; a group goes without its nodes. */
      remove(row: OutlineRow, apart = false) {
        if (apart) deleting.removeApart(selectionOf(row));
        else deleting.remove(selectionOf(row));
      },
      copy(row: OutlineRow, cut = false) {
        void clipboard.copy(selectionOf(row), cut);
      },
      paste(row: OutlineRow) {
        void clipboard.paste(null, nodeOf(row)?.id);
      },
      disconnect(edgeId: string) {
        deleting.removeApart({ nodes: [], edges: [edgeId] });
      },
      test(row: OutlineRow, part: 'one' | 'from' | 'up_to') {
        const node = nodeOf(row);
        if (!node || store.getState().readOnly) return;
        if (part === 'up_to' || node.type === 'trigger') panels.getState().openTest(node.id);
        else test(node, part);
      },
    };
    // What tests needs is read when it tests.
  }, [store, panels, canvas, deleting, clipboard, test, showCard]);
}

export type OutlineActions = ReturnType<typeof useOutlineActions>;

/** What of the document a row stands for. */
function selectionOf({ content }: OutlineRow): Selection {
  return {
    nodes: content.kind === 'node' ? [content.node.id] : [],
    edges: [],
    groups: content.kind === 'group' ? [content.group.id] : [],
    notes: content.kind === 'note' ? [content.note.id] : [],
  };
}
