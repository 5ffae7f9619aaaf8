/** From whatever a client sent to a {@link Definition}, or to everything that is wrong with it. Linear in its size. */
import type { z } from 'zod';
import { keptGroups } from './annotations.ts';
import {
  type Definition,
  DefinitionError,
  type DefinitionIssue,
  definitionLimits,
  definitionSchema,
  labelOf,
  type WorkflowEdge,
  type WorkflowNode,
} from './definition.ts';
import { closest } from './expression/closest.ts';
import { formatPath } from './field_path.ts';
import { type NodeSubtype, nodeKind, nodeSubtypes } from './node_kinds.ts';
import { schemaSentence } from './schema_sentence.ts';
import { findUnstorable } from './storable.ts';
import { UnknownFormat, upgradeDefinition } from './upgrades/upgrade.ts';

/** More findings than this are counted, not listed. */
const mostIssues = 1_000;

type Raw = Record<string, unknown>;

/** A workflow without nodes. */
export function emptyDefinition(): Definition {
  return { nodes: [], edges: [], config: {} };
}

/**
 * Checks and completes a definition: keys, labels, edge ids and handles are filled in, older formats are upgraded, and nothing
 * is ever coerced. Configurations are taken over as they are, by reference.
 * @throws DefinitionError with every finding at once (the limits of size come first and alone, so that what is far too large
 *   is refused at once).
 */
export function parseDefinition(input: unknown): Definition {
  if (!isObject(input)) {
    throw new DefinitionError([{ path: '', message: 'A definition is an object with nodes and edges' }]);
  }
  refuse(overLimits(input));
  const raw = upgraded(input);
  const nodeId = nodeIdOf(raw);
  const unstorable = findUnstorable(raw, {
    depth: definitionLimits.depth,
    bytes: definitionLimits.bytes,
    reserved_keys: true,
  }).map((finding) => issueAt(finding.path, finding.message, nodeId));
  const parsed = definitionSchema.safeParse(raw);
  const malformed = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => schemaIssues(issue, raw, nodeId));
  refuse([...unstorable, ...malformed, ...graphIssues(raw)]);
  return complete(parsed.data!);
}

function refuse(issues: DefinitionIssue[]): void {
  if (issues.length === 0) return;
  const listed = issues.slice(0, mostIssues);
  if (issues.length > listed.length) {
    listed.push({ path: '', message: `… and ${issues.length - listed.length} more problems` });
  }
  throw new DefinitionError(listed);
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function upgraded(input: Raw): Raw {
  try {
    return upgradeDefinition(input);
  } catch (error) {
    if (error instanceof UnknownFormat)
      throw new DefinitionError([{ path: 'format', message: error.message }]);
    throw error;
  }
}

function overLimits(input: Raw): DefinitionIssue[] {
  return (['nodes', 'edges', 'notes', 'groups'] as const).flatMap((what) => {
    const list = input[what];
    const most = definitionLimits[what];
    if (!Array.isArray(list) || list.length <= most) return [];
    const message = `A workflow has at most ${count(most)} ${what}; this one has ${count(list.length)}`;
    return [{ path: what, message }];
  });
}

const count = (number: number) => number.toLocaleString('en-US');

type NodeIdOf = (path: readonly PropertyKey[]) => string | undefined;

function nodeIdOf(raw: Raw): NodeIdOf {
  return ([list, index]) => {
    if (list !== 'nodes' || typeof index !== 'number' || !Array.isArray(raw.nodes)) return undefined;
    const node: unknown = raw.nodes[index];
    return isObject(node) && typeof node.id === 'string' ? node.id : undefined;
  };
}

function issueAt(path: readonly PropertyKey[], message: string, nodeId: NodeIdOf): DefinitionIssue {
  const node_id = nodeId(path);
  const name =
    path.length === 0
      ? 'The definition'
      : formatPath(path.slice(path[0] === 'nodes' && path.length > 2 ? 2 : 0));
  return { path: formatPath(path), message: `${name} ${message}`, ...(node_id !== undefined && { node_id }) };
}

/** The value at a path of the raw input; own properties only. */
function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    raw,
  );
}

