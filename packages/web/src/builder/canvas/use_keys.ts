import type { Definition } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import { useClipboard } from '../adding/use_clipboard.ts';
import { useEditActions } from '../adding/use_edit_actions.ts';
import { useDocumentStore } from '../document/context.tsx';
import { resizeNotes } from '../document/edits/annotations.ts';
import { isNothing, type Selection } from '../document/edits/delete_selection.ts';
import type { Point } from '../document/edits/make_node.ts';
import { nudgeNodes } from '../document/edits/move.ts';
import { freePlace } from '../document/edits/place.ts';
import { flushFields } from '../document/flush.ts';
import { type QuickAdd, usePanelsStore } from '../panels.tsx';
import { canvasBox, drawnElement, isPane } from './canvas_element.ts';
import { useCanvasStore } from './canvas_store.ts';
import { noteIdOf } from './flow_nodes.ts';
import { type Command, commandOf } from './keys.ts';
import { targetAfterSelected } from './place_node.ts';
import { selectEverything } from './select_everything.ts';
import { isTurnedOff } from './single_letters.ts';
import { useArrange } from './use_arrange.ts';
import { useView } from './view.ts';
import { isElsewhere, isForSearch, isTyping } from './whose_key.ts';

/** A button, link or tab does its own thing on Enter; arrows move between tabs. The label of a group stands for the group. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    !target.matches('[data-group]') &&
    target.closest(
      'button, a, [role="button"], [role="tab"], [role="option"], [role="separator"], summary',
    ) !== null
  );
}

function isOver(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-over]') !== null;
}

const forControls: ReadonlySet<Command['do']> = new Set(['open', 'nudge', 'delete', 'delete_apart', 'walk']);

/** What the keys do on every tab: settings of the workflow are undone like everything else. */
const everywhere: ReadonlySet<Command['do']> = new Set(['save', 'undo', 'redo', 'help']);

/** The keyboard of the builder, and copy, cut and paste of nodes. On the other tabs only saving, undo and redo work. */
export function useKeys({ save, editing }: { save: () => void; editing: boolean }) {
  const pointer = usePointerPlace();
  const run = useRunCommand(save, pointer);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isElsewhere(event.target) || isForSearch(event) || isTurnedOff(event))
      return;
    const command = commandOf(event);
    if (
      !command ||
      (!editing && !everywhere.has(command.do)) ||
      (command.do !== 'save' && isTyping(event.target))
    )
      return;
    // Escape closes what lies over the canvas in a small window, and is not heard twice.
    if (command.do === 'select_none' && isOver(event.target)) return;
    if (forControls.has(command.do) && isControl(event.target)) return;
    if (run(command, event.target)) event.preventDefault();
  });
  useClipboardKeys(pointer);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Does a command; false when there was nothing to do and the key keeps its usual meaning. */
