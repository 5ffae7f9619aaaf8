/**
 * From the definition to what React Flow draws. A node that looks as it did keeps the very object it had, so that only
 * what is seen to change is drawn again: typing in a form redraws nothing, or the one card that shows what is typed.
 * Measured sizes are carried over.
 */
import { type Definition, handlesOf, type StickyNote, type WorkflowNode } from '@millrace/core';
import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react';
import { knowing } from '../../strings/knowing.ts';
import { problemWords } from '../../strings/problems.ts';
import { cardHeight, headHeight, nodeWidth, portMiddle } from '../document/edits/place.ts';
import type { DocumentState } from '../document/store.ts';
import { calledId } from './called_name.ts';
import { flowOrder, nodeDescription } from './flow_order.ts';
import { nodeSummary } from './node_summary.ts';
import { noteName } from './note_markdown.ts';

export type StepFlowNode = Node<{ node: WorkflowNode; look: string }, 'step'>;
export type NoteFlowNode = Node<{ note: StickyNote }, 'note'>;
export type FlowNode = StepFlowNode | NoteFlowNode;
export type FlowEdge = Edge<{ label: string | null; tone: EdgeTone }, 'line'>;
export type EdgeTone = 'plain' | 'true' | 'false' | 'error';

export interface FlowInput {
  definition: Definition;
  selected: ReadonlySet<string>;
  selectedNotes?: ReadonlySet<string>;
  /** What the card is marked with: its problems, and what it needs. */
  marksOf: (nodeId: string) => readonly string[];
}

/** Ids of notes on the canvas begin so; no id of a node has a slash. */
const notePrefix = 'note/';

export function flowIdOfNote(noteId: string): string {
  return notePrefix + noteId;
}

/** The note that an id on the canvas belongs to; null for that of a node. */
export function noteIdOf(flowId: string): string | null {
  return flowId.startsWith(notePrefix) ? flowId.slice(notePrefix.length) : null;
}

/** Nodes in flow order, which is the order of Tab; then the notes. */
export function flowNodes(
  { definition, selected, selectedNotes = nothing, marksOf }: FlowInput,
  previous: readonly FlowNode[],
): FlowNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const targets = targetLabels(definition);
  const order = flowOrder(definition);
  const placeOf = places(order, definition);
  const steps = order.map((node): FlowNode => {
    const label = nodeDescription(
      node,
      placeOf.get(node.id) ?? null,
      targets.get(node.id) ?? [],
      marksOf(node.id),
    );
    const old = before.get(node.id);
    return stepNode(node, label, selected.has(node.id), old?.type === 'step' ? old : undefined);
  });
  const notes = (definition.notes ?? []).map((note): FlowNode => {
    const old = before.get(flowIdOfNote(note.id));
    return noteNode(note, selectedNotes.has(note.id), old?.type === 'note' ? old : undefined);
  });
  const next = notes.length > 0 ? [...steps, ...notes] : steps;
  const same = next.length === previous.length && next.every((node, index) => node === previous[index]);
  return same ? (previous as FlowNode[]) : next;
}

const nothing: ReadonlySet<string> = new Set();

/** Which step each one is. What nothing is connected with is none, and is not counted; triggers are where it starts. */
function places(order: readonly WorkflowNode[], { edges }: Definition) {
  const tied = new Set(edges.flatMap(({ source, target }) => [source, target]));
  const steps = order.filter(({ id, type }) => type === 'trigger' || tied.has(id));
  return new Map(steps.map(({ id }, index) => [id, { step: index + 1, of: steps.length }]));
}

function stepNode(
  node: WorkflowNode,
  ariaLabel: string,
  selected: boolean,
  before: StepFlowNode | undefined,
): StepFlowNode {
  const look = before?.data.node === node ? before.data.look : lookOf(node);
  const sameLook = before?.data.look === look;
  if (
    before &&
    sameLook &&
    isPlaced(before, node.position) &&
    before.ariaLabel === ariaLabel &&
    Boolean(before.selected) === selected
  ) {
    return before;
  }
  return {
    id: node.id,
    type: 'step',
    position: node.position,
    selected,
    ariaLabel,
    // Known before a card is on the page: of a thousand cards only those in view have to be drawn.
    measured: sameLook ? before.measured : { width: nodeWidth, height: cardHeight(node) },
    handles: sameLook ? before.handles : portsOf(node),
    data: sameLook ? before.data : { node, look },
    domAttributes: { 'aria-roledescription': 'node' },
  };
}

/** The dots of a card, as port.tsx draws them. */
const dot = { width: 12, height: 12 } as const;

function portsOf(node: WorkflowNode): NodeHandle[] {
  const at = (middle: number) => ({ ...dot, y: middle - dot.height / 2 });
  const outputs = handlesOf(node).map((id, index): NodeHandle => {
    const x = nodeWidth - 1 - dot.width / 2;
    return { id, type: 'source', position: Position.Right, x, ...at(portMiddle(node, index)) };
  });
  if (node.type === 'trigger') return outputs;
  const x = 1 - dot.width / 2;
  return [{ id: 'in', type: 'target', position: Position.Left, x, ...at(headHeight / 2) }, ...outputs];
}

