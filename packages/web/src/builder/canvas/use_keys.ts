import { useReactFlow } from '@xyflow/react';
import { useEffect, useEffectEvent } from 'react';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { useDocumentStore } from '../document/context.tsx';
import { copyNodes, paste, readClip } from '../document/edits/clipboard.ts';
import { deleteSelection } from '../document/edits/delete_selection.ts';
import { duplicate } from '../document/edits/duplicate.ts';
import { nudgeNodes } from '../document/edits/move.ts';
import { usePanelsStore } from '../panels.tsx';
import { fitPadding } from './fit_padding.ts';
import { type Command, commandOf } from './keys.ts';

/** Whether the person is typing somewhere: keys then belong to the field. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"]') !== null
  );
}

/** Whether the keys belong to something that floats above the builder. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null
  );
}

/** A button, link or tab does its own thing on Enter; arrows move between tabs. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, a, [role="tab"], [role="option"], [role="separator"], summary') !== null
  );
}

const forControls: ReadonlySet<Command['do']> = new Set(['open', 'nudge', 'delete', 'walk']);

/** What the keys do on every tab: settings of the workflow are undone like everything else. */
const everywhere: ReadonlySet<Command['do']> = new Set(['save', 'undo', 'redo']);

/** The keyboard of the builder, and copy, cut and paste of nodes. On the other tabs only saving, undo and redo work. */
export function useKeys({ save, editing }: { save: () => void; editing: boolean }) {
  const run = useRunCommand(save);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isElsewhere(event.target)) return;
    const command = commandOf(event);
    if (
      !command ||
      (!editing && !everywhere.has(command.do)) ||
      (command.do !== 'save' && isTyping(event.target))
    )
      return;
    if (forControls.has(command.do) && isControl(event.target)) return;
    if (run(command, event.target)) event.preventDefault();
  });
  const clipboard = useClipboard();
  const onCopy = useEffectEvent(clipboard.copy);
  const onPaste = useEffectEvent(clipboard.paste);

  useEffect(() => {
    const abort = new AbortController();
    const options = { signal: abort.signal };
    document.addEventListener('keydown', (event) => onKeyDown(event), options);
    document.addEventListener('copy', (event) => onCopy(event), options);
    document.addEventListener('cut', (event) => onCopy(event), options);
    document.addEventListener('paste', (event) => onPaste(event), options);
    return () => abort.abort();
  }, []);
}

/** Does a command; false when there was nothing to do and the key keeps its usual meaning. */
function useRunCommand(save: () => void) {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const flow = useReactFlow();

  return (command: Command, target: EventTarget | null): boolean => {
    const state = store.getState();
    const focused = focusedNode(target);
    const nodes = state.selection.nodes.length > 0 ? state.selection.nodes : focused ? [focused] : [];
    switch (command.do) {
      case 'save':
        save();
        return true;
      case 'undo':
        state.undo();
        return true;
      case 'redo':
        state.redo();
        return true;
      case 'duplicate': {
        const copy = duplicate(state.draft.definition, nodes);
        state.edit(() => copy.definition, { select: { nodes: copy.ids, edges: [] } });
        return true;
      }
      case 'delete':
        if (nodes.length === 0 && state.selection.edges.length === 0) return false;
        state.edit((definition) => deleteSelection(definition, { nodes, edges: state.selection.edges }));
        return true;
      case 'select_all':
        state.select({ nodes: state.draft.definition.nodes.map((node) => node.id), edges: [] });
        return true;
      case 'select_none':
        state.select({ nodes: [], edges: [] });
        return false;
      case 'nudge':
        if (nodes.length === 0) return false;
        state.edit((definition) => nudgeNodes(definition, nodes, command), {
          group: `nudge ${nodes.join()}`,
        });
        return true;
      case 'fit':
        void flow.fitView({ padding: fitPadding, maxZoom: 1, duration: motion() });
        return true;
      case 'quick_add':
        if (!state.readOnly) panels.getState().openQuickAdd(atCentre(flow));
        return true;
      case 'help':
        panels.getState().openDialog('shortcuts');
        return true;
      case 'open':
        return openNode(focused ?? nodes[0], state.select, panels.getState().focus);
      case 'menu':
        return openMenu(focused ?? nodes[0], panels.getState().openNodeMenu);
      case 'walk':
        return walk(focused ?? nodes[0], command.direction, state);
    }
  };
}

function motion(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200;
}

function focusedNode(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement
    ? target.closest<HTMLElement>('.react-flow__node')?.dataset.id
    : undefined;
}

function nodeElement(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
}

function openNode(
  id: string | undefined,
  select: (selection: { nodes: string[]; edges: string[] }) => void,
  focus: (id: string, field: string | null) => void,
): boolean {
  if (!id) return false;
  select({ nodes: [id], edges: [] });
  focus(id, null);
  return true;
}

function openMenu(
  id: string | undefined,
  open: (menu: { nodeId: string; at: { x: number; y: number } }) => void,
): boolean {
  const box = id ? nodeElement(id)?.getBoundingClientRect() : undefined;
  if (!id || !box) return false;
  open({ nodeId: id, at: { x: box.left + 24, y: box.bottom } });
  return true;
}

function walk(
  id: string | undefined,
  direction: 'next' | 'previous',
  state: ReturnType<ReturnType<typeof useDocumentStore>['getState']>,
): boolean {
  if (!id) return false;
  const { edges } = state.draft.definition;
  const next =
    direction === 'next'
      ? edges.find((edge) => edge.source === id)?.target
      : edges.find((edge) => edge.target === id)?.source;
  if (next) {
    state.select({ nodes: [next], edges: [] });
    nodeElement(next)?.focus();
  }
  return true;
}

type Flow = ReturnType<typeof useReactFlow>;

function atCentre(flow: Flow) {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect();
  const at = {
    x: (box?.left ?? 0) + (box?.width ?? 0) / 2 - 140,
    y: (box?.top ?? 0) + (box?.height ?? 0) / 3,
  };
  return { at, target: { kind: 'free' as const, position: flow.screenToFlowPosition(at) } };
}

function useClipboard() {
  const store = useDocumentStore();
  const flow = useReactFlow();
  const ours = (event: ClipboardEvent) =>
    !isTyping(event.target) && !isElsewhere(event.target) && (document.getSelection()?.isCollapsed ?? true);

  return {
    copy(event: ClipboardEvent) {
      const { selection, draft, edit, readOnly } = store.getState();
      if (!ours(event) || selection.nodes.length === 0) return;
      event.clipboardData?.setData(
        'text/plain',
        JSON.stringify(copyNodes(draft.definition, selection.nodes), null, 2),
      );
      event.preventDefault();
      if (event.type === 'cut' && !readOnly) edit((definition) => deleteSelection(definition, selection));
      else toast(text.canvas.copied(selection.nodes.length));
    },
    paste(event: ClipboardEvent) {
      const { draft, edit, readOnly } = store.getState();
      const clip =
        ours(event) && !readOnly ? readClip(event.clipboardData?.getData('text/plain') ?? '') : null;
      if (!clip) return;
      event.preventDefault();
      const known = clip.nodes.every((node) => draft.definition.nodes.some((other) => other.id === node.id));
      const pasted = paste(
        draft.definition,
        clip,
        known ? { offset: { x: 40, y: 100 } } : { at: atCentre(flow).target.position },
      );
      edit(() => pasted.definition, { select: { nodes: pasted.ids, edges: [] } });
    },
  };
}
