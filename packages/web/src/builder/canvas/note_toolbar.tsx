import type { StickyNote } from '@millrace/core';
import { Copy, Pencil, Trash2 } from 'lucide-react';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { text } from '../../strings/canvas.ts';
import { useDocumentStore } from '../document/context.tsx';
import { updateNotes } from '../document/edits/annotations.ts';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { duplicate } from '../document/edits/duplicate.ts';
import { useCanvasStore } from './canvas_store.ts';
import { FloatingBar } from './floating_bar.tsx';
import { TintPicker } from './tint_picker.tsx';

/** What can be done with a selected note. */
export function NoteToolbar({ note }: { note: StickyNote }) {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const { edit } = store.getState();
  return (
    <FloatingBar label={text.notes.toolbar}>
      <TintPicker
        value={note.tint}
        onChange={(tint) => edit((current) => updateNotes(current, [note.id], { tint }))}
      />
      <IconButton
        side="top"
        size="sm"
        label={text.notes.edit}
        onClick={() => canvas.getState().editNote(note.id)}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.notes.duplicate}
        onClick={() => {
          const copy = duplicate(store.getState().draft.definition, [], [note.id]);
          edit(() => copy.definition, { select: { nodes: [], edges: [], notes: copy.noteIds } });
        }}
      >
        <Copy aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.notes.delete}
        onClick={() =>
          edit((current) => deleteSelection(current, { nodes: [], edges: [], notes: [note.id] }))
        }
      >
        <Trash2 aria-hidden />
      </IconButton>
    </FloatingBar>
  );
}
