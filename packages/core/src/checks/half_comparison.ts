/** A comparison has something to compare with. It is a warning: what is compared with nothing has an answer, only seldom the meant one. */
import type { WorkflowNode } from '../definition.ts';
import { type ConditionOp, conditionOp } from '../nodes/condition_schema.ts';
import { isShown } from './missing_input.ts';
import { type Check, isBlank, isObject, problem, type Subject } from './subject.ts';

export const halfComparisonCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    halves(subject, node).map(({ field, row, of }) => {
      const place = of > 1 ? `condition ${row + 1}` : 'the condition';
      const message = `${node.label}: ${place} has nothing to compare with; fill in the right side, or choose “is empty”`;
      return problem('half_comparison', node, message, { field, severity: 'warning' });
    }),
  );

/** Fields that hold rows of comparisons, by their kind of control: what their two sides are called. */
const sides: Readonly<Record<string, { left: string; right: string }>> = {
  conditions: { left: 'left', right: 'right' },
  filters: { left: 'path', right: 'value' },
};
/** They look at the left side alone. */
const oneSided: ReadonlySet<ConditionOp> = new Set(['is_empty', 'is_not_empty']);

function halves(subject: Subject, node: WorkflowNode): { field: string; row: number; of: number }[] {
  const fields = subject.fields(node);
  return Object.entries(fields).flatMap(([name, schema]) => {
    const names = sides[String(schema.field)];
    const rows = node.config[name];
    if (!names || !Array.isArray(rows) || !isShown(schema, fields, node.config)) return [];
    return rows.flatMap((row: unknown, index) =>
      isObject(row) && isHalf(row[names.left], row.op, row[names.right])
        ? [{ field: `${name}[${index}].${names.right}`, row: index, of: rows.length }]
        : [],
    );
  });
}

/** A row without a left side is told as that; null was written on purpose. */
function isHalf(left: unknown, word: unknown, right: unknown): boolean {
  const op = conditionOp(typeof word === 'string' ? word : 'equals');
  if (isBlank(left) || op === undefined || oneSided.has(op) || right === null) return false;
  return Array.isArray(right) ? op === 'in' && right.length === 0 : isBlank(right);
}
