/** What the makers of fixes are given, and what they give. */
import type { Shape } from '../../shape.ts';
import { ExpressionError } from '../errors.ts';
import { inferTree } from '../infer.ts';
import { InferProblem } from '../inferring.ts';
import { parseExpression } from '../parse.ts';

export type Shapes = Readonly<Record<string, Shape>>;

/** A whole expression that may be what was meant. Whether it is any better is judged by who asked for it. */
export interface Candidate {
  /** What a button says that applies it. */
  title: string;
  source: string;
}

export interface Broken {
  source: string;
  shapes: Shapes;
  problem: ExpressionError | InferProblem;
  position: number;
}

/** The first problem of an expression, in its grammar or in its types; null where there is none. */
export function brokenAt(source: string, shapes: Shapes): Broken | null {
  try {
    inferTree(parseExpression(source), { shapes, locals: new Map(), inferTree });
    return null;
  } catch (problem) {
    if (!(problem instanceof ExpressionError) && !(problem instanceof InferProblem)) throw problem;
    return { source, shapes, problem, position: problem.position ?? 0 };
  }
}

const quoted = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g;

/** Changes what stands outside of quotes. */
export function outsideQuotes(source: string, change: (text: string) => string): string {
  let out = '';
  let at = 0;
  for (const { index, 0: text } of source.matchAll(quoted)) {
    out += change(source.slice(at, index)) + text;
    at = index + text.length;
  }
  return out + change(source.slice(at));
}
