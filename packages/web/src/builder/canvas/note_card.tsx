import { annotationLimits } from '@millrace/core';
import { type NodeProps, NodeResizer, NodeToolbar, Position } from '@xyflow/react';
import { memo, type Ref, useEffect, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/canvas.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { updateNotes } from '../document/edits/annotations.ts';
import { usePanels } from '../panels.tsx';
import { drawnElement } from './canvas_element.ts';
import { useCanvas, useCanvasStore } from './canvas_store.ts';
import type { NoteFlowNode } from './flow_nodes.ts';
import { NoteText } from './note_text.tsx';
import { NoteToolbar } from './note_toolbar.tsx';

/** A sticky note: its text, or an editor for it in its place; when it is selected it can be sized and coloured. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteFlowNode>) {
  const { note } = data;
  const readOnly = useReadOnly();
  const editing = useCanvas((state) => state.editingNote === note.id) && !readOnly;
  const canvas = useCanvasStore();
  return (
    <>
      {selected && !readOnly && <Tools flowId={id} note={note} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter on the note does the same */}
      <div
        data-tint={note.tint}
        className={cn(
          'sticky-note h-full overflow-hidden rounded-md border',
          selected && 'outline-2 outline-accent outline-offset-1',
        )}
        onDoubleClick={(event) => {
          event.stopPropagation();
          if (!readOnly) canvas.getState().editNote(note.id);
        }}
      >
        {editing ? (
          <NoteEditor noteId={note.id} value={note.text} />
        ) : (
          <div
            className={cn(
              'flex h-full flex-col gap-1.5 overflow-y-auto px-3 py-2.5 text-sm [overflow-wrap:anywhere]',
              // A wheel over a note that is not chosen moves the canvas as everywhere else.
              selected && 'nowheel',
            )}
          >
            {note.text.trim() === '' ? (
              <p className="text-muted italic">{readOnly ? text.notes.empty_read_only : text.notes.empty}</p>
            ) : (
              <NoteText text={note.text} />
            )}
          </div>
        )}
      </div>
    </>
  );
});

function Tools({ flowId, note }: { flowId: string; note: NoteFlowNode['data']['note'] }) {
  const store = useDocumentStore();
  const alone = useDocument(({ selection }) => selection.nodes.length === 0 && selection.notes?.length === 1);
  const moving = usePanels((state) => state.moving);
  if (!alone) return null;
  return (
    <>
      <NodeResizer
        minWidth={annotationLimits.note_least.width}
        minHeight={annotationLimits.note_least.height}
        maxWidth={annotationLimits.note_most}
        maxHeight={annotationLimits.note_most}
        lineClassName="note-line"
        handleClassName="note-handle"
        onResizeEnd={(_, { x, y, width, height }) =>
          store
            .getState()
            .edit((definition) => updateNotes(definition, [note.id], { position: { x, y }, width, height }))
        }
      />
      <NodeToolbar nodeId={flowId} isVisible={!moving} position={Position.Top} offset={8} align="start">
        <NoteToolbar note={note} />
      </NodeToolbar>
    </>
  );
}

/** The text while it is written. What is typed is in the document at once; words are one undo step. */
function NoteEditor({ noteId, value }: { noteId: string; value: string }) {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const area = useFocusAtEnd();
  const end = () => {
    if (canvas.getState().editingNote === noteId) canvas.getState().editNote(null);
  };
  const left = annotationLimits.note_text - value.length;
  return (
    <div className="relative h-full">
      <textarea
        ref={area}
        aria-label={text.notes.text}
        placeholder={text.notes.placeholder}
        maxLength={annotationLimits.note_text}
        className="nodrag nopan nowheel block h-full w-full resize-none bg-transparent px-3 py-2.5 text-sm outline-none"
        value={value}
        onChange={(event) => {
          const written = event.target.value;
          store.getState().edit((definition) => updateNotes(definition, [noteId], { text: written }), {
            group: `note ${noteId}`,
          });
        }}
        onBlur={end}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          end();
          drawnElement(`note/${noteId}`)?.focus({ preventScroll: true });
        }}
      />
      {left < 500 && (
        <p role="status" className="absolute right-2 bottom-1 text-muted text-xs">
          {text.notes.too_long(left)}
        </p>
      )}
    </div>
  );
}

function useFocusAtEnd(): Ref<HTMLTextAreaElement> {
  const area = useRef<HTMLTextAreaElement>(null);
  const [first] = useState(true);
  useEffect(() => {
    const element = area.current;
    if (!first || !element) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [first]);
  return area;
}
