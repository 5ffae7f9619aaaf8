import { useReactFlow } from '@xyflow/react';
import {
  BoxSelect,
  ClipboardPaste,
  Copy,
  Maximize,
  StickyNote as NoteIcon,
  Pencil,
  Plus,
  SquareDashedMousePointer,
  Trash2,
  Ungroup,
  Workflow,
} from 'lucide-react';
import { DropdownMenuItem, DropdownMenuSeparator } from '../../components/ui/dropdown_menu.tsx';
import { type Afterwards, PointMenu } from '../../components/ui/point_menu.tsx';
import { menu as words } from '../../strings/adding.ts';
import { text as builder } from '../../strings/builder.ts';
import { text } from '../../strings/canvas.ts';
import { wires } from '../../strings/wires.ts';
import { useEditActions } from '../adding/use_edit_actions.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { drawnElement } from './canvas_element.ts';
import { type CanvasMenu as OpenMenu, useCanvas, useCanvasStore } from './canvas_store.ts';
import { hintOf } from './keys.ts';
import { selectEverything } from './select_everything.ts';
import { SelectionItems } from './selection_items.tsx';
import { useArrange } from './use_arrange.ts';
import { useView } from './view.ts';
import { EndItems } from './wire_items.tsx';

/** The menu of the empty canvas, of all that is selected, of a note, a group and a connection: one, opened where it was asked for. */
export function CanvasMenu() {
  const menu = useCanvas((state) => state.menu);
  const canvas = useCanvasStore();
  const readOnly = useReadOnly();
  if (!menu || readOnly) return null;
  return (
    <PointMenu
      at={menu.at}
      onClose={() => canvas.getState().openMenu(null)}
      onFocusBack={() => focusOwner(menu)}
    >
      {(later) => (
        <>
          {menu.of === 'pane' && <PaneItems at={menu.at} later={later} />}
          {menu.of === 'selection' && <SelectionItems at={menu.at} later={later} />}
          {menu.of === 'note' && <NoteItems id={menu.id} later={later} />}
          {menu.of === 'group' && <GroupItems id={menu.id} later={later} />}
          {menu.of === 'edge' && <EdgeItems id={menu.id} at={menu.at} later={later} />}
        </>
      )}
    </PointMenu>
  );
}

/** What the menu belongs to. */
function focusOwner(menu: OpenMenu): void {
  if (menu.of === 'note') drawnElement(`note/${menu.id}`)?.focus({ preventScroll: true });
  if (menu.of === 'group')
    document
      .querySelector<HTMLElement>(`[data-group="${CSS.escape(menu.id)}"]`)
      ?.focus({ preventScroll: true });
}

function PaneItems({ at, later }: { at: { x: number; y: number }; later: Afterwards }) {
  const panels = usePanelsStore();
  const store = useDocumentStore();
  const arrange = useArrange();
  const view = useView();
  const flow = useReactFlow();
  const actions = useEditActions();
  const empty = useDocument((state) => state.draft.definition.nodes.length === 0);
  const position = () => flow.screenToFlowPosition(at);
  return (
    <>
      <DropdownMenuItem
        icon={<Plus aria-hidden />}
        shortcut={hintOf('quick_add')}
        onSelect={() =>
          later(() => panels.getState().openQuickAdd({ at, target: { kind: 'free', position: position() } }))
        }
      >
        {text.pane.add_node}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<NoteIcon aria-hidden />}
        shortcut={hintOf('note')}
        onSelect={() => later(() => arrange.addNote(position()))}
      >
        {text.notes.add}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ClipboardPaste aria-hidden />}
        shortcut={hintOf('paste')}
        onSelect={() => later(() => void actions.paste(at))}
      >
        {words.paste_here}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem
        icon={<SquareDashedMousePointer aria-hidden />}
        shortcut={hintOf('select_all')}
        onSelect={() => selectEverything(store)}
      >
        {text.pane.select_all}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Workflow aria-hidden />}
        shortcut={hintOf('tidy')}
        disabled={empty}
        onSelect={() => later(() => arrange.tidy())}
      >
        {builder.canvas.tidy}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Maximize aria-hidden />}
        shortcut={hintOf('fit')}
        disabled={empty}
        onSelect={() => later(() => view.fit())}
      >
        {builder.canvas.fit}
      </DropdownMenuItem>
    </>
  );
}

function NoteItems({ id, later }: { id: string; later: Afterwards }) {
  const canvas = useCanvasStore();
  const actions = useEditActions();
  return (
    <>
      <DropdownMenuItem
        icon={<Pencil aria-hidden />}
        shortcut={hintOf('open')}
        onSelect={() => later(() => canvas.getState().editNote(id))}
      >
        {text.notes.edit}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Copy aria-hidden />}
        shortcut={hintOf('duplicate')}
        onSelect={() => actions.duplicate({ nodes: [], edges: [], notes: [id] })}
      >
        {text.notes.duplicate}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove({ nodes: [], edges: [], notes: [id] })}
      >
        {text.notes.delete}
      </DropdownMenuItem>
    </>
  );
}

function EdgeItems({ id, at, later }: { id: string; at: { x: number; y: number }; later: Afterwards }) {
  const edge = useDocument((state) => state.draft.definition.edges.find((one) => one.id === id));
  const panels = usePanelsStore();
  const actions = useEditActions();
  if (!edge) return null;
  return (
    <>
      <DropdownMenuItem
        icon={<Plus aria-hidden />}
        onSelect={() =>
          later(() => panels.getState().openQuickAdd({ at, target: { kind: 'edge', edgeId: id } }))
        }
      >
        {wires.insert}
      </DropdownMenuItem>
      <EndItems edge={edge} />
      <DropdownMenuSeparator />
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove({ nodes: [], edges: [id] })}
      >
        {wires.delete}
      </DropdownMenuItem>
    </>
  );
}

function GroupItems({ id, later }: { id: string; later: Afterwards }) {
  const store = useDocumentStore();
  const canvas = useCanvasStore();
  const arrange = useArrange();
  const nodes = useDocument((state) => state.draft.definition.groups?.find((one) => one.id === id)?.nodes);
  if (!nodes) return null;
  return (
    <>
      <DropdownMenuItem
        icon={<Pencil aria-hidden />}
        shortcut={hintOf('open')}
        onSelect={() => later(() => canvas.getState().renameGroup(id))}
      >
        {text.frames.rename_item}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<BoxSelect aria-hidden />}
        onSelect={() => store.getState().select({ nodes, edges: [] })}
      >
        {text.frames.select_nodes}
      </DropdownMenuItem>
      <DropdownMenuItem icon={<Workflow aria-hidden />} onSelect={() => arrange.tidy(nodes)}>
        {text.frames.tidy}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      <DropdownMenuItem
        icon={<Ungroup aria-hidden />}
        shortcut={hintOf('ungroup')}
        onSelect={() => arrange.ungroup([id])}
      >
        {text.frames.ungroup}
      </DropdownMenuItem>
    </>
  );
}
