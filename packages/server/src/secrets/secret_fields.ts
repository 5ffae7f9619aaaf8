import type { AppManifest, JsonSchema } from '@millrace/core';

type Path = readonly (string | number)[];

/** Deeper than any form; a schema that refers to itself ends here. */
const MAX_DEPTH = 12;

/** The input schema of a node's operation, by its subtype. */
export function inputSchemaOf(subtype: string, manifests: readonly AppManifest[]): JsonSchema | undefined {
  for (const manifest of manifests) {
    const operation = manifest.operations.find((candidate) => candidate.id === subtype);
    if (operation) return operation.input;
  }
  return undefined;
}

/** Paths in `config` whose schema says `field: 'secret'`, in any branch of a choice, and that hold something. */
export function secretPaths(schema: JsonSchema, config: unknown): Path[] {
  const found = new Map<string, Path>();
  visit(schema, config, [], 0);
  return [...found.values()];

  function visit(at: JsonSchema, value: unknown, path: Path, depth: number): void {
    if (depth > MAX_DEPTH || value === undefined || value === null) return;
    if (at.field === 'secret') found.set(JSON.stringify(path), path);
    const target = resolve(at);
    if (target !== at) visit(target, value, path, depth + 1);
    for (const branch of ['anyOf', 'oneOf', 'allOf'].flatMap((word) => schemas(at[word])))
      visit(branch, value, path, depth + 1);
    if (Array.isArray(value)) visitItems(at, value, path, depth);
    else if (typeof value === 'object') visitProperties(at, value as Record<string, unknown>, path, depth);
  }

  function visitItems(at: JsonSchema, items: unknown[], path: Path, depth: number): void {
    if (!isSchema(at.items)) return;
    for (const [index, item] of items.entries()) visit(at.items, item, [...path, index], depth + 1);
  }

  function visitProperties(at: JsonSchema, value: Record<string, unknown>, path: Path, depth: number): void {
    if (!isSchema(at.properties)) return;
    for (const [name, property] of Object.entries(at.properties)) {
      if (isSchema(property) && Object.hasOwn(value, name))
        visit(property, value[name], [...path, name], depth + 1);
    }
  }

  function resolve(at: JsonSchema): JsonSchema {
    const name = typeof at.$ref === 'string' ? at.$ref.replace(/^#\/(\$defs|definitions)\//, '') : undefined;
    const definitions = schema.$defs ?? schema.definitions;
    const target = name !== undefined && isSchema(definitions) ? definitions[name] : undefined;
    return isSchema(target) ? target : at;
  }
}

function schemas(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

/** Puts a value at a path that exists; `undefined` removes the property. */
export function replaceAt(root: unknown, path: Path, value: unknown): void {
  const parent = valueAt(root, path.slice(0, -1)) as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}
