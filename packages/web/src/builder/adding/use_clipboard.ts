/**
 * Copy, cut and paste of nodes and notes by the clipboard of the system, as JSON text. Keys come as events of the browser,
 * which work in each of them; a menu has to ask for the clipboard, and names the keys where it is not let.
 */
import { connectionRoutes, type Definition, definitionLimits } from '@millrace/core';
import { useReactFlow } from '@xyflow/react';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { copyText } from '../../components/ui/copy_text.ts';
import { toast } from '../../components/ui/toast.tsx';
import { clip as words } from '../../strings/adding.ts';
import { canvasBox } from '../canvas/canvas_element.ts';
import { hintOf } from '../canvas/keys.ts';
import { useManifests } from '../catalog.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { type Clip, copyNodes, paste } from '../document/edits/clipboard.ts';
import type { Selection } from '../document/edits/delete_selection.ts';
import type { Point } from '../document/edits/make_node.ts';
import { pasteAfter } from '../document/edits/paste_after.ts';
import { freePlace } from '../document/edits/place.ts';
import { inspectClip } from '../document/edits/read_clip.ts';
import type { DocumentStore } from '../document/store.ts';
import { clipText, foreignConnections, type Prepared, prepareClip } from './prepare_clip.ts';
import { useDelete } from './use_delete.ts';

export interface Clipboard {
  /** What is selected as text, with the nodes of selected groups; null where nothing can be copied. */
  textOf(selection: Selection): string | null;
  /** After the text is on the clipboard: deletes what was cut, and says what was copied. */
  copied(selection: Selection, cut: boolean): void;
  /** Copies by a menu. */
  copy(selection: Selection, cut?: boolean): Promise<void>;
  /** Pastes by a menu, at a place on the screen. */
  paste(at: Point | null, after?: string): Promise<void>;
  /**
   * Pastes a text at a place on the screen; else after a node (the one that is selected where none is named), connected to it
   * where it can follow; else beside what it was copied from, or in the middle of the view.
   */
  pasteText(text: string, at: Point | null, after?: string): Promise<void>;
}

export function useClipboard(): Clipboard {
  const store = useDocumentStore();
  const manifests = useManifests();
  const flow = useReactFlow();
  const deleting = useDelete();
  return useMemo(() => {
    const withMembers = (selection: Selection): Selection => {
      const groups = store.getState().draft.definition.groups ?? [];
      const members = groups.filter(({ id }) => selection.groups?.includes(id)).flatMap(({ nodes }) => nodes);
      return { ...selection, nodes: [...new Set([...selection.nodes, ...members])] };
    };
    const textOf = (selection: Selection) => {
      const { nodes, notes = [] } = withMembers(selection);
      if (nodes.length + notes.length === 0) return null;
      return clipText(copyNodes(store.getState().draft.definition, nodes, notes), manifests);
    };
    const copied = (selection: Selection, cut: boolean) => {
      const { readOnly } = store.getState();
      const all = withMembers(selection);
      const said = cut && !readOnly ? words.cut : words.copied;
      toast(said(all.nodes.length, all.notes?.length ?? 0));
      if (cut && !readOnly) deleting.remove({ ...all, edges: [] });
    };
    const pasteText = async (text: string, at: Point | null, after?: string) => {
      if (store.getState().readOnly) return;
      const read = inspectClip(text);
      if (!read.ok) return refuse(words.refused[read.why]);
      const known = await existing(foreignConnections(store.getState().draft.definition, read.clip));
      const { draft } = store.getState();
      const own = draft.definition.nodes.flatMap(({ connection_id }) => connection_id ?? []);
      const prepared = prepareClip(draft.definition, read.clip, new Set([...known, ...own]));
      if (!prepared.ok) return refuse(refusalOf(prepared.why));
      const place = at === null ? null : flow.screenToFlowPosition(at);
      const follows = place === null ? addAfter(store, prepared.clip, after) : null;
      if (follows === null) add(store, prepared.clip, place, middle(flow));
      tell(prepared, read.left_out, follows);
    };
    return {
      textOf,
      copied,
      pasteText,
      async copy(selection, cut = false) {
        const text = textOf(selection);
        if (text === null) return;
        if (await copyText(text)) copied(selection, cut);
        else toast.error(words.not_copied, { description: words.use_keys(hintOf(cut ? 'cut' : 'copy')) });
      },
      async paste(at, after) {
        const text = await clipboardText();
        if (text === null) toast(words.no_access, { description: words.use_keys(hintOf('paste')) });
        else await pasteText(text, at, after);
      },
    };
  }, [store, manifests, flow, deleting]);
}

