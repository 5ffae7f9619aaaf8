import { type FunctionGroup, functionGroups } from './functions/table.ts';
import { type Example, signatureOf } from './spec.ts';

/** A function as the documentation and the editor show it. */
export interface CatalogEntry {
  name: string;
  group: FunctionGroup;
  signature: string;
  description: string;
  /** Expressions with their results; all of them are true. */
  examples: readonly Example[];
}

/** Every function of the language, from the table that evaluates them. */
export const functionCatalog: readonly CatalogEntry[] = functionGroups.flatMap(([group, specs]) =>
  specs.map((spec) => ({
    name: spec.name,
    group,
    signature: signatureOf(spec),
    description: spec.description,
    examples: spec.examples,
  })),
);