function isPlaced(
  before: { position: { x: number; y: number } },
  position: { x: number; y: number },
): boolean {
  return before.position.x === position.x && before.position.y === position.y;
}

/** Everything that a card shows of its node. Whatever else changes of the node does not draw it again. */
function lookOf(node: WorkflowNode): string {
  return JSON.stringify([
    node.subtype,
    node.label,
    nodeSummary(node),
    calledId(node),
    node.disabled ?? false,
    node.notes ?? '',
    handlesOf(node).map((handle) => [handle, portLabel(node, handle)]),
  ]);
}

/** What of the document is seen on the canvas. */
type Seen = Pick<DocumentState, 'draft' | 'selection'>;

/** Whether nothing changed that the canvas shows; looks closely only at the nodes that are others. */
export function isDrawnAlike(now: Seen, before: Seen): boolean {
  const after = now.draft.definition;
  const old = before.draft.definition;
  if (now.selection !== before.selection || after.edges !== old.edges || after.notes !== old.notes)
    return false;
  if (after.nodes === old.nodes) return true;
  return (
    after.nodes.length === old.nodes.length &&
    after.nodes.every((node, index) => {
      const other = old.nodes[index]!;
      if (node === other) return true;
      return node.id === other.id && isPlaced(node, other.position) && lookOf(node) === lookOf(other);
    })
  );
}

function noteNode(note: StickyNote, selected: boolean, before: NoteFlowNode | undefined): NoteFlowNode {
  if (
    before &&
    before.data.note === note &&
    isPlaced(before, note.position) &&
    before.width === note.width &&
    before.height === note.height &&
    Boolean(before.selected) === selected
  ) {
    return before;
  }
  return {
    ...before,
    id: flowIdOfNote(note.id),
    type: 'note',
    position: note.position,
    width: note.width,
    height: note.height,
    selected,
    // Behind the nodes and their edges: a note may lie under a part of the drawing.
    zIndex: -1,
    connectable: false,
    ariaLabel: noteName(note.text),
    data: before?.data.note === note ? before.data : { note },
    domAttributes: { 'aria-roledescription': 'note' },
  };
}

function targetLabels(definition: Definition): Map<string, string[]> {
  const labels = new Map(definition.nodes.map((node) => [node.id, node.label]));
  const targets = new Map<string, string[]>();
  for (const edge of definition.edges) {
    const label = labels.get(edge.target);
    if (label === undefined) continue;
    const list = targets.get(edge.source);
    if (list) list.push(label);
    else targets.set(edge.source, [label]);
  }
  return targets;
}

/**
 * Edges with the words and the colour of the port they leave.
 * @param reasonsOf why what an edge brings does not fit
 */
export function flowEdges(
  definition: Definition,
  selected: ReadonlySet<string>,
  previous: readonly FlowEdge[],
  reasonsOf: (edgeId: string) => readonly string[] = () => [],
): FlowEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  const next = definition.edges.map((edge): FlowEdge => {
    const source = nodes.get(edge.source);
    const label = source ? portLabel(source, edge.sourceHandle) : null;
    const old = before.get(edge.id);
    const isSelected = selected.has(edge.id);
    const ends = problemWords.edge(source?.label ?? '', nodes.get(edge.target)?.label ?? '', label);
    const reasons = reasonsOf(edge.id);
    const ariaLabel = reasons.length === 0 ? ends : `${ends}. ${knowing.problems.on_edge(reasons)}`;
    const same =
      old &&
      old.source === edge.source &&
      old.target === edge.target &&
      old.sourceHandle === edge.sourceHandle &&
      old.data?.label === label &&
      old.ariaLabel === ariaLabel &&
      Boolean(old.selected) === isSelected;
    if (same) return old;
    return {
      id: edge.id,
      type: 'line',
      source: edge.source,
      target: edge.target,
      sourceHandle: edge.sourceHandle,
      targetHandle: edge.targetHandle,
      selected: isSelected,
      ariaLabel,
      data: { label, tone: edgeTone(edge.sourceHandle) },
    };
  });
  const same = next.length === previous.length && next.every((edge, index) => edge === previous[index]);
  return same ? (previous as FlowEdge[]) : next;
}

/** What a port is called on the card and on its edge; null for the plain `out`. */
export function portLabel(node: WorkflowNode, handle: string): string | null {
  if (handle === 'out') return null;
  const match = /^case_(\d+)$/.exec(handle);
  if (!match) return handle;
  const cases = Array.isArray(node.config.cases) ? (node.config.cases as { label?: unknown }[]) : [];
  const label = cases[Number(match[1])]?.label;
  return typeof label === 'string' && label.trim() !== '' ? label : `case ${Number(match[1]) + 1}`;
}

const tones: Readonly<Record<string, EdgeTone>> = {
  true: 'true',
  approved: 'true',
  false: 'false',
  rejected: 'false',
  error: 'error',
  timeout: 'error',
};

/** Green for yes, red for no, amber for what did not go as planned. */
export function edgeTone(handle: string): EdgeTone {
  return Object.hasOwn(tones, handle) ? tones[handle]! : 'plain';
}
