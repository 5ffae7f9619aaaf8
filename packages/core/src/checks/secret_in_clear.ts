/** What looks like a key stands where it is sealed: everything else of a definition is shown to viewers, and exported. */
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import { isMappedObject, mappingsKey } from '../mapping/mapped_object.ts';
import { type Check, isObject, problem } from './subject.ts';

const keyNames =
  /^(authorization|cookie|(x[-_])?(api|auth|access|secret|private)[-_]?(key|token|secret)|password|secret|token)$/i;
/** `Bearer {{ variables.token }}`: what is filled in and the word before it are no key. */
const template = /\{\{.*?\}\}/gs;
const longestKey = 2_000;
const scheme = /^\s*(bearer|basic|token)\b/i;

/** Only of operations that have a place for it. */
export const secretInClearCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    'auth' in subject.fields(node)
      ? [...pairs(node, 'headers'), ...pairs(node, 'query'), ...inAddress(node)]
      : [],
  );

function pairs(node: WorkflowNode, field: 'headers' | 'query'): Problem[] {
  const value = node.config[field];
  if (!isObject(value)) return [];
  if (isMappedObject(value)) return mappedPairs(node, field, value[mappingsKey]);
  return Object.entries(value)
    .filter(([name, text]) => keyNames.test(name) && isLiteral(text))
    .map(([name]) => found(node, `${field}.${name}`, name));
}

/** A fixed value is the default of a mapping without a source. */
function mappedPairs(node: WorkflowNode, field: string, mappings: unknown): Problem[] {
  const list = Array.isArray(mappings) ? [...mappings.entries()] : [];
  return list.flatMap(([index, mapping]) => {
    const { target_field: name, default_value } = isObject(mapping) ? mapping : {};
    if (typeof name !== 'string' || !keyNames.test(name) || !isLiteral(default_value)) return [];
    return [found(node, `${field}.${mappingsKey}[${index}].default_value`, name)];
  });
}

function inAddress(node: WorkflowNode): Problem[] {
  const { url } = node.config;
  if (typeof url !== 'string' || !url.includes('?')) return [];
  const query = url.slice(url.indexOf('?') + 1).split('#', 1)[0]!;
  return query
    .split('&')
    .map((pair) => pair.split('='))
    .filter(([name = '', ...value]) => keyNames.test(name) && isLiteral(value.join('=')))
    .map(([name = '']) => found(node, 'url', name));
}

function isLiteral(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  // No key is longer, and braces that never close would be looked for again and again.
  return value.slice(0, longestKey).replace(template, '').replace(scheme, '').trim() !== '';
}

function found(node: WorkflowNode, field: string, name: string): Problem {
  const message = `${node.label}: ${name} is kept in clear here, for everybody who may see the workflow; put it into Authentication`;
  return problem('secret_in_clear', node, message, { field, severity: 'warning' });
}
