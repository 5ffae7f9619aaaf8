/** Groups and sums, exact in decimals. */
import { z } from 'zod';
import { addExact, divideExact } from '../expression/decimal.ts';
import { describeValue } from '../expression/values.ts';
import { TransformError } from './transform_error.ts';

export const aggregationSchema = z.strictObject({
  field: z
    .string()
    .max(10_240)
    .optional()
    .meta({ title: 'Field', field: 'expression', placeholder: 'total' }),
  op: z.enum(['sum', 'avg', 'min', 'max', 'count']).meta({ title: 'Operation' }),
  as: z
    .string()
    .min(1)
    .max(100)
    .regex(/^(?!__proto__$|constructor$|prototype$)/, 'is a reserved name')
    .optional()
    .meta({ title: 'Name of the result', placeholder: 'total_sum' }),
});
export type Aggregation = z.infer<typeof aggregationSchema>;

/** An entry of the list with its position in it. */
export interface Entry {
  item: unknown;
  index: number;
}

/** The value of an expression for each entry, which sees its own fields, `item`, `index`, and everything that the node sees. */
export type ReadEntries = (source: string, entries: readonly Entry[]) => unknown[];

interface Member {
  value: unknown;
  index: number;
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** `total_sum`; for a field that is no plain name, the operation alone. */
export function resultName({ as, field, op }: Aggregation): string {
  if (as) return as;
  const name = /([A-Za-z_]\w*)\s*(?:\}\})?\s*$/.exec(field ?? '')?.[1];
  return name && /^[\w.\s{}[\]]+$/.test(field!) ? `${name}_${op}` : op;
}

/**
 * The results for a whole list, or for each group of it in the order in which the groups first appear.
 * @throws TransformError naming the entry and the value that does not fit.
 */
export function aggregate(
  entries: readonly Entry[],
  aggregations: readonly Aggregation[],
  read: ReadEntries,
): Record<string, unknown> {
  return Object.fromEntries(
    aggregations.map((one, position) => {
      const members = membersOf(entries, one, `aggregations[${position}].field`, read);
      return [resultName(one), compute(one, members, `aggregations[${position}]`)];
    }),
  );
}

function membersOf(
  entries: readonly Entry[],
  { field, op }: Aggregation,
  place: string,
  read: ReadEntries,
): Member[] {
  if (field?.trim()) {
    return readAt(field, entries, read, place).map((value, at) => ({ value, index: entries[at]!.index }));
  }
  // Counting without a field counts the entries, whatever they are.
  return entries.map(({ item, index }) => ({ value: op === 'count' ? true : item, index }));
}

function readAt(source: string, entries: readonly Entry[], read: ReadEntries, place: string): unknown[] {
  try {
    return read(source, entries);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TransformError(`${source}: ${reason}`, { code: 'expression', field: place, cause: error });
  }
}

function compute({ op, field }: Aggregation, members: readonly Member[], place: string): unknown {
  const present = members.filter(({ value }) => !isEmpty(value));
  if (op === 'count') return present.length;
  if (op === 'min' || op === 'max') return extreme(op, field, present, place);
  const numbers = present.map((member) => numberOf(op, field, member, place));
  const sum = numbers.reduce(addExact, 0);
  if (op === 'sum') return sum;
  return numbers.length === 0 ? null : divideExact(sum, numbers.length);
}

function misfit(
  op: string,
  field: string | undefined,
  { value, index }: Member,
  place: string,
  wanted: string,
): TransformError {
  const name = field?.trim() ? `${field.trim()} of entry ${index}` : `entry ${index}`;
  return new TransformError(`${name} is ${describeValue(value)}; ${op} needs ${wanted}`, {
    code: 'type',
    field: `${place}.field`,
  });
}

function numberOf(op: string, field: string | undefined, member: Member, place: string): number {
  if (typeof member.value === 'number' && Number.isFinite(member.value)) return member.value;
  throw misfit(op, field, member, place, 'a number');
}

/** Of numbers, of texts (ISO dates among them), or of dates, but not of a mixture. */
function extreme(
  op: 'min' | 'max',
  field: string | undefined,
  members: readonly Member[],
  place: string,
): unknown {
  let best: Member | undefined;
  for (const member of members) {
    const { value } = member;
    const orderable = typeof value === 'number' || typeof value === 'string' || value instanceof Date;
    const alike =
      !best || (typeof best.value === typeof value && best.value instanceof Date === value instanceof Date);
    if (!orderable || !alike)
      throw misfit(op, field, member, place, 'numbers, texts or dates, all of one kind');
    if (!best) best = member;
    else {
      const isLess = (value as number) < (best.value as number);
      const isMore = (value as number) > (best.value as number);
      if (op === 'min' ? isLess : isMore) best = member;
    }
  }
  return best ? best.value : null;
}

/** The entries by the value of their group key, in the order of first appearance; the key keeps its type. */
export function grouped(
  entries: readonly Entry[],
  groupBy: string,
  read: ReadEntries,
): { key: unknown; entries: Entry[] }[] {
  const groups = new Map<string, { key: unknown; entries: Entry[] }>();
  for (const [at, value] of readAt(groupBy, entries, read, 'group_by').entries()) {
    const key = value ?? null;
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? { key, entries: [] };
    group.entries.push(entries[at]!);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** The field of the result that holds the group's key: the last name of a plain path, else `group`. */
export function groupName(groupBy: string): string {
  const plain = groupBy.trim().replace(/^\{\{\s*|\s*\}\}$/g, '');
  return /^[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)*$/.test(plain) ? plain.split('.').at(-1)! : 'group';
}
