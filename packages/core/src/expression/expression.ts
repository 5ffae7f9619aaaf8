import { RecentCache } from './cache.ts';
import { type Compiled, compileTree } from './compile.ts';
import { asExpressionError, ExpressionError } from './errors.ts';
import { expressionLimits } from './limits.ts';
import { parseExpression } from './parse.ts';
import { acquireRun, type EvaluateOptions, type Run, releaseRun, type Scope } from './run.ts';
import { scanTemplate } from './scan.ts';
import { measure } from './values.ts';

/** A compiled expression. It is immutable and can be evaluated any number of times. */
export interface Expression {
  readonly source: string;
  /** Paths that are read from the scope: `[['order', 'customer', 'name'], …]`. */
  readonly references: readonly (readonly string[])[];
  /** Neither now, today nor uuid: the same scope gives the same value. */
  readonly deterministic: boolean;
  /** The value over plain data. Throws ExpressionError. What the scope holds may be part of the result: do not change it. */
  evaluate(scope: Scope, options?: EvaluateOptions): unknown;
}

const cache = new RecentCache<CompiledExpression>(5_000, 1_000_000);

/**
 * Compiles an expression, with or without `{{ }}` around it. Throws ExpressionError (`syntax`, `forbidden`,
 * `unknown_function`, `type`, `size`, `budget`) with the position in `source`.
 */
export function compileExpression(source: string): CompiledExpression {
  const known = cache.get(source);
  if (known) return known;
  try {
    const { inner, offset } = withoutBraces(source);
    const expression = new CompiledExpression(source, inner, offset);
    cache.set(source, expression);
    return expression;
  } catch (error) {
    throw withSource(error, source, 0);
  }
}

/** `{{ a.b }}` is `a.b`; braces that are not around the whole are left for the parser to refuse. */
function withoutBraces(source: string): { inner: string; offset: number } {
  const trimmed = source.trim();
  if (!trimmed.startsWith('{{') || !trimmed.endsWith('}}') || source.length > expressionLimits.source + 4) {
    return { inner: source, offset: 0 };
  }
  const [only, ...others] = scanTemplate(trimmed);
  if (only?.kind !== 'expression' || others.length > 0) return { inner: source, offset: 0 };
  const offset = source.indexOf('{{') + 2;
  if (/^\s*\d+\s*$/.test(only.source)) {
    throw new ExpressionError('syntax', 'There is nothing to work out in these braces', {
      position: offset,
      suggestion: `write ${only.source.trim()} without braces`,
    });
  }
  return { inner: only.source, offset };
}

/** Gives an error its source and, for a part of a larger text, its place there. */
export function withSource(error: unknown, source: string, offset: number): ExpressionError {
  const failure = asExpressionError(error);
  if (failure.source === undefined) {
    failure.source = source;
    if (failure.position !== undefined) failure.position += offset;
  }
  return failure;
}

export class CompiledExpression implements Expression {
  readonly source: string;
  readonly references: readonly (readonly string[])[];
  readonly deterministic: boolean;
  private readonly offset: number;
  private readonly compiled: Compiled;

  /** `inner` is the expression itself, which begins at `offset` in `source`. */
  constructor(source: string, inner: string, offset: number) {
    this.source = source;
    this.offset = offset;
    try {
      this.compiled = compileTree(parseExpression(inner));
    } catch (error) {
      throw withSource(error, source, offset);
    }
    this.references = [...this.compiled.references.values()];
    this.deterministic = this.compiled.deterministic;
  }

  evaluate(scope: Scope, options?: EvaluateOptions): unknown {
    const run = acquireRun(scope, options);
    try {
      return this.evaluateIn(run);
    } finally {
      releaseRun(run);
    }
  }

  /** Within a run that has begun, with its budget. */
  evaluateIn(run: Run): unknown {
    try {
      const value = this.compiled.run(run);
      if (typeof value === 'string') run.checkText(value.length);
      else if (typeof value === 'object' && value !== null && !this.compiled.isPath) measure(run, value);
      return value;
    } catch (error) {
      throw withSource(error, this.source, this.offset);
    }
  }
}
