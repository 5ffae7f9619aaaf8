import { expressionsOf } from './node_expressions.ts';
import { type Check, isBlank, problem } from './subject.ts';

/** Expressions, conditions and mappings compile; the message says where they do not. */
export const invalidExpressionCheck: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    const problems = expressionsOf(subject, node).problems.map(({ check, field, message }) =>
      problem(check, node, `${node.label}: ${message}`, { field }),
    );
    if (node.subtype === 'if' && !isBlank(node.config.condition) && !isBlank(node.config.conditions)) {
      const message = `${node.label} has a condition and a list of conditions; keep one of them`;
      problems.push(problem('invalid_condition', node, message, { field: 'condition' }));
    }
    return problems;
  });
