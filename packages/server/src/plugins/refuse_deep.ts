import { findUnstorable } from '@millrace/core';
import { invalid } from '../errors.ts';

/**
 * Refuses what nests deeper than is kept at this place, naming where the first such value is.
 * @param place the field of the body, as its path
 * @throws ApiError 422
 */
export function refuseDeep(value: unknown, place: string, depth: number): void {
  const deep = findUnstorable(value, { depth, bytes: Number.POSITIVE_INFINITY }).find(
    ({ code }) => code === 'too_deep',
  );
  if (!deep) return;
  throw invalid([{ path: place, message: `${deep.message}; leave out what no step reads from so deep` }]);
}
