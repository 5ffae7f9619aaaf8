import { useStore } from '@xyflow/react';
import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Copy,
  Group,
  type LucideIcon,
  Pencil,
  Power,
  Trash2,
  Ungroup,
  Workflow,
} from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { text } from '../../strings/canvas.ts';
import { useEditActions } from '../adding/use_edit_actions.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { type Alignment, alignments, around } from '../document/edits/align.ts';
import { updateGroups } from '../document/edits/annotations.ts';
import type { Selection } from '../document/edits/delete_selection.ts';
import { usePanels } from '../panels.tsx';
import { barPlace } from './bar_place.ts';
import { useCanvas, useCanvasStore } from './canvas_store.ts';
import { BarSeparator, FloatingBar } from './floating_bar.tsx';
import { hintOf } from './keys.ts';
import { TintPicker } from './tint_picker.tsx';
import { useArrange } from './use_arrange.ts';
import { cardBoxes, drawnBoxes } from './view.ts';

const alignIcons: Record<Alignment, LucideIcon> = {
  left: AlignStartVertical,
  centre: AlignCenterVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal,
  distribute_x: AlignHorizontalDistributeCenter,
  distribute_y: AlignVerticalDistributeCenter,
};

/** A bar above several selected things, or above a selected group; gone while they are dragged. */
export function SelectionToolbar() {
  const selection = useDocument((state) => state.selection);
  const readOnly = useReadOnly();
  const moving = usePanels((state) => state.moving);
  const renaming = useCanvas((state) => state.renamingGroup !== null);
  const count = selection.nodes.length + (selection.notes?.length ?? 0);
  const groups = selection.groups ?? [];
  if (readOnly || moving || renaming || (count < 2 && groups.length === 0)) return null;
  return (
    <Placed selection={selection}>
      {count >= 2 ? <SeveralBar selection={selection} /> : <GroupBar id={groups[0]!} />}
    </Placed>
  );
}

/** Beside what is selected, and always within the canvas. */
function Placed({ selection, children }: { selection: Selection; children: ReactNode }) {
  const definition = useDocument((state) => state.draft.definition);
  const all = useMemo(() => around(drawnBoxes(definition, selection)), [definition, selection]);
  const cards = useMemo(() => [...cardBoxes(definition).values()], [definition]);
  const at = useStore(({ transform, width, height }) => {
    const place = barPlace(all, cards, transform, { width, height });
    return `${Math.round(place.left)} ${Math.round(place.top)}`;
  });
  const [left, top] = at.split(' ').map(Number);
  return (
    <div className="pointer-events-none absolute z-20 -translate-x-1/2" style={{ left, top }}>
      {children}
    </div>
  );
}

function SeveralBar({ selection }: { selection: Selection }) {
  const arrange = useArrange();
  const actions = useEditActions();
  const { nodes, notes = [] } = selection;
  return (
    <FloatingBar label={text.selection.toolbar}>
      <span className="px-2 text-muted text-xs tabular-nums whitespace-nowrap">
        {text.selection.count(nodes.length, notes.length)}
      </span>
      <BarSeparator />
      <AlignMenu several={nodes.length + notes.length > 2} />
      {nodes.length > 1 && (
        <IconButton side="top" size="sm" label={text.selection.tidy} onClick={() => arrange.tidy(nodes)}>
          <Workflow aria-hidden />
        </IconButton>
      )}
      {nodes.length > 0 && (
        <IconButton
          side="top"
          size="sm"
          label={text.selection.group}
          shortcut={hintOf('group')}
          onClick={() => arrange.group()}
        >
          <Group aria-hidden />
        </IconButton>
      )}
      <BarSeparator />
      <IconButton
        side="top"
        size="sm"
        label={text.selection.duplicate}
        shortcut={hintOf('duplicate')}
        onClick={() => actions.duplicate(selection)}
      >
        <Copy aria-hidden />
      </IconButton>
      {nodes.length > 0 && (
        <IconButton
          side="top"
          size="sm"
          label={text.selection.toggle}
          shortcut={hintOf('toggle')}
          onClick={() => actions.toggle(nodes)}
        >
          <Power aria-hidden />
        </IconButton>
      )}
      <IconButton
        side="top"
        size="sm"
        label={text.selection.delete}
        shortcut={hintOf('delete')}
        onClick={() => actions.remove(selection)}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </FloatingBar>
  );
}

function AlignMenu({ several }: { several: boolean }) {
  const arrange = useArrange();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton side="top" size="sm" label={text.selection.align}>
          <AlignStartVertical aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {alignments.map((how) => {
          const Icon = alignIcons[how];
          const distributes = how === 'distribute_x' || how === 'distribute_y';
          return (
            <DropdownMenuItem
              key={how}
              icon={<Icon aria-hidden />}
              disabled={distributes && !several}
              onSelect={() => arrange.align(how)}
            >
              {text.selection.alignments[how]}
            </DropdownMenuItem>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function GroupBar({ id }: { id: string }) {
  const group = useDocument((state) => state.draft.definition.groups?.find((one) => one.id === id));
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const arrange = useArrange();
  if (!group) return null;
  return (
    <FloatingBar label={text.frames.toolbar}>
      <TintPicker
        value={group.tint}
        onChange={(tint) => store.getState().edit((current) => updateGroups(current, [id], { tint }))}
      />
      <BarSeparator />
      <IconButton
        side="top"
        size="sm"
        label={text.frames.rename_item}
        shortcut="Enter"
        onClick={() => canvas.getState().renameGroup(id)}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton side="top" size="sm" label={text.frames.tidy} onClick={() => arrange.tidy(group.nodes)}>
        <Workflow aria-hidden />
      </IconButton>
      <IconButton
        side="top"
        size="sm"
        label={text.frames.ungroup}
        shortcut={hintOf('ungroup')}
        onClick={() => arrange.ungroup([id])}
      >
        <Ungroup aria-hidden />
      </IconButton>
    </FloatingBar>
  );
}
