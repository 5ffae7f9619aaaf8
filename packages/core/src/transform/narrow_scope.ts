import type { Scope } from '../expression/run.ts';

/** The values of one entry, or of one input, beside those of the node. */
export type NarrowScope = (fields: unknown, own: Readonly<Record<string, unknown>>) => Scope;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/**
 * Makes scopes that hold only the names that an expression reads, because a scope is made for every entry of a list and a
 * workflow may have a thousand nodes. Names of the node win over fields of the data, so that data from outside cannot take the
 * place of what the author means by `trigger` or by a node's key; `own` (item, index, input) wins over both.
 */
export function narrowScope(scope: Scope, references: Iterable<readonly string[]>): NarrowScope {
  const names = [...new Set([...references].map(([root]) => root!))];
  return (fields, own) => {
    const narrow: Record<string, unknown> = {};
    for (const name of names) {
      if (Object.hasOwn(own, name)) narrow[name] = own[name];
      else if (Object.hasOwn(scope, name)) narrow[name] = scope[name];
      else if (isObject(fields) && Object.hasOwn(fields, name)) narrow[name] = fields[name];
    }
    return narrow;
  };
}
