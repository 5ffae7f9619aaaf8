import { type AppManifest, type JsonSchema, mappingsKey } from '@millrace/core';

type Path = readonly (string | number)[];

/** The input schema of a node's operation, by its subtype. */
export function inputSchemaOf(subtype: string, manifests: readonly AppManifest[]): JsonSchema | undefined {
  for (const manifest of manifests) {
    const operation = manifest.operations.find((candidate) => candidate.id === subtype);
    if (operation) return operation.input;
  }
  return undefined;
}

/** What stands at a path, own properties only. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/** The same place in another configuration: mappings are found by their target, because their order may change. */
export function samePlace(root: unknown, other: unknown, path: Path): Path {
  const at = path.lastIndexOf(mappingsKey);
  if (at < 0) return path;
  const mapping = valueAt(root, path.slice(0, at + 2)) as { target_field?: unknown } | undefined;
  const others = valueAt(other, path.slice(0, at + 1));
  const index = Array.isArray(others)
    ? others.findIndex((each) => (each as typeof mapping)?.target_field === mapping?.target_field)
    : -1;
  return [...path.slice(0, at + 1), index, ...path.slice(at + 2)];
}

/** Puts a value at a path that exists; `undefined` removes the property. */
export function replaceAt(root: unknown, path: Path, value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1)) as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}
