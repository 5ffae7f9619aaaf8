import type { WorkflowNode } from '../definition.ts';
import { withFieldWords } from '../field_words.ts';
import { expressionsOf } from './node_expressions.ts';
import { type Check, isBlank, isObject, problem } from './subject.ts';

/** Expressions, conditions and mappings compile; the message says where they do not. */
export const invalidExpressionCheck: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    const form = { fields: subject.fields(node), config: node.config };
    const problems = expressionsOf(subject, node).problems.map(({ check, field, message }) =>
      problem(check, node, `${node.label}: ${withFieldWords(message, field, form)}`, { field }),
    );
    return [...problems, ...ambiguous(node)];
  });

/** A condition said in both ways: which of them counts would be anybody's guess. */
function ambiguous(node: WorkflowNode) {
  const { cases } = node.config;
  const places: [string, unknown][] = [['', node.subtype === 'if' ? node.config : null]];
  if (node.subtype === 'switch' && Array.isArray(cases))
    places.push(...cases.map((one: unknown, index): [string, unknown] => [`cases[${index}].`, one]));
  return places.flatMap(([at, value]) => {
    if (!isObject(value) || isBlank(value.condition) || isBlank(value.conditions)) return [];
    const message = `${node.label} has a condition and a list of conditions; keep one of them`;
    return [problem('invalid_condition', node, message, { field: `${at}condition` })];
  });
}
