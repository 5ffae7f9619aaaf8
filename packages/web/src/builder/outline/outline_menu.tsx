import type { WorkflowNode } from '@millrace/core';
import {
  ArrowDown,
  ArrowUp,
  ClipboardCopy,
  ClipboardPaste,
  Copy,
  CornerDownRight,
  ListPlus,
  PanelRight,
  Pencil,
  Plus,
  Power,
  Scissors,
  Trash2,
  TriangleAlert,
  Ungroup,
} from 'lucide-react';
import { DropdownMenuItem, DropdownMenuSeparator } from '../../components/ui/dropdown_menu.tsx';
import { type Afterwards, PointMenu } from '../../components/ui/point_menu.tsx';
import { text } from '../../strings/builder.ts';
import { outline } from '../../strings/outline.ts';
import { problemWords } from '../../strings/problems.ts';
import { GroupingItems } from '../canvas/grouping_items.tsx';
import { hintOf } from '../canvas/keys.ts';
import { useDocumentStore, useReadOnly } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useProblemsStore } from '../problems/context.tsx';
import { countsOf, isNothing } from '../problems/counts.ts';
import { PartItems } from '../results/part_items.tsx';
import { PinItems } from '../results/pin_items.tsx';
import { targetAfter, targetBefore } from './add_targets.ts';
import { ConnectItems } from './connect_items.tsx';
import { rowLabel } from './row_name.ts';
import type { OutlineRow } from './rows.ts';
import type { OutlineActions } from './use_outline_actions.ts';

const words = outline.menu;
const testKeys = { one: 'Alt ↵', up_to: 'Alt R', from: 'Shift R' };

export interface Menu {
  row: OutlineRow;
  at: { x: number; y: number };
}

interface MenuProps {
  actions: OutlineActions;
  onClose: () => void;
  /** The focus goes back to the tree. */
  onFocusBack: () => void;
  onGo: (rowId: string) => void;
  onAdd: (row: OutlineRow, where: 'before' | 'after') => void;
  onRename: (rowId: string) => void;
}

interface ItemsProps extends MenuProps {
  row: OutlineRow;
  at: Menu['at'];
  later: Afterwards;
}

/** All that can be done with a row. */
export function OutlineMenu({ menu, ...props }: MenuProps & { menu: Menu | null }) {
  const readOnly = useReadOnly();
  if (!menu || (readOnly && menu.row.content.kind !== 'reference')) return null;
  const { row, at } = menu;
  return (
    <PointMenu
      at={at}
      label={outline.menu_of(rowLabel(row))}
      onClose={props.onClose}
      onFocusBack={props.onFocusBack}
    >
      {(later) => <RowItems {...props} row={row} at={at} later={later} />}
    </PointMenu>
  );
}

function RowItems(props: ItemsProps) {
  const { row, later } = props;
  const { content } = row;
  switch (content.kind) {
    case 'node':
      return <NodeItems {...props} node={content.node} />;
    case 'branch':
      return (
        <DropdownMenuItem
          icon={<Plus aria-hidden />}
          shortcut="/"
          onSelect={() => later(() => props.onAdd(row, 'after'))}
        >
          {words.here}
        </DropdownMenuItem>
      );
    case 'reference':
      return (
        <DropdownMenuItem
          icon={<CornerDownRight aria-hidden />}
          shortcut="↵"
          onSelect={() => later(() => props.onGo(content.target))}
        >
          {words.go_to}
        </DropdownMenuItem>
      );
    case 'section':
      return <DropdownMenuItem disabled>{rowLabel(row)}</DropdownMenuItem>;
    case 'group':
      return <GroupItems {...props} ids={content.group.nodes} />;
    case 'note':
      return <NoteItems {...props} />;
  }
}

