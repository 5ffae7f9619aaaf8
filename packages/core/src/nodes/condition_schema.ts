import { z } from 'zod';

export const conditionOps = [
  'equals',
  'not_equals',
  'greater',
  'greater_or_equal',
  'less',
  'less_or_equal',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'is_empty',
  'is_not_empty',
  'matches',
  'in',
] as const;
export type ConditionOp = (typeof conditionOps)[number];

/** Other words for an operator, as people who come from code or from other products write them. */
const aliases = new Map<string, ConditionOp>([
  ['==', 'equals'],
  ['===', 'equals'],
  ['=', 'equals'],
  ['eq', 'equals'],
  ['!=', 'not_equals'],
  ['!==', 'not_equals'],
  ['neq', 'not_equals'],
  ['>', 'greater'],
  ['gt', 'greater'],
  ['greater_than', 'greater'],
  ['>=', 'greater_or_equal'],
  ['gte', 'greater_or_equal'],
  ['<', 'less'],
  ['lt', 'less'],
  ['less_than', 'less'],
  ['<=', 'less_or_equal'],
  ['lte', 'less_or_equal'],
  ['not_exists', 'is_empty'],
  ['exists', 'is_not_empty'],
]);

const ops: ReadonlySet<string> = new Set(conditionOps);

/** The operator behind a word; nothing when there is none. */
export function conditionOp(word: string): ConditionOp | undefined {
  return ops.has(word) ? (word as ConditionOp) : aliases.get(word);
}

const enumLabels: Record<ConditionOp, string> = {
  equals: 'equals',
  not_equals: 'does not equal',
  greater: 'is greater than',
  greater_or_equal: 'is at least',
  less: 'is less than',
  less_or_equal: 'is at most',
  contains: 'contains',
  not_contains: 'does not contain',
  starts_with: 'starts with',
  ends_with: 'ends with',
  is_empty: 'is empty',
  is_not_empty: 'is not empty',
  matches: 'matches (regular expression)',
  in: 'is one of',
};

const opSchema = z
  .string()
  .refine((word) => conditionOp(word) !== undefined, 'is not an operator')
  .default('equals')
  .meta({
    title: 'Operator',
    enum_labels: enumLabels,
  });

/** One row of a condition builder: `left` is an expression, `right` a fixed value or a template. */
export const conditionSchema = z.object({
  left: z.unknown().meta({ title: 'Value', field: 'expression' }),
  op: opSchema,
  right: z.unknown().optional().meta({ title: 'Compared with' }),
});
export type Condition = z.input<typeof conditionSchema>;

/** A condition as one expression, or as rows that all or any must hold. */
export const conditionShape = {
  condition: z.union([z.string(), z.boolean()]).optional().meta({
    title: 'Condition',
    description: 'An expression, as in order.total > 1000.',
    field: 'condition',
    placeholder: 'order.total > 1000',
    raw: true,
  }),
  conditions: z
    .array(conditionSchema)
    .max(100)
    .optional()
    .meta({ title: 'Conditions', field: 'conditions', raw: true }),
  combine: z
    .enum(['all', 'any'])
    .default('all')
    .meta({ title: 'Combine', enum_labels: { all: 'All must hold', any: 'Any may hold' } }),
};

/** A row of an event filter: `path` reads the event's data (`customer.country`). */
export const filterSchema = z.object({
  path: z.string().min(1).max(1_000).meta({ title: 'Field', placeholder: 'customer.country' }),
  op: opSchema,
  value: z.unknown().optional().meta({ title: 'Value' }),
});
export type EventFilter = z.input<typeof filterSchema>;
