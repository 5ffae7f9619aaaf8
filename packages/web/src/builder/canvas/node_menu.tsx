import { handlesOf, type WorkflowNode } from '@millrace/core';
import {
  ClipboardPaste,
  Copy,
  CopyPlus,
  PanelRight,
  Plus,
  Power,
  Scissors,
  Trash2,
  Unlink,
} from 'lucide-react';
import { DropdownMenuItem, DropdownMenuSeparator } from '../../components/ui/dropdown_menu.tsx';
import { type Afterwards, PointMenu } from '../../components/ui/point_menu.tsx';
import { menu as words } from '../../strings/adding.ts';
import { text } from '../../strings/builder.ts';
import { useEditActions } from '../adding/use_edit_actions.ts';
import { useNode, useReadOnly } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { PartItems } from '../results/part_items.tsx';
import { PinItems } from '../results/pin_items.tsx';
import { GroupingItems } from './grouping_items.tsx';
import { hintOf } from './keys.ts';
import { ConnectItems, MoveConnectionItems } from './wire_items.tsx';

/** The menu of a node: one for the whole canvas, opened at the node that asked for it. */
export function NodeMenu() {
  const open = usePanels((state) => state.nodeMenu);
  const node = useNode(open?.nodeId);
  const panels = usePanelsStore();
  const readOnly = useReadOnly();
  if (!open || !node || readOnly) return null;
  return (
    <PointMenu
      at={open.at}
      onClose={() => panels.getState().openNodeMenu(null)}
      onFocusBack={() => focusNode(node.id)}
    >
      {(later) => <MenuItems node={node} at={open.at} afterwards={later} />}
    </PointMenu>
  );
}

/** Unless an item has moved the focus already. */
function focusNode(nodeId: string): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`)
    ?.focus({ preventScroll: true });
}

interface MenuItemsProps {
  node: WorkflowNode;
  at: { x: number; y: number };
  afterwards: Afterwards;
}

function MenuItems({ node, at, afterwards }: MenuItemsProps) {
  const panels = usePanelsStore();
  const actions = useEditActions();
  const only = { nodes: [node.id], edges: [] };
  const handles = handlesOf(node);
  return (
    <>
      <DropdownMenuItem
        icon={<PanelRight aria-hidden />}
        shortcut={hintOf('open')}
        onSelect={() => afterwards(() => panels.getState().focus(node.id, null))}
      >
        {text.menu.open}
      </DropdownMenuItem>
      {handles.length > 0 && (
        <DropdownMenuItem
          icon={<Plus aria-hidden />}
          onSelect={() =>
            afterwards(() =>
              panels
                .getState()
                .openQuickAdd({ at, target: { kind: 'port', source: node.id, sourceHandle: handles[0]! } }),
            )
          }
        >
          {text.menu.insert_after}
        </DropdownMenuItem>
      )}
      <ConnectItems node={node} />
      <MoveConnectionItems node={node} />
      <DropdownMenuSeparator />
      <DropdownMenuItem
        icon={<Scissors aria-hidden />}
        shortcut={hintOf('cut')}
        onSelect={() => void actions.copy(only, true)}
      >
        {words.cut}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Copy aria-hidden />}
        shortcut={hintOf('copy')}
        onSelect={() => void actions.copy(only)}
      >
        {text.menu.copy}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ClipboardPaste aria-hidden />}
        shortcut={hintOf('paste')}
        onSelect={() => afterwards(() => void actions.paste(null, node.id))}
      >
        {words.paste}
      </DropdownMenuItem>
      {node.type !== 'trigger' && (
        <>
          <DropdownMenuItem
            icon={<CopyPlus aria-hidden />}
            shortcut={hintOf('duplicate')}
            onSelect={() => actions.duplicate(only)}
          >
            {text.menu.duplicate}
          </DropdownMenuItem>
          <DropdownMenuItem
            icon={<Power aria-hidden />}
            shortcut={hintOf('toggle')}
            onSelect={() => actions.toggle([node.id])}
          >
            {node.disabled ? text.menu.enable : text.menu.disable}
          </DropdownMenuItem>
        </>
      )}
      <GroupingItems ids={only.nodes} />
      <DropdownMenuSeparator />
      <PartItems node={node} afterwards={afterwards} />
      <PinItems node={node} afterwards={afterwards} />
      <DropdownMenuSeparator />
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove(only)}
      >
        {text.menu.delete}
      </DropdownMenuItem>
      {node.type !== 'trigger' && (
        <DropdownMenuItem
          danger
          icon={<Unlink aria-hidden />}
          shortcut={hintOf('delete_apart')}
          onSelect={() => actions.removeApart(only)}
        >
          {words.delete_apart}
        </DropdownMenuItem>
      )}
    </>
  );
}
