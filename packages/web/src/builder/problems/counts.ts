/** How many findings there are of each kind; told the same wherever they are told. Pure. */
import type { Problem } from '@millrace/core';

export interface Counts {
  /** They stand in the way of a deploy. */
  errors: number;
  warnings: number;
  /** What is not filled in yet, in nodes that nobody has finished. */
  open: number;
}

export const noCounts: Counts = { errors: 0, warnings: 0, open: 0 };

/** @param open those of them that are none yet */
export function countsOf(problems: readonly Problem[] = [], open: readonly Problem[] = []): Counts {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: problems.length - errors, open: open.length };
}

export function sameCounts(a: Counts, b: Counts): boolean {
  return a.errors === b.errors && a.warnings === b.warnings && a.open === b.open;
}

export function isNothing({ errors, warnings, open }: Counts): boolean {
  return errors + warnings + open === 0;
}
