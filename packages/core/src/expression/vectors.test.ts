import { describe, expect, test } from 'vitest';
import { ExpressionError } from './errors.ts';
import { compileExpression } from './expression.ts';
import { compileTemplate } from './template.ts';
import vectors from './vectors.json' with { type: 'json' };

const { scope } = vectors;

describe('the vectors of the design', () => {
  test.each(vectors.templates as [string, unknown][])('template %s is %j', (source, expected) => {
    expect(compileTemplate(source).evaluate(scope) ?? null).toEqual(expected);
  });

  test.each(vectors.expressions as [string, unknown][])('expression %s is %j', (source, expected) => {
    expect(compileExpression(source).evaluate(scope) ?? null).toEqual(expected);
    expect(compileExpression(`{{ ${source} }}`).evaluate(scope) ?? null).toEqual(expected);
  });

  test.each(vectors.refused)('%s is refused', (source) => {
    expect(() => compileExpression(source).evaluate(scope)).toThrow(ExpressionError);
    expect(() => compileTemplate(`{{ ${source} }}`).evaluate(scope)).toThrow(ExpressionError);
  });

  test.each(vectors.runtime_errors)('%s compiles, and is an error when it is evaluated', (source) => {
    const expression = compileExpression(source);
    expect(() => expression.evaluate(scope)).toThrow(ExpressionError);
  });
});
