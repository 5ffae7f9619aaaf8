/** After a save the server shows secrets as `{ "$secret": "set" }`: the typed ones leave the page. Pure. */
import type { Definition, WorkflowNode } from '@millrace/core';
import { isRecord } from './edits/update_config.ts';

/** The local definition with the marks of the stored one where both have a value. Nodes without secrets keep their identity. */
export function adoptSecrets(local: Definition, stored: Definition): Definition {
  const byId = new Map(stored.nodes.map((node) => [node.id, node]));
  let changed = false;
  const nodes = local.nodes.map((node) => {
    const config = marked(node.config, byId.get(node.id)?.config) as WorkflowNode['config'];
    if (config === node.config) return node;
    changed = true;
    return { ...node, config };
  });
  return changed ? { ...local, nodes } : local;
}

function marked(local: unknown, stored: unknown): unknown {
  if (isRecord(stored) && '$secret' in stored) return isRecord(local) && '$secret' in local ? local : stored;
  if (Array.isArray(local) && Array.isArray(stored)) {
    const next = local.map((item, index) => marked(item, stored[index]));
    return next.some((item, index) => item !== local[index]) ? next : local;
  }
  if (!isRecord(local) || !isRecord(stored)) return local;
  let changed = false;
  const next: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(local)) {
    next[name] = marked(value, stored[name]);
    if (next[name] !== value) changed = true;
  }
  return changed ? next : local;
}
