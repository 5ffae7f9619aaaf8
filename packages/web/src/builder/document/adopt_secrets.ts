/** After a save the server shows secrets as `{ "$secret": "set" }`: the typed ones leave the page. Pure. */
import type { Definition, WorkflowNode } from '@millrace/core';
import { isRecord } from './edits/update_config.ts';

/**
 * The local definition with the marks of the stored one where both have a value. A mark that the server has no secret for (it
 * was taken away and brought back by Redo, or the address it goes to is another now) is gone: the field is to be filled in
 * again. Nodes without secrets keep their identity.
 */
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
  if (isMark(stored)) return isMark(local) ? local : stored;
  if (isMark(local)) return undefined;
  if (Array.isArray(local) && Array.isArray(stored)) {
    // An entry of a list keeps its place.
    const next = local.map((item, index) => marked(item, stored[index]) ?? item);
    return next.some((item, index) => item !== local[index]) ? next : local;
  }
  if (!isRecord(local) || !isRecord(stored)) return local;
  let changed = false;
  const next: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(local)) {
    const shown = marked(value, stored[name]);
    if (shown !== value) changed = true;
    if (shown !== undefined) next[name] = shown;
  }
  return changed ? next : local;
}

function isMark(value: unknown): boolean {
  return isRecord(value) && '$secret' in value;
}
