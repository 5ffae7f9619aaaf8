/** What a mapping reads from the scope, whichever way its source goes. */
import { type CompiledMapping, compileMapping } from './compile_mapping.ts';
import { entryName, readEntrySource } from './entry_source.ts';

export const partsOf = ({ source, transformation, fallback }: CompiledMapping) =>
  [source, transformation ?? [], fallback ?? []].flat();

/** What is read from the scope; of an entry as if it were the first one, so that its shape is found. */
export function referencesOf(one: CompiledMapping): (readonly string[])[] {
  const inList = one.target.some((part) => typeof part === 'symbol');
  const parts = partsOf(one).flatMap((part) => part.references);
  if (!inList) return parts;
  const places = new Map<string, readonly string[]>();
  const lists: (readonly string[])[] = [];
  for (const [depth, { source, evaluable }] of one.lists.entries()) {
    const { references } = evaluable;
    const resolved = references.flatMap((path) => resolve(path, places));
    lists.push(...resolved);
    const known = resolved.length === 1 && isPath(source);
    places.set(entryName(depth), known ? [...resolved[0]!, '0'] : []);
  }
  // Of a list that is filled, the position is its own.
  return [...lists, ...parts.flatMap((path) => resolve(path, places))].filter(([root]) => root !== 'index');
}

/** Nothing can be said of the entry of a list that is computed. */
function resolve(
  path: readonly string[],
  places: ReadonlyMap<string, readonly string[]>,
): (readonly string[])[] {
  const place = places.get(path[0]!);
  if (!place) return [path];
  return place.length === 0 ? [] : [[...place, ...path.slice(1)]];
}

const isPath = (source: string) => !/[()|]/.test(source);

/**
 * The static paths that a source reads; of the entries of a list as if they were the first one.
 * @throws MappingError for a source that cannot be read.
 */
export function sourceReferences(source_path: string): (readonly string[])[] {
  const target_field = `x${'[]'.repeat(readEntrySource(source_path)?.lists.length ? 1 : 0)}`;
  return referencesOf(compileMapping({ target_field, source_path }, 0, 'mapping'));
}
