/** Secrets that were typed and are not stored yet must not lie about in the browser, nor be read in a comparison. Pure. */
import { type AppManifest, type Definition, secretPaths } from '@millrace/core';
import { getAt, isRecord, setAt } from '../document/edits/update_config.ts';
import { operationOf } from '../expressions/sample_scope.ts';

/** The definition with what was typed into secret fields replaced by what `instead` gives; undefined takes the field away. */
export function replaceSecrets(
  definition: Definition,
  manifests: readonly AppManifest[],
  instead: (node_id: string, path: readonly (string | number)[]) => unknown,
): { definition: Definition; replaced: number } {
  let replaced = 0;
  const nodes = definition.nodes.map((node) => {
    const schema = operationOf(manifests, node.subtype)?.input;
    const typed = schema
      ? secretPaths(schema, node.config).filter((path) => isTyped(getAt(node.config, path)))
      : [];
    if (typed.length === 0) return node;
    replaced += typed.length;
    const config = typed.reduce<unknown>(
      (now, path) => setAt(now, path, instead(node.id, path)),
      node.config,
    );
    return { ...node, config: config as Record<string, unknown> };
  });
  return replaced === 0 ? { definition, replaced } : { definition: { ...definition, nodes }, replaced };
}

/** What a comparison may show: a typed secret is only said to be one. */
export function hideSecrets(definition: Definition, manifests: readonly AppManifest[]): Definition {
  return replaceSecrets(definition, manifests, () => ({ $secret: 'new' })).definition;
}

/** What may be kept in the browser: the mark of what is stored in the place of what was typed, or nothing. */
export function withoutSecrets(
  definition: Definition,
  base: Definition,
  manifests: readonly AppManifest[],
): { definition: Definition; replaced: number } {
  const before = new Map(base.nodes.map((node) => [node.id, node.config]));
  return replaceSecrets(definition, manifests, (id, path) => {
    const stored = getAt(before.get(id), path);
    return isRecord(stored) && '$secret' in stored ? stored : undefined;
  });
}

/** An expression stays: the server keeps it readable too. */
function isTyped(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('{{');
}
