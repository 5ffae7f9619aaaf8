import { each, type TargetPart } from '@millrace/core';

/** What stands at a target path of a result; of a list that is filled, what stands in each entry. */
export function valueAt(value: unknown, path: readonly TargetPart[]): unknown {
  let place = value;
  for (const [at, part] of path.entries()) {
    if (part === each) {
      if (!Array.isArray(place)) return undefined;
      const rest = path.slice(at + 1);
      return rest.length === 0 ? place : place.map((entry) => valueAt(entry, rest));
    }
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, part)) return undefined;
    place = (place as Record<string | number, unknown>)[part];
  }
  return place;
}
