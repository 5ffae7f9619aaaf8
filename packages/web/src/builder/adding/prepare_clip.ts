/** What of a clip may leave this workflow, and what of one may come into it. Pure. */
import { type AppManifest, type Definition, definitionLimits, secretPaths } from '@millrace/core';
import type { Clip } from '../document/edits/clipboard.ts';
import { getAt, setAt } from '../document/edits/update_config.ts';
import { operationOf } from '../expressions/sample_scope.ts';

/** A clip as text: without secrets, whether typed or stored; expressions in their place stay. */
export function clipText(clip: Clip, manifests: readonly AppManifest[]): string {
  let secrets = 0;
  const nodes = clip.nodes.map((node) => {
    const schema = operationOf(manifests, node.subtype)?.input;
    const paths = schema
      ? secretPaths(schema, node.config).filter((path) => isSecret(getAt(node.config, path)))
      : [];
    secrets += paths.length;
    const config = paths.reduce<unknown>((now, path) => setAt(now, path, undefined), node.config);
    return paths.length === 0 ? node : { ...node, config: config as Record<string, unknown> };
  });
  return JSON.stringify({ ...clip, nodes, ...(secrets > 0 && { secrets }) }, null, 2);
}

function isSecret(value: unknown): boolean {
  if (typeof value === 'string') return value !== '' && !value.includes('{{');
  return value !== undefined && value !== null;
}

export type Prepared =
  | { ok: true; clip: Clip; trigger_left: boolean; connections_left: number }
  | { ok: false; why: 'only_trigger' | 'too_many' };

/**
 * A clip as a definition can take it: no second trigger, no more nodes than it may have, and no connections but those that
 * are known (`null`: all are).
 */
export function prepareClip(
  definition: Definition,
  clip: Clip,
  connections: ReadonlySet<string> | null,
): Prepared {
  const started = definition.nodes.some((node) => node.type === 'trigger');
  let triggers = started ? 1 : 0;
  const kept = clip.nodes.filter((node) => node.type !== 'trigger' || triggers++ === 0);
  if (kept.length === 0 && !clip.notes?.length) return { ok: false, why: 'only_trigger' };
  if (definition.nodes.length + kept.length > definitionLimits.nodes) return { ok: false, why: 'too_many' };
  let connections_left = 0;
  const nodes = kept.map((node) => {
    const { connection_id, ...rest } = node;
    if (!connection_id || connections === null || connections.has(connection_id)) return node;
    connections_left += 1;
    return rest;
  });
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = clip.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  return {
    ok: true,
    clip: { ...clip, nodes, edges },
    trigger_left: kept.length < clip.nodes.length,
    connections_left,
  };
}

/** The connections that a clip names and the definition does not: whether they exist is to be asked. */
export function foreignConnections(definition: Definition, clip: Clip): string[] {
  const own = new Set(definition.nodes.map((node) => node.connection_id));
  const named = clip.nodes.flatMap(({ connection_id }) => connection_id ?? []);
  return [...new Set(named)].filter((id) => !own.has(id));
}
