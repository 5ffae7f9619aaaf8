/** What is different between two drafts, node by node and field by field, for a person to read. Pure. */
import { nodeKind, type WorkflowEdge, type WorkflowNode } from '@millrace/core';
import { words } from '../../../strings/saving.ts';
import { portLabel } from '../../canvas/flow_nodes.ts';
import { sameJson } from '../same_json.ts';
import type { Draft } from '../store.ts';
import { entryName, isWhole, type Keyed, keyed } from './keyed.ts';

export interface FieldChange {
  /** `nodes.#n1.config.url`: the same as the path of a conflict. */
  path: string;
  title: string;
  /** Undefined: it was not there. */
  before: unknown;
  after: unknown;
}

export interface Change {
  path: string;
  kind: 'name' | 'settings' | 'node' | 'connection' | 'note' | 'group';
  verb: 'added' | 'removed' | 'changed' | 'moved';
  title: string;
  node_id: string | null;
  fields: readonly FieldChange[];
}

/** How a form calls a field of a node's configuration. */
export type FieldTitle = (subtype: string, path: readonly string[]) => string | null;

const noTitle: FieldTitle = () => null;

/** From `before` to `after`. Things that only stand elsewhere on the canvas come last. */
export function changesBetween(before: Draft, after: Draft, titleOf: FieldTitle = noTitle): Change[] {
  const [from, to] = [keyed(before), keyed(after)];
  const changes = [
    ...nameChange(from, to),
    ...settingsChange(from, to),
    ...entries(from.nodes, to.nodes).flatMap(([name, a, b]) => nodeChange(name, a, b, titleOf)),
    ...connectionChanges(from, to),
    ...entries(from.notes, to.notes).flatMap(([name, a, b]) =>
      drawn('note', name, a, b, (note) => shortened(note.text) || words.diff.empty_note),
    ),
    ...entries(from.groups, to.groups).flatMap(([name, a, b]) =>
      drawn('group', name, a, b, (group) => group.label || words.diff.unnamed_group),
    ),
  ];
  return [
    ...changes.filter(({ verb }) => verb !== 'moved'),
    ...changes.filter(({ verb }) => verb === 'moved'),
  ];
}

/** Each name of either record with its values; those that are the same are left out. */
function entries<T>(
  from: Readonly<Record<string, T>>,
  to: Readonly<Record<string, T>>,
): [string, T | undefined, T | undefined][] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((name): [string, T | undefined, T | undefined] => [name, from[name], to[name]])
    .filter(([, a, b]) => !sameJson(a, b));
}

function nameChange(from: Keyed, to: Keyed): Change[] {
  if (from.name === to.name) return [];
  const field = { path: 'name', title: words.diff.name, before: from.name, after: to.name };
  return [
    {
      path: 'name',
      kind: 'name',
      verb: 'changed',
      title: words.diff.workflow,
      node_id: null,
      fields: [field],
    },
  ];
}

function settingsChange(from: Keyed, to: Keyed): Change[] {
  const fields = fieldsBetween(from.settings, to.settings, ['settings'], (path) => {
    const name = path[0] ?? '';
    return (words.diff.settings_titles as Record<string, string>)[name] ?? readable(path);
  });
  if (fields.length === 0) return [];
  return [
    {
      path: 'settings',
      kind: 'settings',
      verb: 'changed',
      title: words.diff.settings,
      node_id: null,
      fields,
    },
  ];
}

function nodeChange(
  name: string,
  before: WorkflowNode | undefined,
  after: WorkflowNode | undefined,
  titleOf: FieldTitle,
): Change[] {
  const node = (after ?? before)!;
  const change = { path: `nodes.${name}`, kind: 'node' as const, title: node.label, node_id: node.id };
  const kind = nodeKind(node.subtype).label;
  if (!before || !after) {
    const title = node.label === kind ? node.label : `${node.label} (${kind})`;
    return [{ ...change, title, verb: after ? 'added' : 'removed', fields: [] }];
  }
  const { position: _from, ...a } = before;
  const { position: _to, ...b } = after;
  const fields = fieldsBetween(a, b, ['nodes', name], (path) => nodeFieldTitle(node, path, titleOf));
  return [{ ...change, verb: fields.length > 0 ? 'changed' : 'moved', fields }];
}

function nodeFieldTitle(node: WorkflowNode, path: readonly string[], titleOf: FieldTitle): string {
  const [field = '', ...rest] = path;
  if (field === 'config') return titleOf(node.subtype, rest) ?? readable(rest);
  const title = (words.diff.node_titles as Record<string, string>)[field] ?? readable([field]);
  return rest.length === 0 ? title : `${title}: ${readable(rest)}`;
}

/** The innermost named fields that differ. */
function fieldsBetween(
  before: unknown,
  after: unknown,
  at: readonly string[],
  titleOf: (path: readonly string[]) => string,
  path: readonly string[] = [],
): FieldChange[] {
  if (sameJson(before, after)) return [];
  const inside = (value: unknown) => value === undefined || !isWhole(value);
  const deeper =
    path.length === 0 || (inside(before) && inside(after) && before !== undefined && after !== undefined);
  // A configuration is looked into even where one side has none.
  if (deeper || (path.length === 1 && path[0] === 'config')) {
    const [a, b] = [record(before), record(after)];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((name) =>
      fieldsBetween(a[name], b[name], at, titleOf, [...path, name]),
    );
  }
  return [{ path: [...at, ...path].join('.'), title: titleOf(path), before, after }];
}

function connectionChanges(from: Keyed, to: Keyed): Change[] {
  return entries(from.edges, to.edges).flatMap(([name, a, b]): Change[] => {
    // The id of a connection says nothing.
    if (a && b) return [];
    const title = connectionWords((b ?? a)!, b ? to : from);
    const verb = b ? 'added' : 'removed';
    return [{ path: `edges.${name}`, kind: 'connection', verb, title, node_id: null, fields: [] }];
  });
}

function connectionWords(edge: WorkflowEdge, side: Keyed): string {
  const [source, target] = [side.nodes[entryName(edge.source)], side.nodes[entryName(edge.target)]];
  const port = source ? portLabel(source, edge.sourceHandle) : null;
  return `${source?.label ?? edge.source}${port ? ` (${port})` : ''} → ${target?.label ?? edge.target}`;
}

function drawn<T extends object>(
  kind: 'note' | 'group',
  name: string,
  before: T | undefined,
  after: T | undefined,
  titleOf: (entry: T) => string,
): Change[] {
  const change = { path: `${kind}s.${name}`, kind, title: titleOf((after ?? before)!), node_id: null };
  if (!before || !after) return [{ ...change, verb: after ? 'added' : 'removed', fields: [] }];
  const placing = new Set(['position', 'width', 'height']);
  const content = (entry: T) =>
    Object.fromEntries(Object.entries(entry).filter(([field]) => !placing.has(field)));
  const fields = fieldsBetween(content(before), content(after), [`${kind}s`, name], readable);
  return [{ ...change, verb: fields.length > 0 ? 'changed' : 'moved', fields }];
}

/** `retry_policy`, `max` → `Retry policy › max` */
function readable(path: readonly string[]): string {
  const [first = '', ...rest] = path;
  const text = first.replaceAll('_', ' ');
  return [text.charAt(0).toUpperCase() + text.slice(1), ...rest].join(' › ');
}

function shortened(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

function record(value: unknown): Record<string, unknown> {
  return isWhole(value) ? {} : (value as Record<string, unknown>);
}
