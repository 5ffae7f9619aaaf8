import { Group as GroupIcon } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { text } from '../../strings/canvas.ts';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { updateGroups } from '../document/edits/annotations.ts';
import { useCanvas, useCanvasStore } from './canvas_store.ts';
import type { Frame } from './frames.ts';

interface GroupLabelProps {
  frame: Frame;
  selected: boolean;
  onMove?: ((group: Frame, event: PointerEvent) => void) | undefined;
}

/** The label of a group: a click selects the group, a drag moves it, a double click or Enter renames it. */
export function GroupLabel({ frame, selected, onMove }: GroupLabelProps) {
  const renaming = useCanvas((state) => state.renamingGroup === frame.of);
  const readOnly = useReadOnly();
  if (renaming && !readOnly) return <LabelInput frame={frame} />;
  return <LabelButton frame={frame} selected={selected} onMove={onMove} />;
}

const place = 'frame-label absolute top-2 left-2.5 max-w-[calc(100%-1.25rem)] rounded-sm text-xs';

function LabelButton({ frame, selected, onMove }: GroupLabelProps) {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const readOnly = useReadOnly();
  const select = () => store.getState().select({ nodes: [], edges: [], notes: [], groups: [frame.of] });
  const onKeyDown = (event: KeyboardEvent) => {
    if (readOnly || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === 'F2') canvas.getState().renameGroup(frame.of);
    else return;
    event.preventDefault();
  };
  return (
    <button
      type="button"
      data-group={frame.of}
      aria-pressed={selected}
      aria-label={text.frames.group_name(frame.label, frame.members.size)}
      aria-keyshortcuts={readOnly ? undefined : 'Enter'}
      className={cn(
        place,
        'group-label nopan nodrag pointer-events-auto flex items-center gap-1.5 px-1.5 py-0.5 font-medium',
        onMove && 'cursor-grab active:cursor-grabbing',
      )}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) select();
      }}
      onClick={(event) => {
        event.stopPropagation();
        select();
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
        if (!readOnly) canvas.getState().renameGroup(frame.of);
      }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.button === 0 && onMove?.(frame, event)}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        select();
        if (!readOnly)
          canvas
            .getState()
            .openMenu({ of: 'group', id: frame.of, at: { x: event.clientX, y: event.clientY } });
      }}
    >
      <GroupIcon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{frame.label === '' ? text.frames.unnamed : frame.label}</span>
    </button>
  );
}

function LabelInput({ frame }: { frame: Frame }) {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const input = useRef<HTMLInputElement>(null);
  const [before] = useState(frame.label);
  useEffect(() => input.current?.select(), []);
  const rename = (label: string) =>
    store
      .getState()
      .edit((definition) => updateGroups(definition, [frame.of], { label }), { group: `group ${frame.of}` });
  const end = (refocus: boolean) => {
    canvas.getState().renameGroup(null);
    if (refocus)
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>(`[data-group="${CSS.escape(frame.of)}"]`)?.focus(),
      );
  };
  return (
    <input
      ref={input}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to rename
      autoFocus
      aria-label={text.frames.rename}
      className={cn(
        place,
        'nopan nodrag pointer-events-auto w-56 border border-accent bg-surface px-1.5 py-0.5 text-fg outline-none',
      )}
      maxLength={200}
      placeholder={text.frames.unnamed}
      value={frame.label}
      onChange={(event) => rename(event.target.value)}
      onBlur={() => end(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') rename(before);
        if (event.key === 'Escape' || event.key === 'Enter') {
          event.preventDefault();
          event.stopPropagation();
          end(true);
        }
      }}
    />
  );
}
