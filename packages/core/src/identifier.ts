import { z } from 'zod';

/** Names that could reach a prototype when used as a property; refused as ids and keys wherever people choose them. */
export const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Names that expressions use for something else than a node; no key of a node that they are to read. */
export const expressionNames: ReadonlySet<string> = new Set([
  'trigger',
  'step',
  'item',
  'index',
  'input',
  'workflow',
  'execution',
  'variables',
]);

/** An id inside a definition: of a node, an edge, a note, a group. */
export const identifier = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9_.:-]+$/, 'may contain letters, digits and _ . : - only')
  .refine((value) => !reservedNames.has(value), 'is a reserved name');
