/** Where in the configuration of a node secrets stand. */
import type { JsonSchema } from './manifest.ts';
import { isMappedObject, mappingsKey } from './mapping/mapped_object.ts';
import { parseTargetPath, setPath, TargetPathError } from './mapping/target_path.ts';
import { isSchema } from './schema.ts';

export type SecretPath = readonly (string | number)[];

/** Deeper than any form; a schema that refers to itself ends here. */
const deepest = 12;

/** Paths in `config` whose schema says `field: 'secret'`, in any branch of a choice, and that hold something. */
export function secretPaths(schema: JsonSchema, config: unknown): SecretPath[] {
  const found = new Map<string, SecretPath>();
  visit(schema, config, [], 0);
  return [...found.values()];

  function visit(at: JsonSchema, value: unknown, path: SecretPath, depth: number): void {
    if (depth > deepest || value === undefined || value === null) return;
    if (at.field === 'secret') found.set(JSON.stringify(path), path);
    const target = resolve(at);
    if (target !== at) visit(target, value, path, depth + 1);
    for (const branch of ['anyOf', 'oneOf', 'allOf'].flatMap((word) => schemas(at[word])))
      visit(branch, value, path, depth + 1);
    if (isMappedObject(value)) visitMappings(at, value[mappingsKey], path, depth);
    else if (Array.isArray(value)) visitItems(at, value, path, depth);
    else if (typeof value === 'object') visitProperties(at, value as Record<string, unknown>, path, depth);
  }

  function visitItems(at: JsonSchema, items: unknown[], path: SecretPath, depth: number): void {
    if (!isSchema(at.items)) return;
    for (const [index, item] of items.entries()) visit(at.items, item, [...path, index], depth + 1);
  }

  function visitProperties(
    at: JsonSchema,
    value: Record<string, unknown>,
    path: SecretPath,
    depth: number,
  ): void {
    if (!isSchema(at.properties)) return;
    for (const [name, property] of Object.entries(at.properties)) {
      if (isSchema(property) && Object.hasOwn(value, name))
        visit(property, value[name], [...path, name], depth + 1);
    }
  }

  /** Of a mapping only its default is a value that somebody typed; it is a secret where its target is one. */
  function visitMappings(at: JsonSchema, mappings: unknown, path: SecretPath, depth: number): void {
    if (!Array.isArray(mappings)) return;
    for (const [index, mapping] of mappings.entries()) {
      const { target_field, default_value } = (mapping ?? {}) as Record<string, unknown>;
      const target = targetOf(target_field);
      if (!target || default_value === undefined) continue;
      const written: Record<string, unknown> = {};
      setPath(written, target, default_value);
      for (const secret of secretsBelow(at, written, depth)) {
        const place = [...path, mappingsKey, index, 'default_value', ...secret.slice(target.length)];
        found.set(JSON.stringify(place), place);
      }
    }
  }

  function secretsBelow(at: JsonSchema, value: unknown, depth: number): SecretPath[] {
    const others = [...found];
    found.clear();
    visit(at, value, [], depth + 1);
    const below = [...found.values()];
    found.clear();
    for (const [key, place] of others) found.set(key, place);
    return below;
  }

  function resolve(at: JsonSchema): JsonSchema {
    const name = typeof at.$ref === 'string' ? at.$ref.replace(/^#\/(\$defs|definitions)\//, '') : undefined;
    const definitions = schema.$defs ?? schema.definitions;
    const target = name !== undefined && isSchema(definitions) ? definitions[name] : undefined;
    return isSchema(target) ? target : at;
  }
}

/** Where a mapping writes, with the first place of a list for any: a far one would make all the others before it. */
function targetOf(field: unknown): SecretPath | null {
  if (typeof field !== 'string') return null;
  try {
    return parseTargetPath(field).map((part) => (typeof part === 'string' ? part : 0));
  } catch (error) {
    if (error instanceof TargetPathError) return null;
    throw error;
  }
}

function schemas(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}