function refuse(why: string): void {
  toast.error(words.refused_title, { description: why });
}

function refusalOf(why: 'only_trigger' | 'too_many'): string {
  return why === 'too_many' ? words.too_many(definitionLimits.nodes) : words.only_trigger;
}

/** Null where the browser does not let the page read it: Firefox, a page without https, a person who said no. */
async function clipboardText(): Promise<string | null> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return null;
  }
}

/** More connections than these are not asked for: they are dropped, and can be chosen again. */
const mostAsked = 20;

/** Those connections that exist in this organization; one that cannot be asked for counts as none. */
async function existing(ids: readonly string[]): Promise<string[]> {
  const asked = ids.slice(0, mostAsked).map(async (id) => {
    try {
      await call(connectionRoutes.get, { params: { id } });
      return [id];
    } catch {
      return [];
    }
  });
  return (await Promise.all(asked)).flat();
}

/** After a node, or the only one that is selected; the label of that node, or null where nothing was pasted. */
function addAfter(store: DocumentStore, clip: Clip, after: string | undefined): string | null {
  const { draft, selection, edit } = store.getState();
  const [selected, another] = selection.nodes;
  const id = after ?? (another === undefined ? selected : undefined);
  const node = draft.definition.nodes.find((one) => one.id === id);
  const pasted = node && pasteAfter(draft.definition, clip, node.id);
  if (!pasted) return null;
  edit(() => pasted.definition, { select: { nodes: pasted.ids, edges: [], notes: pasted.noteIds } });
  return node.label;
}

/** At the place where there is one; beside the originals where all of them are here; else in the middle of the view. */
function add(store: DocumentStore, clip: Clip, at: Point | null, centre: Point): void {
  const { draft, edit } = store.getState();
  const { definition } = draft;
  const beside = at === null && isKnown(clip, definition);
  const where = beside
    ? { offset: { x: 40, y: 100 } }
    : { at: freePlace(definition, at ?? leftOf(centre, clip)) };
  const pasted = paste(definition, clip, where);
  edit(() => pasted.definition, { select: { nodes: pasted.ids, edges: [], notes: pasted.noteIds } });
}

/** Whether all of it came from here. */
function isKnown(clip: Clip, { nodes, notes = [] }: Definition): boolean {
  return (
    clip.nodes.every((node) => nodes.some((other) => other.id === node.id && other.key === node.key)) &&
    (clip.notes ?? []).every((note) => notes.some((other) => other.id === note.id))
  );
}

/** The top left of a clip whose middle is at a place, as far as it stays in view. */
function leftOf(centre: Point, clip: Clip): Point {
  const xs = [...clip.nodes, ...(clip.notes ?? [])].map(({ position }) => position.x);
  const width =
    xs.reduce((a, b) => Math.max(a, b), xs[0] ?? 0) - xs.reduce((a, b) => Math.min(a, b), xs[0] ?? 0);
  return { x: centre.x - Math.min(width, 400) / 2 - 120, y: centre.y };
}

function middle(flow: { screenToFlowPosition(at: Point): Point }): Point {
  const box = canvasBox();
  return flow.screenToFlowPosition({
    x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
    y: (box?.top ?? 0) + (box?.height ?? 0) * 0.4,
  });
}

/** What was pasted, and all that was not. */
function tell(prepared: Extract<Prepared, { ok: true }>, left_out: number, after: string | null): void {
  const { clip, trigger_left, connections_left } = prepared;
  const missing = [
    trigger_left && words.trigger_left,
    left_out > 0 && words.left_out(left_out),
    connections_left > 0 && words.connections_left(connections_left),
    clip.secrets !== undefined && words.secrets_left(clip.secrets),
  ].filter((part) => part !== false);
  const said = words.pasted(clip.nodes.length, clip.notes?.length ?? 0, after);
  if (missing.length > 0) toast.warning(said, { description: missing.join(' '), duration: 10_000 });
  else toast(said);
}
