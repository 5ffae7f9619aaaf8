/** The budgets of one evaluation. Every limit is an error in words, never a hang and never an allocation first. */
export const expressionLimits = {
  /** Characters of one expression's source. */
  source: 10 * 1024,
  /** Expressions in one text with templates. */
  templates: 1_000,
  /** Nesting of the source, and of data that is walked (compared, rendered, measured). */
  depth: 64,
  /** Operands in one unnested chain (`a + b + c + …`, `a.b.c.…`). */
  chain: 500,
  operations: 100_000,
  milliseconds: 250,
  /** Characters of the result as JSON, and of any text on the way to it. */
  result: 10 * 1024 * 1024,
  /** Characters of a regular expression, and of the text it is applied to. */
  pattern: 1024,
  patternText: 1024 * 1024,
} as const;

/** What all expressions of one step may use together, however many fields and entries they fill: see {@link stepDeadline}. */
export const stepLimits = { milliseconds: 2_000 } as const;

/** What all templates of one configuration may use together. */
export const configLimits = { operations: 1_000_000, milliseconds: 1_000 } as const;
