import { createHash } from 'node:crypto';
import type { Definition } from '@millrace/core';

/** Tells whether two definitions run alike: where nodes stand on the canvas does not count, the order of keys neither. */
export function definitionHash(definition: Definition): string {
  const nodes = definition.nodes.map(({ position: _position, notes: _notes, ...node }) => node);
  return createHash('sha256')
    .update(canonical({ ...definition, nodes }))
    .digest('base64url');
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'null'
  );
}
