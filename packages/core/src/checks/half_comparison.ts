/** A comparison has something to compare with. It is a warning: what is compared with nothing has an answer, only seldom the meant one. */
import type { WorkflowNode } from '../definition.ts';
import { ofConditions, ofFilters } from '../nodes/condition.ts';
import { conditionOp, isConditionGroup, oneSidedOps } from '../nodes/condition_schema.ts';
import { isShown } from './missing_input.ts';
import { type Check, isBlank, isObject, problem, type Subject } from './subject.ts';

export const halfComparisonCheck: Check = (subject) =>
  subject.nodes.flatMap((node) =>
    halves(subject, node).map(({ field, place }) => {
      const message = `${node.label}: ${place} has nothing to compare with; fill in the right side, or choose “is empty”`;
      return problem('half_comparison', node, message, { field, severity: 'warning' });
    }),
  );

interface Half {
  field: string;
  /** Which one it is among the others, in words. */
  place: string;
}

type Sides = typeof ofFilters;

/** Fields that hold rows of comparisons, by their kind of control: what their two sides are called. */
const sides: Readonly<Record<string, Sides>> = {
  conditions: ofConditions,
  filters: ofFilters,
};

function halves(subject: Subject, node: WorkflowNode): Half[] {
  const fields = subject.fields(node);
  return Object.entries(fields).flatMap(([name, schema]) => {
    const value = node.config[name];
    if (!Array.isArray(value) || !isShown(schema, fields, node.config)) return [];
    if (schema.field === 'cases') return ofCases(value, name);
    const names = sides[String(schema.field)];
    return names ? ofRows(value, name, names) : [];
  });
}

function ofCases(cases: readonly unknown[], name: string): Half[] {
  return cases.flatMap((one, index) =>
    isObject(one) && Array.isArray(one.conditions)
      ? ofRows(one.conditions, `${name}[${index}].conditions`, ofConditions).map((half) => ({
          ...half,
          place: `${half.place} of case ${index + 1}`,
        }))
      : [],
  );
}

function ofRows(rows: readonly unknown[], name: string, names: Sides, within = ''): Half[] {
  return rows.flatMap((row, index): Half[] => {
    const number = `${within}${index + 1}`;
    const at = `${name}[${index}]`;
    if (isConditionGroup(row)) return ofRows(row.conditions, `${at}.conditions`, names, `${number}.`);
    if (!isObject(row) || !isHalf(row[names.left], row.op, row[names.right])) return [];
    const place = rows.length > 1 || within ? `condition ${number}` : 'the condition';
    return [{ field: `${at}.${names.right}`, place }];
  });
}

/** A row without a left side is told as that; null was written on purpose. */
function isHalf(left: unknown, word: unknown, right: unknown): boolean {
  const op = conditionOp(typeof word === 'string' ? word : 'equals');
  if (isBlank(left) || op === undefined || oneSidedOps.has(op) || right === null) return false;
  return Array.isArray(right) ? op === 'in' && right.length === 0 : isBlank(right);
}