function schemaIssues(issue: z.core.$ZodIssue, raw: Raw, nodeId: NodeIdOf): DefinitionIssue[] {
  const value = valueAt(raw, issue.path);
  if (
    issue.path[0] === 'nodes' &&
    issue.path.length === 3 &&
    issue.path[2] === 'subtype' &&
    typeof value === 'string'
  ) {
    const meant = closest(value, nodeSubtypes);
    const message = `Unknown node subtype "${shorten(value)}"${meant ? `; did you mean ${meant}?` : ''}`;
    return [{ ...issueAt(issue.path, '', nodeId), message }];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => issueAt([...issue.path, key], 'is not a known field', nodeId));
  }
  return [issueAt(issue.path, schemaSentence(issue, value), nodeId)];
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** The invariants that concern several nodes and edges; looks at the raw input, so that they are reported with all the rest. */
function graphIssues(raw: Raw): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const triggers = new Map<string, boolean>();
  for (const [index, node] of listOf(raw.nodes).entries()) {
    if (!isObject(node)) continue;
    const subtype = knownSubtype(node.subtype);
    if (typeof node.id === 'string') {
      if (triggers.has(node.id)) {
        issues.push({
          path: `nodes[${index}].id`,
          message: `Two nodes have the id "${shorten(node.id)}"`,
          node_id: node.id,
        });
      }
      triggers.set(node.id, subtype ? nodeKind(subtype).type === 'trigger' : node.type === 'trigger');
    }
    if (subtype && typeof node.type === 'string' && node.type !== nodeKind(subtype).type) {
      const message = `The type of ${subtype} is "${nodeKind(subtype).type}", not "${shorten(node.type)}"`;
      issues.push({
        path: `nodes[${index}].type`,
        message,
        ...(typeof node.id === 'string' && { node_id: node.id }),
      });
    }
  }
  return [...issues, ...edgeIssues(raw, triggers), ...sameIds(raw, 'notes'), ...sameIds(raw, 'groups')];
}

function sameIds(raw: Raw, list: 'notes' | 'groups'): DefinitionIssue[] {
  const ids = new Set<unknown>();
  return listOf(raw[list]).flatMap((entry, index) => {
    if (!isObject(entry) || typeof entry.id !== 'string' || !ids.has(entry.id)) {
      if (isObject(entry)) ids.add(entry.id);
      return [];
    }
    return [{ path: `${list}[${index}].id`, message: `Two ${list} have the id "${shorten(entry.id)}"` }];
  });
}

function edgeIssues(raw: Raw, triggers: Map<string, boolean>): DefinitionIssue[] {
  const issues: DefinitionIssue[] = [];
  const ids = new Set<string>();
  for (const [index, edge] of listOf(raw.edges).entries()) {
    if (!isObject(edge)) continue;
    const add = (field: string, message: string, node_id?: string) =>
      issues.push({ path: `edges[${index}].${field}`, message, ...(node_id !== undefined && { node_id }) });
    if (typeof edge.id === 'string') {
      if (ids.has(edge.id)) add('id', `Two edges have the id "${shorten(edge.id)}"`);
      ids.add(edge.id);
    }
    for (const end of ['source', 'target'] as const) {
      const id = edge[end];
      if (typeof id === 'string' && !triggers.has(id))
        add(
          end,
          `An edge leads ${end === 'source' ? 'from' : 'to'} "${shorten(id)}", and there is no such node`,
        );
    }
    const { source, target } = edge;
    if (typeof target !== 'string') continue;
    if (source === target) add('target', 'A node cannot be connected to itself', target);
    else if (triggers.get(target))
      add('target', 'Nothing can lead into a trigger: it starts the workflow', target);
  }
  return issues;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function knownSubtype(value: unknown): NodeSubtype | undefined {
  return nodeSubtypes.find((subtype) => subtype === value);
}

/** Fills what was left out. Keys come from the kind of node (`http_response`, `http_response_2`), so that they are foreseeable. */
function complete(parsed: z.output<typeof definitionSchema>): Definition {
  const { nodes, edges, config, notes = [] } = parsed;
  const groups = keptGroups(
    parsed.groups ?? [],
    nodes.map((node) => node.id),
  );
  const freeKey = freeNames(nodes.map((node) => node.key));
  const freeEdgeId = freeNames(edges.map((edge) => edge.id));
  return {
    nodes: nodes.map(
      (node): WorkflowNode => ({
        ...node,
        key: node.key ?? freeKey(nodeKind(node.subtype).key, '_'),
        label: labelOf(node),
      }),
    ),
    edges: edges.map(
      (edge): WorkflowEdge => ({
        id: edge.id ?? freeEdgeId('e', '', 1),
        source: edge.source,
        target: edge.target,
        sourceHandle: edge.sourceHandle ?? 'out',
        targetHandle: edge.targetHandle ?? 'in',
      }),
    ),
    config,
    ...(notes.length > 0 && { notes }),
    ...(groups.length > 0 && { groups }),
  };
}

/** Makes names that are not taken: `base`, `base_2`, … or, counted from `first`, `e1`, `e2`, … */
function freeNames(given: readonly (string | undefined)[]) {
  const taken = new Set(given);
  const next = new Map<string, number>();
  return (base: string, separator: string, first?: number): string => {
    let number = next.get(base) ?? first ?? 1;
    const name = () => (number === 1 && first === undefined ? base : `${base}${separator}${number}`);
    while (taken.has(name())) number += 1;
    const free = name();
    taken.add(free);
    next.set(base, number + 1);
    return free;
  };
}
