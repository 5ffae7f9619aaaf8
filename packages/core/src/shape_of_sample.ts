import { type Shape, shapeOfValue } from './shape.ts';

const known = new WeakMap<object, Shape>();

/**
 * The shape of sample data, worked out once for each object: completion and checks ask for it on every keystroke, and a
 * sample may be a megabyte. The object must not be changed afterwards.
 */
export function shapeOfSample(value: unknown): Shape {
  if (typeof value !== 'object' || value === null) return shapeOfValue(value);
  const found = known.get(value) ?? shapeOfValue(value);
  known.set(value, found);
  return found;
}
