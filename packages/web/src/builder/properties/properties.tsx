import type { WorkflowNode } from '@millrace/core';
import { Copy, MousePointerClick, Power, Trash2 } from 'lucide-react';
import { type RefObject, useEffect } from 'react';
import { laterFocus } from '../../components/focus_later.ts';
import { Button } from '../../components/ui/button.tsx';
import { text } from '../../strings/builder.ts';
import { useEditActions } from '../adding/use_edit_actions.ts';
import {
  useDocument,
  useDocumentStore,
  useNode,
  useReadOnly,
  useSelectedNodeId,
} from '../document/context.tsx';
import { NodeProperties } from '../later_parts.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { useHeldFocus } from '../small/use_held_focus.ts';
import { useSmall } from '../small/use_small.ts';
import { useWideKeys } from './wide/use_wide_keys.ts';
import { CloseProperties } from './wide/wide_toggle.tsx';

/** The panel on the right: what the selected node is and does. */
export function Properties({ panel }: { panel: RefObject<HTMLElement | null> }) {
  const id = useSelectedNodeId();
  const node = useNode(id);
  const count = useDocument((state) => state.selection.nodes.length);
  const wide = usePanels((state) => state.wide) && node !== undefined;
  const onKeyDown = useWideKeys(wide);
  useHeldFocus(panel);
  return (
    <section
      ref={panel}
      data-properties
      aria-label={text.regions.properties}
      onKeyDown={onKeyDown}
      className={
        wide
          ? 'fixed inset-x-0 top-12 bottom-0 z-20 flex min-w-[1080px] bg-surface'
          : 'flex h-full min-h-0 flex-col bg-surface'
      }
    >
      {node && <h2 className="sr-only">{text.regions.properties}</h2>}
      {node ? <NodeProperties key={node.id} node={node} /> : count > 1 && <Several count={count} />}
    </section>
  );
}

/** In the place of the panel while no node alone is selected: a line over the canvas that says how to come to it, or how many are. */
export function NothingSelected() {
  const readOnly = useReadOnly();
  const count = useDocument((state) => state.selection.nodes.length);
  const empty = useDocument((state) => state.draft.definition.nodes.length === 0);
  // There it would lie on what it speaks of.
  const small = useSmall();
  return (
    <section
      aria-label={text.regions.properties}
      className={
        empty || small
          ? 'sr-only'
          : 'pointer-events-none absolute top-3 left-3 flex items-center gap-1.5 rounded-md bg-surface/80 px-2 py-1 text-muted text-xs'
      }
    >
      <MousePointerClick aria-hidden className="size-3.5" />
      {count > 1
        ? text.properties.several(count)
        : readOnly
          ? text.properties.read_only
          : text.properties.none}
    </section>
  );
}

function Several({ count }: { count: number }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const actions = useEditActions();
  const small = useSmall();
  const chosen = () => store.getState().selection;
  return (
    <div className="flex flex-col gap-3 p-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-semibold text-lg">{text.properties.several(count)}</h2>
        {small && <CloseProperties />}
      </div>
      {!readOnly && (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => actions.duplicate(chosen())}>
            <Copy aria-hidden />
            {text.properties.duplicate_many}
          </Button>
          <Button onClick={() => actions.toggle(chosen().nodes)}>
            <Power aria-hidden />
            {text.properties.toggle_many}
          </Button>
          <Button onClick={() => actions.remove(chosen())}>
            <Trash2 aria-hidden />
            {text.properties.delete_many}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Selects the node that somebody asked for and puts the focus into its field, or into the first one. */
export function useFocusField(panel: RefObject<HTMLElement | null>): void {
  const request = usePanels((state) => state.focusField);
  const panels = usePanelsStore();
  const store = useDocumentStore();
  useEffect(() => {
    if (!request) return;
    const exists = store
      .getState()
      .draft.definition.nodes.some((node: WorkflowNode) => node.id === request.nodeId);
    if (!exists) return;
    store.getState().select({ nodes: [request.nodeId], edges: [] });
    // In a small window what is newly selected puts them away where results are open.
    panels.getState().setAside(false);
    const later = laterFocus();
    let gone = false;
    const focus = () => {
      if (gone) return;
      // The form of that node is drawn first; editors make themselves in an effect of their own.
      const give = () => {
        const { nodes } = store.getState().selection;
        // By now it may be the form of another node.
        if (nodes.length === 1 && nodes[0] === request.nodeId) focusField(panel.current, request.field);
      };
      const since = performance.now();
      const ready = () => isReady(panel.current, request.field, performance.now() - since);
      later.after(80, give, () => panels.getState().focusDone(), ready);
    };
    void NodeProperties.load().then(focus, focus);
    return () => {
      gone = true;
      later.cancel();
    };
  }, [request, store, panels, panel]);
}

const focusable =
  'input:not([type="hidden"]), textarea, [contenteditable="true"], [role="combobox"], [role="switch"]';

function focusField(panel: HTMLElement | null, field: string | null): void {
  if (!panel) return;
  targetOf(panel, field).scrollIntoView({ block: 'nearest' });
  controlOf(panel, field)?.focus();
}

/** Whether the control is there; an editor comes after the buttons of its field, so a button alone is waited with. */
function isReady(panel: HTMLElement | null, field: string | null, waited: number): boolean {
  if (!panel) return false;
  return (
    targetOf(panel, field).querySelector(focusable) !== null ||
    (waited > 300 && controlOf(panel, field) !== null)
  );
}

function targetOf(panel: HTMLElement, field: string | null): Element {
  return (field ? fieldElement(panel, field) : null) ?? panel.querySelector('[data-field]') ?? panel;
}

function controlOf(panel: HTMLElement, field: string | null): HTMLElement | null {
  const target = targetOf(panel, field);
  return target.querySelector<HTMLElement>(focusable) ?? target.querySelector<HTMLElement>('button');
}

/** `mappings[0].source_path` → its own element, else that of `mappings`. A field under Options is unfolded first. */
function fieldElement(panel: HTMLElement, field: string): Element | null {
  const parts = field
    .replace(/^config\./, '')
    .replaceAll('[', '.')
    .replaceAll(']', '')
    .split('.');
  const alias: Record<string, string> = { condition: 'conditions', conditions: 'condition' };
  for (let length = parts.length; length > 0; length--) {
    const found = panel.querySelector(`[data-field="${CSS.escape(parts.slice(0, length).join('.'))}"]`);
    if (found) return found;
  }
  return alias[parts[0]!] ? panel.querySelector(`[data-field="${alias[parts[0]!]}"]`) : null;
}
