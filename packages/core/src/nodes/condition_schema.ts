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
  'before',
  'after',
  'at_or_before',
  'at_or_after',
  'is_present',
  'is_absent',
] as const;
export type ConditionOp = (typeof conditionOps)[number];

/** Operators that look at the left side alone. */
export const oneSidedOps: ReadonlySet<ConditionOp> = new Set([
  'is_empty',
  'is_not_empty',
  'is_present',
  'is_absent',
]);

/**
 * Other words for an operator, as people who come from code or from other products write them. `exists` has always asked for
 * what is not empty, and definitions rely on it; whether there is anything at all is asked by `is_present`.
 */
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
  before: 'is before (date)',
  after: 'is after (date)',
  at_or_before: 'is at or before (date)',
  at_or_after: 'is at or after (date)',
  is_present: 'exists',
  is_absent: 'does not exist',
};

const opSchema = z
  .string()
  .refine((word) => conditionOp(word) !== undefined, 'is not an operator')
  .default('equals')
  .meta({
    title: 'Operator',
    enum_labels: enumLabels,
  });

/** One row of a condition builder: `left` is an expression, `right` a fixed value or a template. That `left` is missing is told when it is compiled. */
export const conditionSchema = z.object({
  left: z.unknown().optional().meta({ title: 'Value', field: 'expression' }),
  op: opSchema,
  right: z.unknown().optional().meta({ title: 'Compared with' }),
});
export type Condition = z.input<typeof conditionSchema>;

const combineSchema = z.enum(['all', 'any']);
export type Combine = z.infer<typeof combineSchema>;

/** Rows that hold together, among the rows of a condition: "a and (b or c)". Groups do not lie in groups. */
export interface ConditionGroup {
  combine?: Combine | undefined;
  conditions: readonly Condition[];
}
export type ConditionEntry = Condition | ConditionGroup;

/** Whether an entry of a list of conditions is a group of rows. */
export function isConditionGroup(entry: unknown): entry is ConditionGroup {
  return typeof entry === 'object' && entry !== null && Array.isArray((entry as ConditionGroup).conditions);
}

const mostRows = 100;

/** A row, or a group of rows; one object, so that what is wrong with a row is told of the very field. */
const entrySchema = conditionSchema.extend({
  combine: combineSchema.optional().meta({ title: 'Combine the group' }),
  conditions: z.array(conditionSchema).max(mostRows).optional().meta({ title: 'Group' }),
});

/** A condition as one expression, or as rows and groups of rows that all or any must hold. */
export const conditionShape = {
  condition: z.union([z.string(), z.boolean()]).optional().meta({
    title: 'Condition',
    description: 'An expression, as in order.total > 1000.',
    field: 'condition',
    placeholder: 'order.total > 1000',
    raw: true,
  }),
  conditions: z
    .array(entrySchema)
    .max(mostRows)
    .optional()
    .meta({ title: 'Conditions', field: 'conditions', raw: true }),
  combine: combineSchema
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
