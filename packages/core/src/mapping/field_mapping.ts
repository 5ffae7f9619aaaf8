import { z } from 'zod';

export const transformationTypes = [
  'uppercase',
  'lowercase',
  'trim',
  'date_format',
  'number_format',
  'multiply',
  'divide',
] as const;

/**
 * Parameters by type: `date_format` `{ format, timezone? }`, `number_format` `{ format }`, `multiply` `{ factor }`,
 * `divide` `{ divisor }`; the others take none.
 */
export const transformationSchema = z.strictObject({
  type: z.enum(transformationTypes),
  params: z.record(z.string(), z.unknown()).optional(),
});

/** In one object. */
export const mostMappings = 1_000;

/**
 * One field of a target, filled from an expression over the source. With `[]` in both a list is filled entry by entry:
 * `lines[].sku` from `order.items[].sku`; all that is mapped into one list goes through one list, and `index` is the position.
 */
export const fieldMappingSchema = z.strictObject({
  target_field: z.string().min(1).max(1_000),
  source_path: z.string().max(10_240),
  transformation: transformationSchema.nullish(),
  default_value: z.unknown().optional(),
  required: z.boolean().optional(),
});
export type FieldMapping = z.infer<typeof fieldMappingSchema>;
export type Transformation = z.infer<typeof transformationSchema>;
