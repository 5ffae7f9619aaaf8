import { z } from 'zod';
import type { JsonSchema } from './manifest.ts';

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    // What loads the choices of a field is code: the schema says only that they are loaded.
    override: ({ jsonSchema }) => {
      delete (jsonSchema as JsonSchema).load;
    },
  }) as JsonSchema;
  return rest;
}

/** The JSON Schema of what an operation takes, with the field metadata; what has a default need not be given. */
export function inputJsonSchema(schema: z.ZodType): JsonSchema {
  return toJsonSchema(schema, 'input');
}

/** The JSON Schema of what an operation returns. */
export function outputJsonSchema(schema: z.ZodType): JsonSchema {
  return toJsonSchema(schema, 'output');
}
