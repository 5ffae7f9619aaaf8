import { createHash } from 'node:crypto';
import type { Definition } from '@millrace/core';

/**
 * Tells whether two definitions run alike. What is only drawn does not count: where nodes stand, what is noted, and how
 * nodes are grouped; the order of keys neither.
 */
export function definitionHash({ notes: _notes, groups: _groups, ...definition }: Definition): string {
  const nodes = definition.nodes.map(({ position: _position, notes: _noted, ...node }) => node);
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
