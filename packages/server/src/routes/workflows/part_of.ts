import { type Definition, TestPartError, testPart, type WorkflowNode } from '@millrace/core';
import { type Issue, invalid } from '../../errors.ts';
import type { ServerDeps } from '../../server_deps.ts';

export interface AskedPart {
  start_at?: string | undefined;
  stop_at?: string | undefined;
  kept?: Record<string, unknown> | undefined;
}

/**
 * Which part of a workflow a test is asked to run, with what was kept of the rest.
 * @throws ApiError 422 that names the nodes: for one that does not exist, one that cannot be begun with, and those of which
 *   a result is needed and none was kept
 */
export function partOf(
  deps: Pick<ServerDeps, 'runtime'>,
  definition: Definition,
  { start_at, stop_at, kept }: AskedPart,
): Pick<AskedPart, 'start_at' | 'stop_at'> & { kept?: Record<string, unknown> } {
  if (start_at === undefined) {
    if (kept !== undefined)
      throw invalid([{ path: 'kept', message: 'Results are kept for a start_at only' }]);
    if (stop_at === undefined) return {};
    if (!nodeNamed(definition, stop_at))
      throw invalid([{ path: 'stop_at', message: `There is no node "${stop_at}"` }]);
    return { stop_at };
  }
  const given = kept ?? {};
  refuseStrangers(definition, given);
  try {
    const { start, needs, rounds } = testPart(definition, { start_at, stop_at }, deps.runtime.manifests);
    const issues = [
      ...needs.filter((node) => !isKept(node, given)).map((node) => missing(start, node)),
      ...rounds.filter((loop) => !hasItem(loop, given)).map((loop) => withoutItem(start, loop)),
    ];
    if (issues.length > 0) throw invalid(issues);
  } catch (error) {
    if (!(error instanceof TestPartError)) throw error;
    const about = error.node_id === undefined ? {} : { node_id: error.node_id };
    throw invalid([{ path: error.field, message: error.message, ...about }]);
  }
  return { start_at, kept: given, ...(stop_at === undefined ? {} : { stop_at }) };
}

function nodeNamed({ nodes }: Definition, name: string): WorkflowNode | undefined {
  return nodes.find(({ key, id }) => key === name || id === name);
}

function refuseStrangers(definition: Definition, kept: Record<string, unknown>): void {
  const strangers = Object.keys(kept).filter((name) => !nodeNamed(definition, name));
  if (strangers.length === 0) return;
  throw invalid(
    strangers.slice(0, 20).map((name) => ({ path: `kept.${name}`, message: `There is no node "${name}"` })),
  );
}

function keptOf({ key, id }: WorkflowNode, kept: Record<string, unknown>): unknown {
  return Object.hasOwn(kept, key) ? kept[key] : Object.hasOwn(kept, id) ? kept[id] : undefined;
}

function isKept(node: WorkflowNode, kept: Record<string, unknown>): boolean {
  return keptOf(node, kept) !== undefined;
}

function hasItem(loop: WorkflowNode, kept: Record<string, unknown>): boolean {
  const round = keptOf(loop, kept);
  return typeof round === 'object' && round !== null && Object.hasOwn(round, 'item');
}

function missing(start: WorkflowNode, node: WorkflowNode): Issue {
  const message = `What ${node.label} gave is needed to start at ${start.label}, and no result of it was kept. Test up to it first, or pin a sample.`;
  return { path: `kept.${node.key}`, message, node_id: node.id };
}

function withoutItem(start: WorkflowNode, loop: WorkflowNode): Issue {
  const message = `${start.label} repeats in ${loop.label}: { "item": …, "index": … } of one of its rounds is needed`;
  return { path: `kept.${loop.key}`, message, node_id: loop.id };
}
