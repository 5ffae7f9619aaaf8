/** Maps fields, filters lists, aggregates, or computes a value. Only computes: it is the hot path of most workflows. */
import {
  aggregationSchema,
  fieldMappingSchema,
  stepDeadline,
  TransformError,
  transform,
  transformTypes,
} from '@millrace/core';
import { Rejected } from '@millrace/sdk';
import { z } from 'zod';
import { builtin } from '../app.ts';
import { rawField } from '../raw_field.ts';

const when = (...equals: string[]) => ({ field: 'transform_type', equals });
const source = z.string().max(10_240);

const input = z.object({
  transform_type: z
    .enum(transformTypes)
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
    placeholder: 'trigger.data.lines | sum(i => i.price)',
    scope: 'input',
    show_if: when('custom'),
    needed: true,
  }),
});

export default builtin.action({
  name: 'Data Transform',
  description: 'Maps fields, filters lists, aggregates, or computes a value.',
  effect: 'read',
  local: true,
  input,
  output: z.unknown(),
  run: ({ input: config, scope, timezone, now, random }) => {
    try {
      const options = { timezone, now, ...(random && { random }), deadline: stepDeadline() };
      return transform(config, scope, options).output;
    } catch (error) {
      if (!(error instanceof TransformError)) throw error;
      const { code, field, hint } = error;
      throw new Rejected(error.message, { code, field, hint, cause: error });
    }
  },
});
