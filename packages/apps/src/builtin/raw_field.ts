import { inputJsonSchema } from '@millrace/core';
import { z } from 'zod';

/**
 * A field that is handed over as its author wrote it. A definition does not change once it is deployed, so each object is
 * checked once and then passed by reference: what was compiled from it is found again by identity.
 */
export function rawField<T extends z.ZodType>(schema: T, meta: Record<string, unknown>) {
  const checked = new WeakSet<object>();
  return z
    .custom<z.output<T>>()
    .superRefine((value: unknown, context) => {
      if (value === undefined) return;
      const isObject = typeof value === 'object' && value !== null;
      if (isObject && checked.has(value)) return;
      const result = schema.safeParse(value);
      if (result.success && isObject) checked.add(value);
      if (!result.success) for (const issue of result.error.issues) context.addIssue({ ...issue });
    })
    .optional()
    .meta({ ...inputJsonSchema(schema), ...meta, raw: true });
}
