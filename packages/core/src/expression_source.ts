import { compileExpression } from './expression/expression.ts';
import type { EvaluateOptions, Scope } from './expression/run.ts';
import { scanTemplate } from './expression/scan.ts';
import { compileTemplate } from './expression/template.ts';

/** What a compiled expression, a template and a configuration have in common. */
export interface Evaluable {
  /** Static paths that are read from the scope. */
  readonly references: readonly (readonly string[])[];
  /** The same scope always gives the same result. */
  readonly deterministic: boolean;
  evaluate(scope: Scope, options?: EvaluateOptions): unknown;
}

/** Always the same value. */
export function constant(value: unknown): Evaluable {
  return { references: [], deterministic: true, evaluate: () => value };
}

/**
 * A field that holds an expression, which may stand with or without braces; with text around its templates it makes a text.
 * @throws ExpressionError
 */
export function compileSource(source: string): Evaluable {
  const isText = source.includes('{{') && scanTemplate(source.trim()).length > 1;
  return isText ? compileTemplate(source.trim()) : compileExpression(source);
}
