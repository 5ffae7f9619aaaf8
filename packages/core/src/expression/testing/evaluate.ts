/** Tools of the tests of expressions. */
import { ExpressionError } from '../errors.ts';
import { compileExpression } from '../expression.ts';
import type { EvaluateOptions, Scope } from '../run.ts';

/** Compiles and evaluates. */
export function evaluate(source: string, scope: Scope = {}, options?: EvaluateOptions): unknown {
  return compileExpression(source).evaluate(scope, options);
}

/** The error of compiling or evaluating; fails where there is none, or one of another class. */
export function failureOf(source: string, scope: Scope = {}, options?: EvaluateOptions): ExpressionError {
  try {
    const value = evaluate(source, scope, options);
    throw new Error(`${source} gave ${JSON.stringify(value)?.slice(0, 200)}`);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}
