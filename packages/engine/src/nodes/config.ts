import type { z } from 'zod';
import { invalidInput } from '../errors.ts';

/** The configuration as its schema gives it. @throws StepError with the field that is wrong */
export function checkedConfig<T extends z.ZodType>(schema: T, config: unknown): z.output<T> {
  const parsed = schema.safeParse(config);
  if (!parsed.success) throw invalidInput(parsed.error, { value: config, schema });
  return parsed.data;
}
