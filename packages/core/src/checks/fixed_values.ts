/**
 * What is fixed and can never work, beyond what a schema can say: addresses that are none, headers that no call can carry.
 * Where an expression stands beside, only what is fixed is judged.
 */
import type { WorkflowNode } from '../definition.ts';
import { ExpressionError } from '../expression/errors.ts';
import { scanTemplate } from '../expression/scan.ts';
import { formatPath } from '../field_path.ts';
import { fieldWords } from '../field_words.ts';
import type { JsonSchema } from '../manifest.ts';
import { isMappedObject } from '../mapping/mapped_object.ts';
import {
  headerNameProblem,
  headerValueProblem,
  partlyFixedAddressProblem,
  webAddressProblem,
} from '../web_values.ts';
import { isShown } from './missing_input.ts';
import { type Check, isBlank, isObject, problem, type Subject } from './subject.ts';

export const fixedValuesCheck: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    const form = { fields: subject.fields(node), config: node.config };
    return findings(subject, node).map(({ path, reason }) => {
      const field = formatPath(path);
      return problem('invalid_input', node, `${node.label}: ${fieldWords(field, form)} ${reason}`, { field });
    });
  });

interface Finding {
  path: readonly string[];
  reason: string;
}

function findings(subject: Subject, node: WorkflowNode): Finding[] {
  const fields = subject.fields(node);
  return Object.entries(fields).flatMap(([name, schema]) => {
    const value = node.config[name];
    if (isBlank(value) || !isShown(schema, fields, node.config)) return [];
    return unfit(name, schema, value);
  });
}

function unfit(name: string, schema: JsonSchema, value: unknown): Finding[] {
  const found = (reason: string | null) => (reason === null ? [] : [{ path: [name], reason }]);
  if (schema.field === 'url') return found(typeof value === 'string' ? addressProblem(value) : null);
  if (schema.holds === 'header_name')
    return found(typeof value === 'string' && !value.includes('{{') ? headerNameProblem(value) : null);
  return schema.holds === 'headers' && isObject(value) && !isMappedObject(value) ? headers(name, value) : [];
}

function addressProblem(text: string): string | null {
  const fixed = fixedParts(text);
  if (fixed === null) return null;
  return fixed.length === 1 ? webAddressProblem(text) : partlyFixedAddressProblem(fixed);
}

function headers(name: string, value: Record<string, unknown>): Finding[] {
  const seen = new Set<string>();
  return Object.entries(value).flatMap(([header, given]) => {
    // Nothing leaves it out.
    if (given === null) return [];
    const isTwice = seen.has(header.trim().toLowerCase());
    seen.add(header.trim().toLowerCase());
    const reason = headerNameProblem(header) ?? (isTwice ? 'is given twice' : valueProblem(given));
    return reason === null ? [] : [{ path: [name, header], reason }];
  });
}

function valueProblem(given: unknown): string | null {
  const fixed = typeof given === 'string' ? fixedParts(given) : null;
  return fixed && headerValueProblem(fixed.join(''));
}

/** What stands around the expressions of a text; null where the text cannot be read, which is said by another check. */
function fixedParts(text: string): string[] | null {
  try {
    const parts = [''];
    for (const segment of scanTemplate(text))
      if (segment.kind === 'expression') parts.push('');
      else parts[parts.length - 1] += segment.text;
    return parts;
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}
