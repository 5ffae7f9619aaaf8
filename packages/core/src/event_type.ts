import { z } from 'zod';

/** Said of a name that does not fit, also where only the JSON Schema is known. */
export const eventTypeNameRule = 'must be lower case words joined by dots, as in order.created';

/** The name of a kind of event: what a publisher says and a trigger listens to (`order.created`). */
export const eventTypeNameSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/, eventTypeNameRule);
