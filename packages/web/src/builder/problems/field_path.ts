import { parsePath } from '@millrace/core';

/** `mappings[0].source_path` → the keys and positions that lead there. */
export function fieldPath(field: string): (string | number)[] {
  return parsePath(field.replace(/^config\./, ''));
}
