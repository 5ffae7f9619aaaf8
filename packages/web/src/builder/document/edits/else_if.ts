/**
 * A Conditional becomes a Switch in place, and a Switch with one case a Conditional again.
 * 1. Id, key, name, position and every edge stay: `true` is the first case, `false` is else.
 * 2. What expressions read of it says the same afterwards: `check.result` is `check.index == 0`.
 * What else is read of a Switch (the name of the case) has no counterpart; the checks then say that it does not exist.
 */
import type { Definition, NodeSubtype, WorkflowNode } from '@millrace/core';
import { type Rewrite, rewriteConfig } from './rewrite_references.ts';
import { isRecord } from './update_config.ts';

/** The Conditional as a Switch: what it asked is the first case, and behind it comes an empty one. */
export function addElseIf(definition: Definition, nodeId: string, nameOf: (n: number) => string): Definition {
  const node = definition.nodes.find(({ id, subtype }) => id === nodeId && subtype === 'if');
  if (!node) return definition;
  const { condition, conditions, combine, ...rest } = node.config;
  const first = defined({ label: nameOf(1), condition, conditions, combine });
  const config = { ...rest, cases: [first, { label: nameOf(2) }] };
  return turned(
    definition,
    node,
    'switch',
    config,
    { true: 'case_0', false: 'else' },
    readsAsSwitch(node.key),
  );
}

/** The Switch with one case as a Conditional; any other stays as it is. */
export function toConditional(definition: Definition, nodeId: string): Definition {
  const node = definition.nodes.find(({ id, subtype }) => id === nodeId && subtype === 'switch');
  const only = node && onlyCase(node);
  if (!only) return definition;
  const { cases, ...rest } = node.config;
  const { condition, conditions, combine } = only;
  const config = {
    ...rest,
    ...defined({ condition: condition === '' ? undefined : condition, conditions, combine }),
  };
  return turned(
    definition,
    node,
    'if',
    config,
    { case_0: 'true', else: 'false' },
    readsAsConditional(node.key),
  );
}

/** The case of a Switch that has one; null otherwise. */
export function onlyCase({
  subtype,
  config,
}: Pick<WorkflowNode, 'subtype' | 'config'>): Record<string, unknown> | null {
  const cases = subtype === 'switch' && Array.isArray(config.cases) ? config.cases : [];
  const [only] = cases as unknown[];
  return cases.length === 1 && isRecord(only) ? only : null;
}

/** What such a node gave, as the other kind gives it; undefined where it is no such output. */
export function outputAs(subtype: 'if' | 'switch', output: unknown, caseName: string): unknown {
  if (!isRecord(output)) return undefined;
  if (subtype === 'if') return typeof output.index === 'number' ? { result: output.index === 0 } : undefined;
  if (typeof output.result !== 'boolean') return undefined;
  return output.result ? { case: caseName, index: 0 } : { case: 'else', index: -1 };
}

const defined = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function turned(
  definition: Definition,
  node: WorkflowNode,
  subtype: NodeSubtype,
  config: Record<string, unknown>,
  handles: Readonly<Record<string, string>>,
  reads: Rewrite,
): Definition {
  const isRead = definition.nodes.filter(({ key }) => key === node.key).length === 1;
  const nodes = definition.nodes.map((each): WorkflowNode => {
    if (each.id === node.id) return { ...each, subtype, config };
    const changed = isRead ? rewriteConfig(each.config, reads) : each.config;
    return changed === each.config ? each : { ...each, config: changed };
  });
  const edges = definition.edges.map((edge) => {
    const sourceHandle = edge.source === node.id ? handles[edge.sourceHandle] : undefined;
    return sourceHandle === undefined ? edge : { ...edge, sourceHandle };
  });
  return { ...definition, nodes, edges };
}

/** `check.result` and `step.check.output.result`. */
function readsAsSwitch(key: string): Rewrite {
  return (name, { source, start, end }) => {
    const read = name === key ? fieldAt(source, end, 'result') : null;
    if (read === null) return null;
    const from = startOfStep(source, start);
    return { from, to: read.to, text: `(${source.slice(from, read.from)}.index == 0)` };
  };
}

/** `check.index == 0`, and the same with three signs. */
function readsAsConditional(key: string): Rewrite {
  return (name, { source, start, end }) => {
    const read = name === key ? fieldAt(source, end, 'index') : null;
    const compared = read && /^\s*={2,3}\s*0(?![\w.])/.exec(source.slice(read.to));
    return compared
      ? { from: start, to: read.to + compared[0].length, text: `${source.slice(start, read.from)}.result` }
      : null;
  };
}

/** Where a field of a node's output is read behind its key: from the last dot to its end. */
function fieldAt(source: string, end: number, field: string): { from: number; to: number } | null {
  const rest = source.slice(end);
  const output = /^\s*\??\.\s*output(?=\s*[?.[])/.exec(rest)?.[0] ?? '';
  const read = new RegExp(
    `^\\s*(?:\\??\\.\\s*${field}(?![\\w$])|(?:\\?\\.)?\\[\\s*(['"])${field}\\1\\s*\\])`,
  );
  const found = read.exec(rest.slice(output.length));
  if (!found) return null;
  const from = end + output.length;
  return { from, to: from + found[0].length };
}

/** With the `step.` before it. */
function startOfStep(source: string, start: number): number {
  const step = /(?<![\w$.])step\s*\??\.\s*$/.exec(source.slice(0, start));
  return step ? step.index : start;
}