function useRunCommand(save: () => void, pointer: RefObject<Point | null>) {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const canvas = useCanvasStore();
  const flow = useReactFlow();
  const view = useView();
  const arrange = useArrange();
  const actions = useEditActions();

  return (command: Command, target: EventTarget | null): boolean => {
    const state = store.getState();
    const { nodes, notes, groups, focused, focusedNote } = chosen(state.selection, target);
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
      case 'duplicate':
        actions.duplicate({ nodes, edges: [], notes });
        return true;
      case 'test':
        if (state.readOnly || state.draft.definition.nodes.length === 0) return false;
        flushFields();
        panels.getState().openTest();
        return true;
      case 'toggle':
        if (nodes.length === 0) return false;
        actions.toggle(nodes);
        return true;
      case 'delete':
      case 'delete_apart': {
        const doomed = { nodes, notes, groups, edges: state.selection.edges };
        if (isNothing(doomed)) return false;
        if (command.do === 'delete') actions.remove(doomed);
        else actions.removeApart(doomed);
        return true;
      }
      // The browser sends these as events of the clipboard; the palette of commands and tests of parts listen themselves.
      case 'copy':
      case 'cut':
      case 'paste':
      case 'palette':
      case 'test_part':
        return false;
      case 'select_all':
        selectEverything(store);
        return true;
      case 'select_none':
        state.select({ nodes: [], edges: [] });
        return false;
      case 'nudge': {
        const members = membersOf(state.draft.definition, groups);
        if (nodes.length + notes.length + members.length === 0) return false;
        state.edit((definition) => nudgeNodes(definition, [...nodes, ...members], command, notes), {
          group: `nudge ${[...nodes, ...notes, ...groups].join()}`,
        });
        return true;
      }
      case 'fit':
        view.fit();
        return true;
      case 'zoom_in':
        view.zoomIn();
        return true;
      case 'zoom_out':
        view.zoomOut();
        return true;
      case 'actual_size':
        view.actualSize();
        return true;
      case 'zoom_to_selection':
        view.toSelection();
        return true;
      case 'tidy':
        if (!state.readOnly) arrange.tidy(nodes.length > 1 ? nodes : []);
        return true;
      case 'note':
        arrange.addNote();
        return !state.readOnly;
      case 'group':
        arrange.group();
        return true;
      case 'ungroup':
        arrange.ungroup(groups);
        return true;
      case 'quick_add':
        if (!state.readOnly)
          panels.getState().openQuickAdd(quickAddFor(state.draft.definition, nodes, pointer.current, flow));
        return true;
      case 'help':
        panels.getState().openDialog('shortcuts');
        return true;
      case 'open': {
        const note = focusedNote ?? (nodes.length === 0 ? notes[0] : undefined);
        if (note !== undefined && !focused) {
          canvas.getState().editNote(note);
          return true;
        }
        return openNode(focused ?? nodes[0], state.select, panels.getState().focus);
      }
      case 'menu':
        if (nodes.length + notes.length > 1)
          return openSelectionMenu(focused ?? nodes[0], canvas.getState().openMenu);
        if (nodes.length === 0 && state.selection.edges[0] !== undefined)
          return openEdgeMenu(state.selection.edges[0], canvas.getState().openMenu);
        if (focusedNote !== undefined) return openNoteMenu(focusedNote, canvas.getState().openMenu);
        return openMenu(focused ?? nodes[0], panels.getState().openNodeMenu);
      case 'walk':
        if (nodes.length === 0 && notes.length > 0) {
          state.edit((definition) => resizeNotes(definition, notes, command), {
            group: `resize ${notes.join()}`,
          });
          return true;
        }
        return command.direction !== null && walk(focused ?? nodes[0], command.direction, state);
    }
  };
}

/** What a key is meant for: the selection, or where there is none what has the focus. */
function chosen(selection: Selection, target: EventTarget | null) {
  const id = focusedId(target);
  const focusedNote = id === undefined ? undefined : (noteIdOf(id) ?? undefined);
  const focused = focusedNote === undefined ? id : undefined;
  const { nodes, notes = [], groups = [] } = selection;
  const nothing = nodes.length === 0 && notes.length === 0 && groups.length === 0;
  return {
    nodes: nothing && focused !== undefined ? [focused] : nodes,
    notes: nothing && focusedNote !== undefined ? [focusedNote] : notes,
    groups,
    focused,
    focusedNote,
  };
}

function membersOf(definition: Definition, groups: readonly string[]): string[] {
  return (definition.groups ?? []).filter(({ id }) => groups.includes(id)).flatMap(({ nodes }) => nodes);
}

function focusedId(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement
    ? target.closest<HTMLElement>('.react-flow__node')?.dataset.id
    : undefined;
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
  const box = id ? drawnElement(id)?.getBoundingClientRect() : undefined;
  if (!id || !box) return false;
  open({ nodeId: id, at: inCanvas({ x: box.left + 24, y: box.bottom }) });
  return true;
}

/** What a card that is out of view opens, opens at the border that it is behind. */
function inCanvas({ x, y }: Point): Point {
  const box = canvasBox();
  if (!box) return { x, y };
  return {
    x: Math.max(box.left, Math.min(box.right - 20, x)),
    y: Math.max(box.top, Math.min(box.bottom - 20, y)),
  };
}

