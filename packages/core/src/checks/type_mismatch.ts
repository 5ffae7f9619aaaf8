/**
 * Expressions fit the types of what they read. An error where the types are declared; a warning where one earlier run showed
 * them. What the check of names has reported is not said twice.
 */
import type { Problem } from '../contract/workflows.ts';
import type { WorkflowNode } from '../definition.ts';
import { infer } from '../expression/infer.ts';
import type { Shape } from '../shape.ts';
import { type ExpressionScope, expressionsOf, type NodeExpressions } from './node_expressions.ts';
import { scopeShapes, unknownShape } from './shapes.ts';
import { type Check, problem, type Subject } from './subject.ts';
import { unknownVariableCheck } from './unknown_variable.ts';

export const typeMismatchCheck: Check = (subject) => {
  const reported = new Set(unknownVariableCheck(subject).map(placeOf));
  const passes = subject.context.samples ? [false, true] : [false];
  return passes.flatMap((withSamples) =>
    subject.nodes.flatMap((node) =>
      mismatches(subject, node, withSamples).filter((found) => {
        const isNew = !reported.has(placeOf(found));
        reported.add(placeOf(found));
        return isNew;
      }),
    ),
  );
};

const placeOf = ({ node_id, field }: Problem) => `${node_id} ${field}`;

function mismatches(subject: Subject, node: WorkflowNode, withSamples: boolean): Problem[] {
  const expressions = expressionsOf(subject, node);
  const severity = withSamples ? 'warning' : 'error';
  return expressions.sources.flatMap(({ field, source, scope }) => {
    const shapes = shapesOf(subject, node, expressions, field, scope, withSamples);
    const found = infer(source, shapes);
    if (!('problem' in found)) return [];
    const place = found.position === undefined ? '' : ` (at character ${found.position + 1})`;
    return [problem('type_mismatch', node, `${node.label}: ${found.problem}${place}`, { field, severity })];
  });
}

function shapesOf(
  subject: Subject,
  node: WorkflowNode,
  { references }: NodeExpressions,
  field: string,
  scope: ExpressionScope,
  withSamples: boolean,
): Record<string, Shape> {
  const names = new Set(references.filter((one) => one.field === field).map(({ path }) => path[0]!));
  const shapes = scopeShapes(subject, node, names, withSamples);
  if (scope === 'item' && names.has('index')) shapes.index = { type: 'number' };
  if (scope === 'event') for (const name of names) shapes[name] = unknownShape;
  return shapes;
}
