import { canConnect, handlesOf, type WorkflowNode } from '@millrace/core';
import { ClipboardCopy, Copy, PanelRight, Plus, Power, Spline, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { copyText } from '../../components/ui/copy_text.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { text } from '../../strings/builder.ts';
import { useDocumentStore, useNode, useReadOnly } from '../document/context.tsx';
import { copyNodes } from '../document/edits/clipboard.ts';
import { connect } from '../document/edits/connect.ts';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { duplicate } from '../document/edits/duplicate.ts';
import { toggleDisabled } from '../document/edits/toggle_disabled.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { PartItems } from '../results/part_items.tsx';
import { PinItems } from '../results/pin_items.tsx';
import { portLabel } from './flow_nodes.ts';
import { NodeIcon } from './node_icon.tsx';

/** The menu of a node: one for the whole canvas, opened at the node that asked for it. */
export function NodeMenu() {
  const open = usePanels((state) => state.nodeMenu);
  const node = useNode(open?.nodeId);
  const panels = usePanelsStore();
  const readOnly = useReadOnly();
  // What an item wants to do once the menu has given the focus back.
  const afterwards = useRef<(() => void) | null>(null);
  if (!open || !node || readOnly) return null;
  return (
    <DropdownMenu open onOpenChange={(next) => !next && panels.getState().openNodeMenu(null)}>
      <DropdownMenuTrigger asChild>
        <span
          aria-hidden
          tabIndex={-1}
          className="fixed size-px"
          style={{ left: open.at.x, top: open.at.y }}
        />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="start"
        className="w-56"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusNode(node.id);
          afterwards.current?.();
          afterwards.current = null;
        }}
      >
        <MenuItems
          node={node}
          at={open.at}
          afterwards={(work) => {
            afterwards.current = work;
          }}
        />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** The focus goes back to the node, not to the invisible anchor. */
function focusNode(nodeId: string): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`)
    ?.focus({ preventScroll: true });
}

interface MenuItemsProps {
  node: WorkflowNode;
  at: { x: number; y: number };
  afterwards: (work: () => void) => void;
}

function MenuItems({ node, at, afterwards }: MenuItemsProps) {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const { edit } = store.getState();
  const handles = handlesOf(node);
  return (
    <>
      <DropdownMenuItem
        icon={<PanelRight aria-hidden />}
        shortcut="↵"
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
      {handles.map((handle) => (
        <ConnectTo key={handle} node={node} handle={handle} single={handles.length === 1} />
      ))}
      <DropdownMenuSeparator />
      {node.type !== 'trigger' && (
        <DropdownMenuItem
          icon={<Copy aria-hidden />}
          shortcut="Ctrl D"
          onSelect={() => duplicateNode(store, node.id)}
        >
          {text.menu.duplicate}
        </DropdownMenuItem>
      )}
      <DropdownMenuItem
        icon={<ClipboardCopy aria-hidden />}
        shortcut="Ctrl C"
        onSelect={() =>
          void copyText(JSON.stringify(copyNodes(store.getState().draft.definition, [node.id])))
        }
      >
        {text.menu.copy}
      </DropdownMenuItem>
      {node.type !== 'trigger' && (
        <DropdownMenuItem
          icon={<Power aria-hidden />}
          onSelect={() => edit((current) => toggleDisabled(current, [node.id]))}
        >
          {node.disabled ? text.menu.enable : text.menu.disable}
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      <PartItems node={node} afterwards={afterwards} />
      <PinItems node={node} afterwards={afterwards} />
      <DropdownMenuSeparator />
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut="Del"
        onSelect={() => edit((current) => deleteSelection(current, { nodes: [node.id], edges: [] }))}
      >
        {text.menu.delete}
      </DropdownMenuItem>
    </>
  );
}

function duplicateNode(store: ReturnType<typeof useDocumentStore>, nodeId: string): void {
  const copy = duplicate(store.getState().draft.definition, [nodeId]);
  store.getState().edit(() => copy.definition, { select: { nodes: copy.ids, edges: [] } });
}

/** Connects a port to another node without a mouse. */
function ConnectTo({ node, handle, single }: { node: WorkflowNode; handle: string; single: boolean }) {
  const store = useDocumentStore();
  const { definition } = store.getState().draft;
  const targets = definition.nodes.filter((other) => canConnect(definition, node.id, handle, other.id).ok);
  const label = portLabel(node, handle) ?? text.canvas.next;
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<Spline aria-hidden />}>
        {single ? text.menu.connect : text.menu.connect_port(label)}
      </DropdownMenuSubTrigger>
      <DropdownMenuSubContent className="max-h-80 max-w-72 overflow-y-auto">
        {targets.length === 0 && <DropdownMenuItem disabled>{text.menu.no_target}</DropdownMenuItem>}
        {targets.map((target) => (
          <DropdownMenuItem
            key={target.id}
            icon={<NodeIcon subtype={target.subtype} className="size-5 rounded-sm" />}
            onSelect={() =>
              store
                .getState()
                .edit((current) =>
                  connect(current, { source: node.id, sourceHandle: handle, target: target.id }),
                )
            }
          >
            <span className="block truncate">{target.label}</span>
          </DropdownMenuItem>
        ))}
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}