function NodeItems(props: ItemsProps & { node: WorkflowNode }) {
  const { node, row, actions, later, onAdd } = props;
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const found = useProblemsStore().getState();
  const counts = countsOf(found.byNode.get(node.id), found.openByNode.get(node.id));
  const { definition } = store.getState().draft;
  return (
    <>
      <DropdownMenuItem
        icon={<PanelRight aria-hidden />}
        shortcut="↵"
        onSelect={() => later(() => actions.open(row))}
      >
        {text.menu.open}
      </DropdownMenuItem>
      {!isNothing(counts) && (
        <DropdownMenuItem
          icon={<TriangleAlert aria-hidden />}
          onSelect={() => later(() => panels.getState().openDrawer('problems'))}
        >
          {problemWords.show_counted(counts)}
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      {targetAfter(definition, node.id) && (
        <DropdownMenuItem
          icon={<Plus aria-hidden />}
          shortcut="/"
          onSelect={() => later(() => onAdd(row, 'after'))}
        >
          {words.after}
        </DropdownMenuItem>
      )}
      {targetBefore(definition, node.id) && (
        <DropdownMenuItem icon={<ListPlus aria-hidden />} onSelect={() => later(() => onAdd(row, 'before'))}>
          {words.before}
        </DropdownMenuItem>
      )}
      {node.type !== 'trigger' && (
        <>
          <DropdownMenuItem
            icon={<ArrowUp aria-hidden />}
            shortcut="Alt ↑"
            onSelect={() => later(() => actions.move(row, 'up'))}
          >
            {words.up}
          </DropdownMenuItem>
          <DropdownMenuItem
            icon={<ArrowDown aria-hidden />}
            shortcut="Alt ↓"
            onSelect={() => later(() => actions.move(row, 'down'))}
          >
            {words.down}
          </DropdownMenuItem>
        </>
      )}
      <ConnectItems node={node} disconnect={actions.disconnect} />
      <DropdownMenuSeparator />
      <EditItems {...props} />
      <DropdownMenuSeparator />
      <PartItems node={node} afterwards={later} keys={testKeys} />
      <PinItems node={node} afterwards={later} />
      <DropdownMenuSeparator />
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove(row)}
      >
        {words.take_out}
      </DropdownMenuItem>
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete_apart')}
        onSelect={() => actions.remove(row, true)}
      >
        {words.delete}
      </DropdownMenuItem>
    </>
  );
}

function EditItems({ node, row, actions, later, onRename }: ItemsProps & { node: WorkflowNode }) {
  return (
    <>
      <DropdownMenuItem
        icon={<Pencil aria-hidden />}
        shortcut="F2"
        onSelect={() => later(() => onRename(row.id))}
      >
        {words.rename}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ClipboardCopy aria-hidden />}
        shortcut={hintOf('copy')}
        onSelect={() => actions.copy(row)}
      >
        {words.copy}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ClipboardPaste aria-hidden />}
        shortcut={hintOf('paste')}
        onSelect={() => actions.paste(row)}
      >
        {words.paste}
      </DropdownMenuItem>
      {node.type !== 'trigger' && (
        <>
          <DropdownMenuItem
            icon={<Scissors aria-hidden />}
            shortcut={hintOf('cut')}
            onSelect={() => actions.copy(row, true)}
          >
            {words.cut}
          </DropdownMenuItem>
          <DropdownMenuItem
            icon={<Copy aria-hidden />}
            shortcut={hintOf('duplicate')}
            onSelect={() => actions.duplicate(row)}
          >
            {text.menu.duplicate}
          </DropdownMenuItem>
          <DropdownMenuItem icon={<Power aria-hidden />} onSelect={() => actions.toggle(row)}>
            {node.disabled ? text.menu.enable : text.menu.disable}
          </DropdownMenuItem>
        </>
      )}
      <GroupingItems ids={[node.id]} />
    </>
  );
}

function GroupItems({ row, ids, actions, later }: ItemsProps & { ids: readonly string[] }) {
  const store = useDocumentStore();
  return (
    <>
      <DropdownMenuItem
        icon={<Pencil aria-hidden />}
        shortcut="↵"
        onSelect={() => later(() => actions.open(row))}
      >
        {words.rename_group}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => store.getState().select({ nodes: [...ids], edges: [] })}>
        {words.select_nodes}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Ungroup aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove(row)}
      >
        {words.ungroup}
      </DropdownMenuItem>
    </>
  );
}

function NoteItems({ row, actions, later }: ItemsProps) {
  return (
    <>
      <DropdownMenuItem
        icon={<Pencil aria-hidden />}
        shortcut="↵"
        onSelect={() => later(() => actions.open(row))}
      >
        {words.edit_note}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Copy aria-hidden />}
        shortcut={hintOf('duplicate')}
        onSelect={() => actions.duplicate(row)}
      >
        {text.menu.duplicate}
      </DropdownMenuItem>
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove(row)}
      >
        {words.delete_note}
      </DropdownMenuItem>
    </>
  );
}
