/** Maps fields, filters lists, aggregates, or computes a value. Only computes: it is the hot path of most workflows. */
import {
  ConditionError,
  compileCondition,
  compileMappings,
  compileSource,
  describeValue,
  ExpressionError,
  type FieldMapping,
  fieldMappingSchema,
  MappingError,
  stepDeadline,
} from '@millrace/core';
import { type ActionContext, Rejected } from '@millrace/sdk';
import { z } from 'zod';
import { aggregate, aggregationSchema, grouped, groupName, type ReadEntries } from '../aggregate.ts';
import { builtin } from '../app.ts';
import { narrowScope } from '../narrow_scope.ts';
import { compiledOnce, rawField } from '../raw_field.ts';

const when = (...equals: string[]) => ({ field: 'transform_type', equals });
const source = z.string().max(10_240);

const input = z.object({
  transform_type: z
    .enum(['map_fields', 'filter_array', 'aggregate', 'custom'])
    .default('map_fields')
    .meta({
      title: 'Transform',
      enum_labels: {
        map_fields: 'Map fields',
        filter_array: 'Filter a list',
        aggregate: 'Group and aggregate a list',
        custom: 'Compute a value',
      },
    }),
  input: z
    .unknown()
    .optional()
    .meta({
      title: 'Input',
      description: 'Its fields can be used directly, as in customer.name. A list is mapped entry by entry.',
      field: 'expression',
      placeholder: '{{ trigger.data }}',
      needed: when('filter_array', 'aggregate'),
    }),
  mappings: rawField(z.array(fieldMappingSchema).max(1_000), {
    title: 'Fields',
    field: 'mappings',
    scope: 'input',
    show_if: when('map_fields'),
    needed: true,
  }),
  condition: rawField(z.union([source, z.boolean()]), {
    title: 'Keep entries where',
    description: "Each entry's fields, item and index can be used.",
    field: 'condition',
    placeholder: "status == 'active'",
    scope: 'item',
    show_if: when('filter_array'),
    needed: true,
  }),
  group_by: rawField(source, {
    title: 'Group by',
    description: 'A field or an expression over each entry; without it the whole list is one group.',
    field: 'expression',
    placeholder: 'customer.country',
    scope: 'item',
    show_if: when('aggregate'),
  }),
  aggregations: rawField(z.array(aggregationSchema).max(100), {
    title: 'Aggregations',
    field: 'aggregations',
    scope: 'item',
    show_if: when('aggregate'),
    needed: true,
  }),
  expression: rawField(source, {
    title: 'Expression',
    field: 'expression',
    placeholder: 'order.items | sum(i => i.price * i.qty)',
    scope: 'input',
    show_if: when('custom'),
    needed: true,
  }),
});
type Input = z.output<typeof input>;
type Context = ActionContext<Input>;

export default builtin.action({
  name: 'Data Transform',
  description: 'Maps fields, filters lists, aggregates, or computes a value.',
  effect: 'read',
  local: true,
  input,
  output: z.unknown(),
  run: (context) => {
    try {
      return transforms[context.input.transform_type](context);
    } catch (error) {
      throw failure(error, context.input);
    }
  },
});

const transforms: Record<Input['transform_type'], (context: Context) => unknown> = {
  map_fields: mapFields,
  filter_array: filterArray,
  aggregate: aggregateList,
  custom: compute,
};

const compiledMappings = compiledOnce((mappings: readonly FieldMapping[]) => compileMappings(mappings));

function mapFields({ input: { input: value, mappings }, scope, timezone, now }: Context): unknown {
  const compiled = compiledMappings(given(mappings, 'mappings'));
  const options = { timezone, now, deadline: stepDeadline() };
  if (value === undefined) return compiled.evaluate(scope, options);
  const narrow = narrowScope(scope, compiled.references);
  if (!Array.isArray(value)) return compiled.evaluate(narrow(value, { input: value }), options);
  return value.map((item, index) => compiled.evaluate(narrow(item, { input: value, item, index }), options));
}

function compute({ input: { input: value, expression }, scope, timezone, now }: Context): unknown {
  const compiled = compileSource(given(expression, 'expression'));
  const own = value === undefined ? scope : narrowScope(scope, compiled.references)(value, { input: value });
  return compiled.evaluate(own, { timezone, now }) ?? null;
}

function filterArray({ input: { input: value, condition }, scope, timezone, now }: Context): unknown {
  const list = listOf(value);
  const compiled = compileCondition({ condition: given(condition, 'condition') });
  const narrow = narrowScope(
    scope,
    compiled.references.map(({ path }) => path),
  );
  const options = { timezone, now, deadline: stepDeadline() };
  return list.filter((item, index) => compiled.evaluate(narrow(item, { input: list, item, index }), options));
}

function aggregateList({
  input: { input: value, group_by, aggregations },
  scope,
  timezone,
  now,
}: Context): unknown {
  const options = { timezone, now, deadline: stepDeadline() };
  const list = listOf(value);
  const wanted = given(aggregations, 'aggregations');
  const read: ReadEntries = (source, entries) => {
    const compiled = compileSource(source);
    const narrow = narrowScope(scope, compiled.references);
    return entries.map(({ item, index }) =>
      compiled.evaluate(narrow(item, { input: list, item, index }), options),
    );
  };
  const all = list.map((item, index) => ({ item, index }));
  if (!group_by?.trim()) return aggregate(all, wanted, read);
  const name = groupName(group_by);
  return grouped(all, group_by, read).map(({ key, entries }) => ({
    [name]: key,
    ...aggregate(entries, wanted, read),
  }));
}

function given<T>(value: T | undefined, field: keyof Input): T {
  if (value !== undefined) return value;
  throw new Rejected(`The transform has no ${field.replace('_', ' ')}`, { code: 'validation', field });
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const hint = 'Give it as an expression in braces, as in {{ trigger.data.items }}.';
  throw new Rejected(`The input is ${describeValue(value)}; a list is needed`, {
    code: 'type',
    field: 'input',
    hint,
  });
}

function failure(error: unknown, { transform_type }: Input): unknown {
  if (error instanceof MappingError || error instanceof ConditionError) {
    return new Rejected(error.message, { code: error.code, field: error.field, cause: error });
  }
  if (error instanceof ExpressionError) {
    const field = transform_type === 'custom' ? 'expression' : error.field;
    return new Rejected(error.message, { code: 'expression', field, hint: error.suggestion, cause: error });
  }
  return error;
}
