/**
 * Nodes that were just added and that nobody has finished: what is still empty in them is not filled in yet, and no mistake.
 * It is known to this page and stands in no draft: what is empty in a draft that is opened was left so. Pure. Invariants:
 *  1. only what was added here is unfinished, and what was finished never is again;
 *  2. only what is empty is let off: a wrong value is an error at once;
 *  3. leaving a field, leaving a node that was worked on, a test and a deploy finish.
 */
import type { Definition, Problem, WorkflowNode } from '@millrace/core';
import { getAt } from '../document/edits/update_config.ts';
import { sameJson } from '../document/same_json.ts';
import { fieldPath } from './field_path.ts';

export interface UnfinishedNode {
  /** As it was added. */
  added: Pick<WorkflowNode, 'config' | 'connection_id'>;
  /** Paths of the fields that somebody has been in and left, as `auth.token`. */
  left: ReadonlySet<string>;
}

export type Unfinished = ReadonlyMap<string, UnfinishedNode>;

export function begun(unfinished: Unfinished, nodes: readonly WorkflowNode[]): Unfinished {
  if (nodes.length === 0) return unfinished;
  return new Map([
    ...unfinished,
    ...nodes.map((node) => [node.id, { added: node, left: new Set<string>() }] as const),
  ]);
}

export function fieldLeft(unfinished: Unfinished, nodeId: string, field: string): Unfinished {
  const node = unfinished.get(nodeId);
  if (!node || node.left.has(field)) return unfinished;
  return new Map(unfinished).set(nodeId, { ...node, left: new Set([...node.left, field]) });
}

/** Nobody is at these nodes any more: those that were worked on are finished, those that were only put there are not. */
export function nodesLeft(unfinished: Unfinished, nodes: readonly WorkflowNode[]): Unfinished {
  const done = nodes.filter((node) => {
    const known = unfinished.get(node.id);
    return known !== undefined && (known.left.size > 0 || isWorkedOn(known.added, node));
  });
  if (done.length === 0) return unfinished;
  const ids = new Set(done.map(({ id }) => id));
  return new Map([...unfinished].filter(([id]) => !ids.has(id)));
}

function isWorkedOn(added: UnfinishedNode['added'], now: WorkflowNode): boolean {
  return added.connection_id !== now.connection_id || !sameJson(added.config, now.config);
}

/** Those of the findings on a definition that say that something is still empty, or still alone. */
export function aboutNothing(problems: readonly Problem[], definition: Definition): Set<Problem> {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]));
  return new Set(
    problems.filter((problem) => {
      if (problem.node_id === null) return problem.check === 'trigger' && problem.field === null;
      const node = nodes.get(problem.node_id);
      if (!node) return false;
      return problem.field === null ? isAlone(problem, node, definition) : isEmptyAt(problem, node);
    }),
  );
}

/** Checks that are about what a field holds. */
const ofFields: ReadonlySet<string> = new Set([
  'missing_input',
  'connection',
  'invalid_input',
  'invalid_condition',
  'invalid_mapping',
  'half_comparison',
]);

function isEmptyAt({ check = '', field }: Problem, node: WorkflowNode): boolean {
  if (!ofFields.has(check)) return false;
  const value = field === 'connection_id' ? node.connection_id : getAt(node.config, fieldPath(field!));
  if (typeof value === 'string') return value.trim() === '';
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Nothing leads to it yet, or on from it. */
function isAlone(
  { check, severity }: Problem,
  { id, subtype }: WorkflowNode,
  { edges }: Definition,
): boolean {
  switch (check) {
    case 'connected':
      return true;
    case 'handles':
    case 'trigger':
      return severity === 'warning';
    case 'loop_bodies':
      return subtype === 'loop'
        ? !edges.some(({ source, sourceHandle }) => source === id && sourceHandle === 'body')
        : !edges.some(({ target }) => target === id);
    default:
      return false;
  }
}

/** Whether nobody has finished yet what a finding that something is empty is about. The workflow itself is only begun while all of it is. */
export function isUnfinished(
  { node_id, field }: Problem,
  unfinished: Unfinished,
  nodes: readonly { id: string }[],
): boolean {
  if (node_id === null) return nodes.every(({ id }) => unfinished.has(id));
  const node = unfinished.get(node_id);
  return node !== undefined && !(field !== null && isLeft(node.left, field));
}

/** A field is left when it was, or when what it is a part of was. */
function isLeft(left: ReadonlySet<string>, field: string): boolean {
  const path = fieldPath(field);
  // The two ways to give a condition stand for each other.
  if (path[0] === 'condition' && left.has('conditions')) return true;
  return path.some((_, index) => left.has(path.slice(0, index + 1).join('.')));
}
