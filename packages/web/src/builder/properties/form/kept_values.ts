/**
 * What was typed into a field in another way than it is given now (fixed or as an expression, one variant or another), so that
 * switching back brings it back. It lasts as long as the editor is open, and is neither saved nor shared.
 */
import type { DocumentStore } from '../../document/store.ts';

/** By document: another workflow that is opened begins with nothing. */
const kept = new WeakMap<DocumentStore, Map<string, unknown>>();

export interface KeptValues {
  /** What the field held in this way when it was last left. */
  recall(way: string): unknown;
  keep(way: string, value: unknown): void;
}

export function keptValues(
  store: DocumentStore,
  nodeId: string,
  path: readonly (string | number)[],
): KeptValues {
  const values = kept.get(store) ?? new Map<string, unknown>();
  kept.set(store, values);
  const mark = (way: string) => JSON.stringify([nodeId, way, ...path]);
  return {
    recall: (way) => values.get(mark(way)),
    keep(way, value) {
      if (value === undefined) values.delete(mark(way));
      else values.set(mark(way), value);
    },
  };
}
