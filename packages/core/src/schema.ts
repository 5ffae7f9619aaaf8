/** Reading JSON schemas of which nothing is certain. */
import type { JsonSchema } from './manifest.ts';

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `#/$defs/order` within the same document. */
export function resolveRef(ref: string, root: JsonSchema): unknown {
  if (!ref.startsWith('#')) return undefined;
  let current: unknown = root;
  for (const part of ref.slice(1).split('/').filter(Boolean)) {
    const name = part.replace(/~1/g, '/').replace(/~0/g, '~');
    current = isSchema(current) && Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current;
}
