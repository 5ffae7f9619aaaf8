import { type AppManifest, fieldWords, type WordedForm } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { appsQuery } from '../../api/queries.ts';

/** What of a node is enough to name its fields. */
export interface FailedNode {
  subtype: string;
  config: unknown;
}

/** The field of a failure as its form names it; its path where neither the node nor its app is known. */
export function useFieldWords(field: string | undefined, node: FailedNode | undefined): string | null {
  const apps = useQuery({ ...appsQuery(), enabled: field !== undefined && node !== undefined }).data;
  if (field === undefined) return null;
  return wordsOfField(field, node, apps?.data ?? []);
}

export function wordsOfField(
  field: string,
  node: FailedNode | undefined,
  apps: readonly Pick<AppManifest, 'operations'>[],
): string {
  const operation = apps
    .flatMap(({ operations }) => operations)
    .find(({ id }) => node !== undefined && id === node.subtype);
  const fields = (operation?.input.properties ?? {}) as WordedForm['fields'];
  const words = fieldWords(field.replace(/^config\./, ''), { fields, config: node?.config });
  return words === '' ? field : words;
}

/** The node of an execution's definition, which is whatever it was when it ran. */
export function nodeIn(
  definition: Readonly<Record<string, unknown>>,
  id: string | undefined,
): FailedNode | undefined {
  const nodes: unknown = definition.nodes;
  const found = Array.isArray(nodes)
    ? nodes.find((node: unknown) => isNode(node) && node.id === id)
    : undefined;
  return isNode(found) ? found : undefined;
}

function isNode(value: unknown): value is FailedNode & { id: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'subtype' in value &&
    typeof value.subtype === 'string' &&
    'id' in value
  );
}
