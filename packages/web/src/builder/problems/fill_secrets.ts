import type { Definition } from '@millrace/core';
import { isRecord } from '../document/edits/update_config.ts';

/** For the checks a stored secret is a text that is there; what it says is known to the server alone. Pure. */
export function fillSecrets(definition: Definition): Definition {
  return {
    ...definition,
    nodes: definition.nodes.map((node) => ({
      ...node,
      config: filled(node.config) as Record<string, unknown>,
    })),
  };
}

function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filled);
  if (!isRecord(value)) return value;
  if (Object.hasOwn(value, '$secret')) return 'a stored secret';
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, filled(entry)]));
}