function openSelectionMenu(
  id: string | undefined,
  open: (menu: { of: 'selection'; at: Point }) => void,
): boolean {
  const box = (id ? drawnElement(id) : null)?.getBoundingClientRect() ?? canvasBox();
  if (!box) return false;
  open({ of: 'selection', at: inCanvas({ x: box.left + 24, y: Math.min(box.bottom, box.top + 60) }) });
  return true;
}

function openEdgeMenu(id: string, open: (menu: { of: 'edge'; id: string; at: Point }) => void): boolean {
  const edge = document.querySelector(
    `.react-flow__edge[data-id="${CSS.escape(id)}"] .react-flow__edge-path`,
  );
  const box = edge?.getBoundingClientRect();
  if (!box) return false;
  open({ of: 'edge', id, at: inCanvas({ x: box.left + box.width / 2, y: box.top + box.height / 2 }) });
  return true;
}

function openNoteMenu(
  id: string,
  open: (menu: { of: 'note'; id: string; at: { x: number; y: number } }) => void,
): boolean {
  const box = drawnElement(`note/${id}`)?.getBoundingClientRect();
  if (!box) return false;
  open({ of: 'note', id, at: inCanvas({ x: box.left + 24, y: box.top + 24 }) });
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
    drawnElement(next)?.focus();
  }
  return true;
}

type Flow = ReturnType<typeof useReactFlow>;

/** After the selected node; with none selected where the pointer is, or in the middle where it is elsewhere. */
function quickAddFor(
  definition: Definition,
  selected: readonly string[],
  pointer: Point | null,
  flow: Flow,
): QuickAdd {
  const target = targetAfterSelected(definition, selected);
  const card = target && drawnElement(target.source)?.getBoundingClientRect();
  if (target && card) return { at: inCanvas({ x: card.right + 12, y: card.top }), target };
  const box = canvasBox();
  const centre = {
    x: (box?.left ?? 0) + (box?.width ?? 0) / 2 - 140,
    y: (box?.top ?? 0) + (box?.height ?? 0) / 3,
  };
  const at = pointer && isPane(pointer) ? pointer : centre;
  return {
    at,
    target: target ?? { kind: 'free', position: freePlace(definition, flow.screenToFlowPosition(at)) },
  };
}

/** Where the mouse was last. */
function usePointerPlace(): RefObject<Point | null> {
  const pointer = useRef<Point | null>(null);
  useEffect(() => {
    const move = ({ clientX, clientY }: PointerEvent) => {
      pointer.current = { x: clientX, y: clientY };
    };
    document.addEventListener('pointermove', move, { passive: true });
    return () => document.removeEventListener('pointermove', move);
  }, []);
  return pointer;
}

/** Copy, cut and paste by keys: the browser says when, and gives the clipboard along. */
function useClipboardKeys(pointer: RefObject<Point | null>): void {
  const store = useDocumentStore();
  const clipboard = useClipboard();
  const isOurs = (event: ClipboardEvent) =>
    !event.defaultPrevented &&
    !isTyping(event.target) &&
    !isElsewhere(event.target) &&
    canvasBox() !== undefined &&
    (document.getSelection()?.isCollapsed ?? true);
  const onCopy = useEffectEvent((event: ClipboardEvent) => {
    if (!isOurs(event)) return;
    const { selection } = store.getState();
    const { nodes, notes, groups } = chosen(selection, event.target);
    const copied = { nodes, notes, groups, edges: [] };
    const text = clipboard.textOf(copied);
    if (text === null) return;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    clipboard.copied(copied, event.type === 'cut');
  });
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    if (!isOurs(event) || store.getState().readOnly) return;
    event.preventDefault();
    // Who is in the outline pastes there, wherever the mouse lies.
    const inOutline = event.target instanceof HTMLElement && event.target.closest('[data-outline]') !== null;
    const at = !inOutline && pointer.current && isPane(pointer.current) ? pointer.current : null;
    void clipboard.pasteText(event.clipboardData?.getData('text/plain') ?? '', at);
  });

  useEffect(() => {
    const abort = new AbortController();
    const options = { signal: abort.signal };
    document.addEventListener('copy', (event) => onCopy(event), options);
    document.addEventListener('cut', (event) => onCopy(event), options);
    document.addEventListener('paste', (event) => onPaste(event), options);
    return () => abort.abort();
  }, []);
}
