/**
 * Reads what somebody pastes: a clip of ours, an exported workflow, or a definition. It may come from anywhere. Invariants:
 *  1. nothing of it is taken that a definition could not hold: every node and edge passes the checks of a draft, one by one,
 *     so that one bad node does not spoil the rest;
 *  2. names that reach a prototype, and texts larger than a workflow may be, are refused before anything is done with them;
 *  3. where nothing can be taken, it is said why.
 */
import {
  definitionLimits,
  labelOf,
  nodeGroupSchema,
  parseDefinition,
  stickyNoteSchema,
  visibleName,
  type WorkflowEdge,
  type WorkflowNode,
} from '@millrace/core';
import type { Clip } from './clipboard.ts';

export type Refusal =
  | 'empty'
  | 'other_text'
  | 'other_json'
  | 'broken_json'
  | 'too_large'
  | 'foreign'
  | 'no_nodes';

export type ReadClip =
  /** `left_out` nodes could not be read. */
  { ok: true; clip: Clip; left_out: number } | { ok: false; why: Refusal };

const no = (why: Refusal): ReadClip => ({ ok: false, why });

type Given = Partial<
  Record<'millrace' | 'nodes' | 'edges' | 'notes' | 'groups' | 'workflow_definition' | 'secrets', unknown>
>;

/** The nodes of a pasted text; null where there are none. */
export function readClip(text: string): Clip | null {
  const read = inspectClip(text);
  return read.ok ? read.clip : null;
}

/** What is on the clipboard, as far as it can be pasted, and else why not. */
export function inspectClip(text: string): ReadClip {
  if (text.length > definitionLimits.bytes) return no('too_large');
  const trimmed = text.trim();
  if (trimmed === '') return no('empty');
  if (!trimmed.startsWith('{'))
    return no(trimmed.startsWith('[') && isJson(trimmed) ? 'other_json' : 'other_text');
  const value = parsed(trimmed);
  if (!value) return no(trimmed.includes('"nodes"') ? 'broken_json' : 'other_text');
  const inner = value.workflow_definition;
  const given: Given = typeof inner === 'object' && inner !== null ? inner : value;
  if (!Array.isArray(given.nodes) || (given.millrace !== 'nodes' && !isEdges(given.edges)))
    return no('other_json');
  return taken(given, given.nodes);
}

/** Where another product has an object instead of a list, its nodes still tell that it is one. */
function isEdges(edges: unknown): boolean {
  return edges === undefined || Array.isArray(edges);
}

function taken(given: Given, candidates: readonly unknown[]): ReadClip {
  const nodes: WorkflowNode[] = [];
  const ids = new Set<string>();
  for (const candidate of candidates.slice(0, definitionLimits.nodes + 1)) {
    const node = readNode(candidate);
    if (!node || ids.has(node.id)) continue;
    ids.add(node.id);
    nodes.push(node);
  }
  const notes = fitting(given.notes, stickyNoteSchema);
  const groups = fitting(given.groups, nodeGroupSchema).map((group) => ({
    ...group,
    label: visibleName(group.label),
  }));
  if (nodes.length === 0 && notes.length === 0)
    return no(candidates.some(isForeign) ? 'foreign' : candidates.length > 0 ? 'no_nodes' : 'other_json');
  return {
    ok: true,
    left_out: candidates.length - nodes.length,
    clip: {
      millrace: 'nodes',
      nodes,
      edges: readEdges(given.edges, ids),
      ...(notes.length > 0 && { notes }),
      ...(groups.length > 0 && { groups }),
      ...(typeof given.secrets === 'number' && given.secrets > 0 && { secrets: given.secrets }),
    },
  };
}

/** One node as a draft would take it; its key is empty where it was given none. */
function readNode(candidate: unknown): WorkflowNode | null {
  try {
    const [node] = parseDefinition({ nodes: [candidate], edges: [] }).nodes;
    if (!node) return null;
    const own = (candidate as { key?: unknown }).key;
    // A name that hides something would keep the draft from being saved, and whoever pasted it from seeing why.
    const shown = { ...node, label: labelOf({ ...node, label: visibleName(node.label) }) };
    return typeof own === 'string' ? shown : { ...shown, key: '' };
  } catch {
    return null;
  }
}

/** A node as n8n and others write it: kinds with dots in their names. */
function isForeign(candidate: unknown): boolean {
  if (typeof candidate !== 'object' || candidate === null) return false;
  const { type, module } = candidate as { type?: unknown; module?: unknown };
  return typeof module === 'string' || (typeof type === 'string' && /[./]/.test(type));
}

function readEdges(value: unknown, ids: ReadonlySet<string>): WorkflowEdge[] {
  if (!Array.isArray(value)) return [];
  const known = new Set<string>();
  return value
    .slice(0, definitionLimits.edges)
    .flatMap((edge: Partial<Record<keyof WorkflowEdge, unknown>> | null) => {
      if (typeof edge !== 'object' || edge === null) return [];
      const { source, target } = edge;
      if (typeof source !== 'string' || typeof target !== 'string' || source === target) return [];
      const sourceHandle = handle(edge.sourceHandle, 'out');
      const same = JSON.stringify([source, sourceHandle, target]);
      if (!ids.has(source) || !ids.has(target) || known.has(same)) return [];
      known.add(same);
      return [{ id: '', source, target, sourceHandle, targetHandle: handle(edge.targetHandle, 'in') }];
    });
}

function handle(given: unknown, usual: string): string {
  return typeof given === 'string' && given !== '' && given.length <= 100 ? given : usual;
}

function fitting<T>(value: unknown, schema: { safeParse(one: unknown): { data?: T } }): T[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, 1_000).flatMap((one) => schema.safeParse(one).data ?? []);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsed(text: string): Given | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
